"""What the invented person of a drill says, and how it is recognised again."""

QUOTE = "Mi ensayo de voz no se guarda en ningún cajón."
QUOTE_EN = "My rehearsed voice is kept in no drawer."
TITLE = "Un ensayo contado"
STORY = "Esto lo cuento solo para el ensayo, y después nadie lo encuentra."
NAME = "Ensaya Vozalta Retiro"


def has_any(text: str) -> bool:
    """Whether any of the words, in any language, or the name stands in `text`."""
    return any(words in text for words in (QUOTE, QUOTE_EN, TITLE, STORY, NAME))
