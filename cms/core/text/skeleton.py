"""What is compared: a text without accents, capitals, invisible characters and look-alikes of letters.

NFKC, case-folded, marks and Default_Ignorable_Code_Point dropped, look-alikes of Latin letters folded
(https://www.unicode.org/reports/tr39/#Confusable_Detection); digits are never folded to letters. Pure.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import regex

from cms.core.text.display import collapse_spaces
from cms.core.text.lookalikes import CAPITALS, SMALL

_IGNORED = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFFC]")
# Categories of what is dropped: marks that sit on a letter, formats, controls, halves of surrogate pairs.
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})
_BLANK_OF_BRAILLE = "\u2800"


class _Folding(dict[int, str]):
    """A table for `str.translate`, filled as characters are met."""

    def __init__(self, capitals: dict[str, str]) -> None:
        super().__init__()
        self.capitals = capitals

    def __missing__(self, code: int) -> str:
        self[code] = self._fold(chr(code))
        return self[code]

    def _fold(self, character: str) -> str:
        if character.isspace() or character == _BLANK_OF_BRAILLE:
            return "\n" if character in "\n\r\v\f\x85\u2028\u2029" else " "
        return "".join(map(self._fold_part, unicodedata.normalize("NFKD", character)))

    def _fold_part(self, part: str) -> str:
        if part in self.capitals:
            return self.capitals[part]
        folded = ""
        for small in unicodedata.normalize("NFKD", part.casefold()):
            if unicodedata.category(small) in _DROPPED or _IGNORED.match(small):
                continue
            if unicodedata.category(small) == "Nd":
                small = str(unicodedata.decimal(small))
            folded += SMALL.get(small, small)
        return folded


class _WordFolding(dict[int, str]):
    """The same, with everything that is no letter or digit as a space."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDING[code]
        self[code] = "".join(letter if letter.isalnum() else " " for letter in folded)
        return self[code]


_FOLDING = _Folding({})
# Capitals as what they look like, where that is another letter than they are: Η of Greek as h, I as l.
_BY_LOOKS = _Folding({**CAPITALS, "I": "l"})
_WORD_FOLDING = _WordFolding()


@dataclass(frozen=True)
class Skeleton:
    """The skeleton of `text`, and for each of its letters the position in `text` that it comes from."""

    text: str
    letters: str
    places: Sequence[int]


def skeleton(text: str) -> str:
    """What `text` has in common with every other way to write it: "Quispe" finds "QUÍSPE"."""
    return text.translate(_FOLDING)


def skeleton_by_looks(text: str) -> str:
    """The same, with capitals read as what they look like: "lnés" for "Inés"."""
    return text.translate(_BY_LOOKS)


def mapped_skeleton(text: str, by_looks: bool = False) -> Skeleton:
    """`skeleton`, or `skeleton_by_looks`, that knows where each letter stands in `text`."""
    table = _BY_LOOKS if by_looks else _FOLDING
    parts = [table[ord(character)] for character in text]
    sizes = list(map(len, parts))
    if sizes.count(1) == len(sizes):
        return Skeleton(text, "".join(parts), range(len(text)))
    return Skeleton(text, "".join(parts), list(chain.from_iterable(map(repeat, range(len(sizes)), sizes))))


def fold_words(text: str) -> str:
    """`skeleton` without punctuation, its words divided by single spaces: equal for two spellings of one title."""
    return collapse_spaces(text.translate(_WORD_FOLDING))


def fold_letters(text: str) -> str:
    """The letters and digits of `skeleton` alone: equal for two copies of the same words."""
    return "".join(text.translate(_WORD_FOLDING).split())


def fold_longest(texts: dict[str, str]) -> str:
    """`fold_letters` of the longest of `texts`: what two copies of one story have in common, whatever their titles."""
    return fold_letters(max(texts.values(), key=len))
