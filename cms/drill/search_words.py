"""What the invented person of a drill says, how it is typed, and how it is recognised again."""

QUOTE = "Mi ensayo de voz no se guarda en ningún cajón."
QUOTE_EN = "My rehearsed voice is kept in no drawer."
TITLE = "Un ensayo contado"
STORY = "Esto lo cuento solo para el ensayo, y después nadie lo encuentra."
NAME = "Ensaya Vozalta Retiro"


def typed(text: str) -> str:
    """`text` as it comes out of some documents: a soft hyphen or a zero-width space inside each long word."""
    hidden = {0: "\u00ad", 1: "\u200b"}
    words = text.split(" ")
    return " ".join(
        word if len(word) < 5 else f"{word[:3]}{hidden[number % 2]}{word[3:]}" for number, word in enumerate(words)
    )


def has_any(text: str) -> bool:
    """Whether any of the words, in any language, or the name stands in `text`."""
    return any(words in text for words in (QUOTE, QUOTE_EN, TITLE, STORY, NAME))
