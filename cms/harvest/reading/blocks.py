"""The pieces that a report is made of, whatever file it came in: headings, paragraphs and list entries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

# Every pattern here reads a line once, however long it is: no two parts of one may take the same letters.
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)\s*[.:)–—-]?\s+(?P<text>\S.*)$")
_DIVIDED = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"\b\w+(?:-\w+)+")
MOST_WORDS_OF_A_TITLE = 12
# No word is longer: what is looked at to mend one that was divided at the end of a line.
_LONGEST_WORD = 100


class Shape(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"


class LeftOut(StrEnum):
    """Why a block is not among the passages."""

    COVER = "cover"
    CONTENTS = "contents"
    RUNNING = "running"
    DATE = "date"
    NUMBER = "number"
    ANNOUNCED = "announced"
    CLOSING = "closing"
    COMMENT = "comment"
    DUPLICATE = "duplicate"
    BARE_TITLE = "bare_title"
    IMAGE = "image"


@dataclass(frozen=True)
class Block:
    """One piece of a report as it stands. `number` is what was counted before it: "2" in "**2** **Café**".

    `page` counts from 1 where the file has pages. `left_out` says why, where the file itself tells that the piece
    belongs to its pages and not to its text.
    """

    shape: Shape
    text: str
    level: int = 0
    number: str = ""
    is_bold: bool = False
    is_quoted: bool = False
    page: int | None = None
    left_out: LeftOut | None = None

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        """Whether it says something, rather than naming it."""
        return self.text.rstrip("\"'”»)").endswith((".", "!", "?", "…", ":", ";")) or self.words > 20

    @property
    def full_text(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def has_words(self) -> bool:
        return any(letter.isalnum() for letter in self.full_text)


def heading(text: str, level: int) -> Block:
    """A title; the number it begins with is taken apart."""
    return _numbered(Block(Shape.HEADING, text, level))


def paragraph(text: str, *, is_bold: bool = False) -> Block:
    """A paragraph, or the title that one is by its number or its capitals."""
    block = Block(Shape.PARAGRAPH, text, is_bold=is_bold)
    numbered = _numbered(block)
    if numbered.number and is_title(numbered.text):
        return numbered
    if _is_shouted(block.text):
        return heading(block.text, 2)
    return block


def numbered_entry(text: str) -> Block:
    """An entry of a list, whose number stands in its text."""
    return _numbered(Block(Shape.BULLET, text))


def _numbered(block: Block) -> Block:
    match = _NUMBERED.match(block.text)
    if match and any(letter.isalpha() for letter in match["text"]):
        return replace(block, number=match["number"], text=match["text"])
    return block


def is_title(text: str) -> bool:
    """Short, beginning like a title and not ending like a sentence."""
    first = next((letter for letter in text if letter.isalnum()), "")
    return len(text.split()) <= MOST_WORDS_OF_A_TITLE and first.isupper() and not text.rstrip().endswith((*".,;:…",))


def _is_shouted(text: str) -> bool:
    """A line of capitals: how plain text marks its titles."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 5 and all(letter.isupper() for letter in letters) and is_title(text)


def compounds_of(text: str) -> frozenset[str]:
    """The words that `text` writes with a hyphen within a line: those keep it where a line divides them."""
    return frozenset(_COMPOUND.findall(text.lower()))


def joined(rows: Iterable[str], compounds: frozenset[str]) -> str:
    """One line of several: words divided at the end of a line mended."""
    parts: list[str] = []
    end = ""
    for row in (row.strip() for row in rows):
        divided = _DIVIDED.search(end)
        following = _WORD.match(row)
        if divided and following and following[0].islower():
            if f"{divided[1]}-{following[0]}".lower() not in compounds:
                parts[-1], end = parts[-1][:-1], end[:-1]
            parts.append(row)
        else:
            parts.append(f" {row}" if end else row)
        end = (end + parts[-1])[-_LONGEST_WORD:]
    return "".join(parts)
