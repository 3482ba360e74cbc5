"""How names stand in a text: whole, letter by letter, or broken by signs, with borders and capitals of the original."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import accumulate

from cms.core.text import Skeleton, mapped_skeleton

_LETTERS = re.compile(r"[^\W\d_]+")
# Between the parts of a word that a hyphen divides at the end of a line.
_DIVIDED = re.compile(r"-[ ]*\n\s*")
_SHORTEST_BROKEN = 5
_SHORTEST_OF_TWOS = 6


class Spelling(Enum):
    """How a name is spelled out: letter by letter, or broken by signs within one word."""

    LETTERS = "letters"
    BROKEN = "broken"


@dataclass(frozen=True)
class Run:
    """Words that may be parts of one name: where each begins and ends in `letters`, the skeleton of the whole text."""

    spelling: Spelling
    letters: str
    words: tuple[tuple[int, int], ...]

    def places(self, name: str) -> Iterator[tuple[int, int]]:
        """Where words of this run, joined, are `name`: from the beginning of one to the end of another."""
        at = self._joined.find(name)
        while at >= 0:
            first, last = self._begins.get(at), self._ends.get(at + len(name))
            if first is not None and last is not None and first < last and self._counts(name, first, last):
                yield self.words[first][0], self.words[last][1]
            at = self._joined.find(name, at + 1)

    def _counts(self, name: str, first: int, last: int) -> bool:
        """Letter by letter, any name; in twos, which are words of every language, only a longer one."""
        if self.spelling is Spelling.BROKEN or len(name) >= _SHORTEST_OF_TWOS:
            return True
        return last - first + 1 == len(name)

    @cached_property
    def _joined(self) -> str:
        return "".join(self.letters[start:end] for start, end in self.words)

    @cached_property
    def _ends(self) -> dict[int, int]:
        """By its place in the joined letters, which word ends there."""
        ends = accumulate(end - start for start, end in self.words)
        return {place: number for number, place in enumerate(ends)}

    @cached_property
    def _begins(self) -> dict[int, int]:
        return {
            place - (end - start): number
            for (place, number), (start, end) in zip(self._ends.items(), self.words, strict=True)
        }


@dataclass(frozen=True)
class TextReading:
    """One reading of a text. `joins_suffixes`: its language does so; `is_joined`: a file name, or an address."""

    map: Skeleton
    joins_suffixes: bool
    is_joined: bool

    @classmethod
    def of(cls, text: str, joins_suffixes: bool, is_joined: bool, by_looks: bool = False) -> "TextReading":
        return cls(mapped_skeleton(text, by_looks), joins_suffixes, is_joined)

    @property
    def letters(self) -> str:
        return self.map.letters

    def written(self, start: int, end: int) -> str:
        """What stands in the text from one place of the skeleton to another."""
        return self.map.text[self.map.places[start] : self.map.places[end - 1] + 1]

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match, those that overlap included."""
        match = pattern.search(self.letters)
        while match:
            yield match
            match = pattern.search(self.letters, match.start() + 1)

    def is_border(self, place: int) -> bool:
        """Whether a word begins or ends at `place`: at what is no letter, at a capital within a word, at a sign."""
        if place in (0, len(self.letters)) or not self.letters[place - 1 : place + 1].isalpha():
            return True
        before, after = self.map.places[place - 1], self.map.places[place]
        if before == after:
            return False
        left, right = self.map.text[before], self.map.text[after]
        if (unicodedata.category(left) == "So") != (unicodedata.category(right) == "So"):
            return True
        return right.isupper() and (left.islower() or (left.isupper() and self._begins_small(place + 1)))

    def _begins_small(self, place: int) -> bool:
        return (
            place < len(self.letters)
            and self.letters[place].isalpha()
            and self.map.text[self.map.places[place]].islower()
        )

    def is_marked(self, start: int, end: int) -> bool:
        """Whether these letters are written like a name: with a capital, or in signs that are not the plain letters."""
        written = self.written(start, end)
        plain = unicodedata.normalize("NFD", written.casefold())
        bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
        return not written[0].islower() or bare != self.letters[start:end]

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        return [match.span() for match in _LETTERS.finditer(self.letters)]

    @cached_property
    def joined_letters(self) -> str:
        """All letters, without anything between them."""
        return "".join(self.letters[start:end] for start, end in self.words)

    @cached_property
    def _joined_places(self) -> list[int]:
        return [place for start, end in self.words for place in range(start, end)]

    def holds_joined(self, name: str) -> bool:
        """Whether the letters of `name` follow each other: within one word, or from one border to another."""
        at = self.joined_letters.find(name)
        while at >= 0:
            start, end = self._joined_places[at], self._joined_places[at + len(name) - 1] + 1
            if end - start == len(name) or (self.is_border(start) and self.is_border(end)):
                return True
            at = self.joined_letters.find(name, at + 1)
        return False

    def spelled(self, name: str) -> Iterator[tuple[Spelling, int, int]]:
        """Where `name` is spelled out, with the places where it begins and ends."""
        for run in self._runs:
            if run.spelling is Spelling.BROKEN and len(name) < _SHORTEST_BROKEN:
                continue
            for start, end in run.places(name):
                yield run.spelling, start, end

    @cached_property
    def _runs(self) -> list[Run]:
        """Short words that follow each other, whatever stands between them, and what signs break within one word."""
        return [*self._rows(Spelling.LETTERS), *self._rows(Spelling.BROKEN)]

    def _rows(self, spelling: Spelling) -> Iterator[Run]:
        row: list[tuple[int, int]] = []
        for start, end in self.words:
            if row and not self._goes_on(spelling, row[-1], (start, end)):
                if len(row) > 1:
                    yield Run(spelling, self.letters, tuple(row))
                row = []
            row.append((start, end))
        if len(row) > 1:
            yield Run(spelling, self.letters, tuple(row))

    def _goes_on(self, spelling: Spelling, before: tuple[int, int], word: tuple[int, int]) -> bool:
        if spelling is Spelling.LETTERS:
            return before[1] - before[0] <= 2 and word[1] - word[0] <= 2
        between = self.letters[before[1] : word[0]]
        return not any(map(str.isspace, between)) or _DIVIDED.fullmatch(between) is not None
