"""Lines on pages, and which of them belong to the page and not to its text. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cms.core.text import fold_words
from cms.harvest.suggestions.rules import CONTENTS

# Headers and footers stand in this part of a page, at its top and its bottom, and rarely have more lines than this.
_EDGE = 0.09
_MOST_LINES = 4
# Elsewhere at its ends, only what stands there on most pages.
_MOST_PAGES = 0.6
_DIGITS = re.compile(r"\d+")
_LEADERS = re.compile(r"\S\s?(?:[.…·_]\s?){4,}\s*(?P<page>\d{1,4})$")
_PAGED = re.compile(r"\S\s+(?P<page>\d{1,4})$")
_FEWEST_ENTRIES = 3
# How wide letters are in parts of their size, about as in any common font.
_WIDTHS = {"iljtI.,:;'|!íì’‘": 0.27, "fr-()[] /·": 0.32, "mwMW%@—…œæ": 0.85, "ABCDEFGHKLNÑOPQRSTUVXYZÁÉÍÓÚ": 0.68}
_WIDTH = {letter: width for letters, width in _WIDTHS.items() for letter in letters}


@dataclass(frozen=True)
class TextLine:
    """A line as it stands: its left end and baseline, its right end about, in points from the lower left corner.

    `look` is its family of letters and its colour. `wraps` is whether a space stands at its end: most word processors
    leave it there where the paragraph goes on. `is_row` is for the cells of a table's row.
    """

    text: str
    x: float
    y: float
    size: float
    right: float
    is_bold: bool = False
    look: str = ""
    wraps: bool = False
    is_row: bool = False


@dataclass(frozen=True)
class PdfPage:
    """A page with its lines in the order they were written. `is_text` is False for one that is only a picture."""

    number: int
    height: float
    lines: tuple[TextLine, ...]
    is_text: bool = True


def width_of(text: str) -> float:
    """About how wide a text is, in parts of its size."""
    return sum(_WIDTH.get(letter, 0.53) for letter in text)


def running_lines(pages: Sequence[PdfPage]) -> dict[int, set[int]]:
    """Headers, footers and page numbers: for each page the places of its lines that come back on others."""
    found: dict[int, set[int]] = {page.number: set() for page in pages}
    for _round in range(_MOST_LINES):
        seen: dict[tuple[str, bool, int], list[tuple[int, int]]] = defaultdict(list)
        for page in pages:
            for place, is_top in _ends(page, found[page.number]):
                line = page.lines[place]
                seen[_alike(line.text), is_top, round(line.y / 4)].append((page.number, place))
        before = sum(map(len, found.values()))
        for key, places in seen.items():
            if _comes_back(key, places, pages):
                for number, place in places:
                    found[number].add(place)
        if sum(map(len, found.values())) == before:
            break
    return found


def _ends(page: PdfPage, known: set[int]) -> Iterator[tuple[int, bool]]:
    """The topmost and the lowest line that are left, with whatever stands beside them."""
    left = [place for place in range(len(page.lines)) if place not in known]
    if left:
        top, bottom = max(page.lines[place].y for place in left), min(page.lines[place].y for place in left)
        yield from ((place, True) for place in left if page.lines[place].y > top - 3)
        yield from ((place, False) for place in left if page.lines[place].y < bottom + 3)


def _alike(text: str) -> str:
    """What the same line of two pages has in common: all but its numbers."""
    return _DIGITS.sub("#", fold_words(text)) or text


def _comes_back(key: tuple[str, bool, int], places: list[tuple[int, int]], pages: Sequence[PdfPage]) -> bool:
    text, is_top, y = key
    on = {number for number, _place in places}
    by_number = {page.number: page.height for page in pages}
    height = by_number[next(iter(on))]
    at_edge = 4 * y > height * (1 - _EDGE) if is_top else 4 * y < height * _EDGE
    # Farther in, "Ficha 1" and "Ficha 2" are titles, and only what is the same to the letter runs.
    if len(on) >= max(3, _MOST_PAGES * len(pages)) and "#" not in text:
        return True
    return at_edge and len(on) >= (2 if len(pages) <= 3 or "#" in text.split() else 3)


def contents_lines(lines: Sequence[TextLine]) -> set[int]:
    """The entries of a table of contents: dots that lead to a page, or pages after a title that says so."""
    found = {place for place, line in enumerate(lines) if _LEADERS.search(line.text)}
    found = found if len(found) >= _FEWEST_ENTRIES else set()
    for place, line in enumerate(lines):
        if CONTENTS.fullmatch(fold_words(line.text)):
            entries = list(_entries_after(lines, place + 1))
            if len(entries) >= _FEWEST_ENTRIES:
                found.update(entries)
    return found


def _entries_after(lines: Sequence[TextLine], start: int) -> Iterator[int]:
    last = 0
    for place in range(start, len(lines)):
        match = _PAGED.search(lines[place].text)
        if not match or int(match["page"]) < last:
            return
        last = int(match["page"])
        yield place


def in_reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """Columns one after the other where they were written line by line; the cells of a row as one line."""
    rows = _side_by_side(lines)
    gutter = _gutter(lines, rows)
    if gutter is None:
        return [_as_row([lines[place] for place in row]) for row in rows]
    ordered: list[TextLine] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for row in rows:
        for line in (lines[place] for place in row):
            if line.x >= gutter - 2:
                right.append(line)
            elif line.right > gutter + 4 * line.size:
                # A line over the whole width ends the columns above it.
                ordered += [*left, *right, line]
                left, right = [], []
            else:
                left.append(line)
    return [*ordered, *left, *right]


def _side_by_side(lines: Sequence[TextLine]) -> list[list[int]]:
    """The places of lines, those together that stand beside one another on one baseline."""
    rows: list[list[int]] = []
    for place, line in enumerate(lines):
        before = lines[rows[-1][-1]] if rows else None
        if before and abs(before.y - line.y) < 0.4 * line.size and line.x > before.x:
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def _gutter(lines: Sequence[TextLine], rows: list[list[int]]) -> float | None:
    """Where the right column begins, if what stands side by side is prose and not a table."""
    pairs = [(lines[row[0]], lines[row[1]]) for row in rows if len(row) == 2]
    starts = [round(right.x) for _left, right in pairs]
    if len(pairs) < _FEWEST_ENTRIES:
        return None
    start = max(set(starts), key=starts.count)
    prose = [
        left for left, right in pairs if abs(right.x - start) <= 2 and left.right > left.x + (start - left.x) * 0.5
    ]
    running_on = sum(not line.text.endswith((".", ":", ";")) for line in prose)
    return float(start) if len(prose) >= len(pairs) * 0.6 and running_on * 2 > len(prose) else None


def _as_row(cells: Sequence[TextLine]) -> TextLine:
    if len(cells) == 1:
        return cells[0]
    first = cells[0]
    return TextLine(
        " · ".join(cell.text for cell in cells),
        first.x,
        first.y,
        first.size,
        cells[-1].right,
        all(cell.is_bold for cell in cells),
        first.look,
        cells[-1].wraps,
        is_row=True,
    )
