"""From the paragraphs of a document to blocks: what its styles do not say is read from size, weight and marks."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cms.core.text import collapse_spaces, plain_spaces
from cms.harvest.reading.blocks import Block, LeftOut, Shape, heading, is_title, numbered_entry, paragraph
from media.text.kept import kept

# A mark typed, drawn or set in a font of symbols; the small o is what Word draws for a list within a list.
_MARK = re.compile(r"^(?:[-*+·§]\s+|[•▪◦‣⁃●○■□➢➤✓✔\uf000-\uf0ff]\s*|o\s+(?=[A-ZÁÉÍÓÚÑ¿¡]))(?P<text>\S.*)$")
_COUNTED = re.compile(r"^(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)$")
# What a converter from Markdown leaves standing of a title within a list.
_TITLE_MARK = re.compile(r"^#{1,6}\s+(?=\d)")
_OPEN_QUOTE = ("«", "“", '"', "„", "—", "–")
# A title is at least so much larger than the text, and has at most so many words.
_LARGER = 1.08
_MOST_WORDS = 25


@dataclass
class Paragraph:
    """One paragraph of a document. `level` is 0 for what is no title, 1 for the outermost titles."""

    text: str
    level: int = 0
    is_entry: bool = False
    number: str = ""
    is_bold: bool = False
    is_quoted: bool = False
    size: float = 0.0
    # Whether it looks otherwise than the text: of another family, or another colour.
    is_distinct: bool = False
    page: int | None = None
    left_out: LeftOut | None = None

    @property
    def letters(self) -> int:
        return sum(letter.isalnum() for letter in self.text)

    @property
    def names(self) -> bool:
        """Whether it is short enough to name something."""
        words = len(self.text.split())
        return words <= _MOST_WORDS and not (words > _MOST_WORDS // 2 and self.text.rstrip().endswith("."))


def blocks_from(pieces: Iterable[Paragraph]) -> list[Block]:
    """The blocks of a document, in its order."""
    pieces = [replace(piece, text=collapse_spaces(plain_spaces(kept(piece.text)))) for piece in pieces]
    if not any(piece.level for piece in pieces):
        _level_by_size(pieces)
    blocks = [replace(_block(piece), page=piece.page, left_out=piece.left_out) for piece in pieces if piece.letters]
    return list(_counted(blocks))


def is_marked(text: str) -> bool:
    """Whether a line begins with the mark of a list."""
    return bool(_MARK.match(text))


def is_counted(text: str) -> bool:
    """Whether a line begins like the entry of a numbered list."""
    return bool(_COUNTED.match(text))


def level_by_name(style: str) -> int:
    """The level of "heading 2" is 2: word processors name their own styles in English, in every language."""
    word, _space, number = style.lower().partition(" ")
    return int(number) if word == "heading" and number.isdigit() and 0 < int(number) < 10 else 0


def row(cells: list[list[Paragraph]]) -> list[Paragraph]:
    """A row of a table reads as one line; one that only lays out the page reads cell by cell."""
    told = [cell for cell in ([piece for piece in cell if piece.letters] for cell in cells) if cell]
    if len(told) >= 2 and all(len(cell) == 1 and not cell[0].level for cell in told):
        return [Paragraph(" · ".join(cell[0].text for cell in told), size=told[0][0].size)]
    return [piece for cell in told for piece in cell]


def body_size(pieces: Iterable[Paragraph]) -> float:
    """The size most letters have."""
    letters: Counter[float] = Counter()
    for piece in pieces:
        letters[round(piece.size, 1)] += piece.letters
    return max(letters, key=lambda size: letters[size], default=0.0)


def _level_by_size(pieces: Sequence[Paragraph]) -> None:
    """Titles are larger than the text: the largest are the outermost."""
    body = body_size(pieces)
    larger = [
        piece
        for piece in pieces
        if piece.size > body * _LARGER > 0
        and piece.names
        and piece.letters
        and not piece.left_out
        and not piece.text.startswith(_OPEN_QUOTE)
    ]
    sizes: list[float] = []
    for size in sorted({piece.size for piece in larger}, reverse=True):
        if not sizes or size < sizes[-1] / 1.03:
            sizes.append(size)
    for piece in larger:
        piece.level = 1 + sum(size / 1.03 > piece.size for size in sizes)
    for piece in pieces:
        looks_so = piece.is_bold and piece.is_distinct and is_title(heading(piece.text, 1).text)
        if looks_so and not piece.level and not piece.left_out and piece.size > body * 0.9:
            piece.level = len(sizes) + 1


def _block(piece: Paragraph) -> Block:
    mark = _MARK.match(piece.text)
    if piece.is_entry or mark:
        text = mark["text"] if mark else piece.text
        if piece.level or _TITLE_MARK.match(text):
            return numbered_entry(_TITLE_MARK.sub("", text))
        return Block(Shape.BULLET, text, number=piece.number)
    if piece.level and piece.names:
        title = heading(piece.text, piece.level)
        return replace(title, number=piece.number) if piece.number else title
    counted = None if piece.is_bold else _COUNTED.match(piece.text)
    if counted:
        return Block(Shape.BULLET, counted["text"], number=counted["number"])
    return replace(paragraph(piece.text, is_bold=piece.is_bold), is_quoted=piece.is_quoted)


def _counted(blocks: Sequence[Block]) -> Iterable[Block]:
    """In a list whose entries begin with 1, 2, 3 those are numbers, and not part of what is said."""
    for shape, run in groupby(blocks, key=lambda block: block.shape):
        entries = list(run)
        numbered = [e if e.number else numbered_entry(e.text) for e in entries] if shape == Shape.BULLET else []
        counts = [entry.number for entry in numbered]
        if len(counts) >= 2 and counts == [str(n) for n in range(1, len(counts) + 1)]:
            yield from (replace(n, page=entry.page) for n, entry in zip(numbered, entries, strict=True))
        else:
            yield from entries
