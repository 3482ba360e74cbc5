"""Why a card cannot be drawn, in words for the people who write its text."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CardError(ValueError):
    """The card cannot be drawn with these words. `str(error)` is a translated sentence."""

    sentence: str | Promise = _("This card cannot be drawn.")

    def __str__(self) -> str:
        return str(self.sentence)


class TextTooLongError(CardError):
    """The text does not fit at a size that can be read on a phone."""

    sentence = _("The text is too long for a card. Choose an excerpt and mark what you leave out with “(…)”.")


class MissingLettersError(CardError):
    """The card's font lacks letters of the text; `letters` says which."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        super().__init__(letters)

    def __str__(self) -> str:
        return str(_("The card's font has no sign for: {letters}")).format(letters=" ".join(self.letters))
