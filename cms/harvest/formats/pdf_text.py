"""The text of a PDF page, line by line: where each stands, how large and how heavy.

The library tells of each piece of text and of each operator on the way. What they do: ISO 32000-2, chapters 8 and 9.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

from cms.core.text import collapse_spaces
from cms.harvest.formats.pdf_layout.lines import TextLine, width_of

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)
_FAMILY = re.compile(r"^(?:[A-Z]{6}\+)?([^-,]+?)(?:PS|MT|PSMT)*(?:[-,].*)?$")
_FORCE_BOLD = 1 << 18
# Codes that WinAnsiEncoding leaves free stand for a bullet (ISO 32000-2, annex D).
_FREE = "\x7f\x81\x8d\x8f\x90\x9d"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_LETTERS = str.maketrans(_LIGATURES | dict.fromkeys(_FREE, "•") | {"\x00": "", "\n": "", "\t": " "})
_COLOURS = {b"g", b"rg", b"k", b"sc", b"scn"}
_SHOWS = {b"Tj", b"TJ", b"'", b'"'}
_FILLS = {b"f", b"F", b"f*", b"b", b"b*", b"B", b"B*"}
# The mark of a list may be drawn: a shape of about this size, in points.
_SMALLEST_MARK, _LARGEST_MARK = 1.5, 9.0
_MARK = "• "


@dataclass(frozen=True)
class _Text:
    """A piece of text as it was written."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    look: str

    @property
    def right(self) -> float:
        return self.x + width_of(self.text.rstrip()) * self.size

    @property
    def letters(self) -> int:
        return sum(letter.isalnum() for letter in self.text)


def lines_of(page: PageObject) -> Iterator[TextLine]:
    """The lines of a page in the order in which they were written."""
    canvas = _Canvas()
    page.extract_text(orientations=(0,), visitor_text=canvas.write, visitor_operand_before=canvas.draw)
    line: list[_Text] = []
    right = 0.0
    for piece in canvas.texts:
        if line and not _goes_on(line[0], right, piece):
            yield canvas.line(line)
            line = []
        if piece.text.strip() or line:
            line.append(piece)
            right = max(right if len(line) > 1 else piece.x, piece.right)
    if line:
        yield canvas.line(line)


def _goes_on(first: _Text, right: float, piece: _Text) -> bool:
    """Whether a piece continues the line that began with `first` and reaches to about `right`."""
    size = max(piece.size, first.size)
    return abs(first.y - piece.y) < 0.4 * size and first.x - 1 <= piece.x < right + 3 * size


class _Canvas:
    """What was written and drawn on a page so far."""

    def __init__(self) -> None:
        self.texts: list[_Text] = []
        self.marks: list[tuple[float, float]] = []
        self.path: list[tuple[float, float]] = []
        self.colour, self.ink = "", ""
        self.colours: list[str] = []
        self.fonts: dict[int, tuple[str, bool]] = {}

    def write(self, text: str, outer: list[float], matrix: list[float], font: Any, size: float) -> None:
        """Called by the library for each piece of text, with the matrices that place it."""
        text = text.translate(_LETTERS)
        if not text:
            return
        if id(font) not in self.fonts:
            self.fonts[id(font)] = _family(font), _is_bold(font)
        family, is_bold = self.fonts[id(font)]
        x, y = _placed(matrix[4], matrix[5], outer)
        across, up = (matrix[2] * outer[i] + matrix[3] * outer[i + 2] for i in (0, 1))
        tall = round(abs(size) * math.hypot(across, up), 1)
        self.texts.append(_Text(text, x, y, tall, is_bold, f"{family} {self.ink}"))

    def draw(self, operator: bytes, operands: list[Any], outer: list[float], _matrix: list[float]) -> None:
        """Called by the library before each operator: keeps colours, and small shapes that may mark a list."""
        if operator in _SHOWS:
            self.ink = self.colour
        elif operator in _COLOURS:
            self.colour = " ".join(str(round(float(value), 2)) for value in operands if isinstance(value, int | float))
        elif operator == b"q":
            self.colours.append(self.colour)
        elif operator == b"Q" and self.colours:
            self.colour = self.colours.pop()
        elif operator in (b"m", b"l", b"c", b"v", b"y"):
            numbers = [float(operand) for operand in operands]
            self.path += [_placed(x, y, outer) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
        elif operator == b"re" and len(operands) >= 4:
            x, y, width, height = map(float, operands[:4])
            self.path += [_placed(x, y, outer), _placed(x + width, y + height, outer)]
        elif operator in _FILLS:
            self._mark()
            self.path = []
        elif operator in (b"n", b"S", b"s"):
            self.path = []

    def _mark(self) -> None:
        if len(self.path) < 2:
            return
        across, up = ([point[axis] for point in self.path] for axis in (0, 1))
        sides = max(across) - min(across), max(up) - min(up)
        if all(_SMALLEST_MARK <= side <= _LARGEST_MARK for side in sides):
            self.marks.append(((max(across) + min(across)) / 2, (max(up) + min(up)) / 2))

    def line(self, pieces: list[_Text]) -> TextLine:
        """The pieces of one line put together."""
        worded = [piece for piece in pieces if piece.letters] or pieces
        largest = max(worded, key=lambda piece: piece.letters)
        written = "".join(piece.text for piece in pieces)
        text = collapse_spaces(written)
        x = pieces[0].x
        for left, up in self.marks:
            if x - 2.5 * largest.size < left < x and 0 < up - largest.y < largest.size:
                text, x = _MARK + text, left
                break
        return TextLine(
            text=text,
            x=x,
            y=largest.y,
            size=largest.size,
            right=max(piece.right for piece in pieces),
            is_bold=all(piece.is_bold for piece in worded),
            look=largest.look,
            wraps=written.endswith((" ", "\xa0")),
        )


def _placed(x: float, y: float, matrix: list[float]) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _family(font: Any) -> str:
    """The family of a font: "ABCDEF+Calibri-Bold" is of Calibri."""
    name = str(font.get("/BaseFont", "")).removeprefix("/") if font else ""
    match = _FAMILY.match(name)
    return match[1] if match else name


def _is_bold(font: Any) -> bool:
    """Whether the letters of a font are heavy: by its name, or by what its descriptor says."""
    if not font:
        return False
    if _BOLD.search(str(font.get("/BaseFont", ""))):
        return True
    inner = font.get("/DescendantFonts")
    descriptor = (inner.get_object()[0].get_object() if inner else font).get("/FontDescriptor")
    if descriptor is None:
        return False
    descriptor = descriptor.get_object()
    return bool(int(descriptor.get("/Flags", 0)) & _FORCE_BOLD) or float(descriptor.get("/FontWeight", 0)) >= 600
