"""Why a card cannot be drawn, in words for the people who write its text."""

import unicodedata
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# How many letters before and after one are shown to find it in its text.
WORDS_AROUND = 16


class CardError(ValueError):
    """The card cannot be drawn with these words. `str(error)` is a translated sentence."""

    sentence: str | Promise = _("This card cannot be drawn.")

    def __str__(self) -> str:
        return str(self.sentence)


class TextTooLongError(CardError):
    """The text does not fit at a size that can be read on a phone."""

    sentence = _("The text is too long for a card. Choose an excerpt and mark what you leave out with “(…)”.")


class MissingLettersError(CardError):
    """The card's font lacks letters of the text; `places` says which, and in which text each stands."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = dict(places)
        super().__init__("".join(places))

    def __str__(self) -> str:
        named = "; ".join(_describe(letter, text) for letter, text in self.places.items())
        return str(_("The card's font has no sign for: {letters}")).format(letters=named)


def _describe(letter: str, text: str) -> str:
    """The letter, the name it has in Unicode, and the words around it."""
    name = unicodedata.name(letter, f"U+{ord(letter):04X}")
    return str(_("“{letter}” ({name}) in “{words}”")).format(letter=letter, name=name, words=_around(letter, text))


def _around(letter: str, text: str) -> str:
    """The words of `text` around the first `letter`, on one line, with “…” where something is left out."""
    at = text.index(letter)
    start, end = max(0, at - WORDS_AROUND), at + 1 + WORDS_AROUND
    begins = text[:start].rpartition(" ")[2] if start else ""
    ends = text[end:].partition(" ")[0]
    words = " ".join(f"{begins}{text[start:end]}{ends}".split())
    return f"{'…' if start > len(begins) else ''}{words}{'…' if end + len(ends) < len(text) else ''}"
