"""From lines on pages to paragraphs: lines are joined, words mended, and titles known by their size. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cms.core.text import fold_words
from cms.harvest.formats.paragraphs import Paragraph, blocks_from, body_size, is_counted, is_marked
from cms.harvest.formats.pdf_layout.lines import PdfPage, TextLine, contents_lines, in_reading_order, running_lines
from cms.harvest.formats.pdf_layout.metrics import Habits
from cms.harvest.reading.blocks import Block, LeftOut, compounds_of, joined
from cms.harvest.suggestions.rules import CONTENTS

_GOES_ON = re.compile(r"^[a-záéíóúñüçàèêôîûïë]")
_WITHIN_ADDRESS = re.compile(r"[/=?&#._-]\w")
_INDENT = 0.8
_SMALLER, _LARGER = 0.92, 1.08
_LONGEST_COVER = 12


@dataclass
class _Paragraph:
    """A paragraph while its lines are gathered."""

    page: int
    lines: list[TextLine] = field(default_factory=list)
    left_out: LeftOut | None = None

    @property
    def is_entry(self) -> bool:
        return is_marked(self.lines[0].text) or is_counted(self.lines[0].text)


def blocks_of_pages(pages: Sequence[PdfPage]) -> list[Block]:
    """The blocks of a document that is laid out in pages."""
    running = running_lines(pages)
    compounds = compounds_of("\n".join(line.text for page in pages for line in page.lines))
    kept = [
        (page.number, in_reading_order([line for at, line in enumerate(page.lines) if at not in running[page.number]]))
        for page in pages
    ]
    habits = Habits(kept)
    pieces = [_piece(paragraph, compounds, habits.look) for paragraph in _with_notes(kept, habits)]
    _lower_cover(pieces, len(pages))
    return blocks_from([*_left_out(pages, running), *pieces])


def _left_out(pages: Sequence[PdfPage], running: dict[int, set[int]]) -> Iterator[Paragraph]:
    """What runs on every page, once each; and which pages are pictures."""
    seen = set()
    for page in pages:
        for place in sorted(running[page.number]):
            text = page.lines[place].text
            if re.sub(r"\d+", "#", fold_words(text)) not in seen:
                yield Paragraph(text, page=page.number, left_out=LeftOut.RUNNING)
            seen.add(re.sub(r"\d+", "#", fold_words(text)))
    pictures = [str(page.number) for page in pages if not page.is_text]
    if pictures:
        yield Paragraph(", ".join(pictures), page=int(pictures[0]), left_out=LeftOut.IMAGE)


def _with_notes(pages: Sequence[tuple[int, list[TextLine]]], habits: Habits) -> Iterator[_Paragraph]:
    """The paragraphs in order; the notes at the foot of a page after the paragraph that goes on to the next."""
    main, notes = [], dict[int, list[TextLine]]()
    for number, lines in pages:
        end = len(lines)
        while end and lines[end - 1].size < habits.body * _SMALLER:
            end -= 1
        # A page of small print has no notes: that is its text.
        end = end or len(lines)
        main.append((number, lines[:end]))
        notes[number] = lines[end:]
    last = 0
    for paragraph in _paragraphs(main, habits):
        for number in range(last, paragraph.page):
            yield from _paragraphs([(number, notes.pop(number, []))], habits)
        last = paragraph.page
        yield paragraph
    for number, lines in notes.items():
        yield from _paragraphs([(number, lines)], habits)


def _paragraphs(pages: Sequence[tuple[int, list[TextLine]]], habits: Habits) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    for number, lines in pages:
        contents = contents_lines(lines)
        for place, line in enumerate(lines):
            if (
                current
                and place not in contents
                and not current.left_out
                and _belongs(current, line, habits, number if place else 0)
            ):
                current.lines.append(line)
                continue
            if current:
                yield current
            left_out = LeftOut.CONTENTS if place in contents else None
            current = _Paragraph(number, [line], left_out)
    if current:
        yield current


def _belongs(paragraph: _Paragraph, line: TextLine, habits: Habits, number: int) -> bool:
    """Whether `line` goes on with the paragraph. `number` is its page, or 0 where it is the first line of one."""
    before = paragraph.lines[-1]
    has_ended, goes_on = habits.has_ended(before), bool(_GOES_ON.match(line.text))
    is_short = habits.has_room(before, line)
    if abs(before.size - line.size) > 0.03 * line.size or is_marked(line.text) or before.is_row or line.is_row:
        return False
    if before.is_bold != line.is_bold and (has_ended or not goes_on):
        return False
    if is_counted(line.text) and (has_ended or is_short or before.text.endswith(":") or paragraph.is_entry):
        return False
    if line.text.startswith(("—", "–")) and has_ended and habits.has_room(before, line, 0.2):
        return False
    if not number or before.y < line.y:
        return goes_on or not (has_ended or is_short or before.is_bold or before.size > habits.body * _LARGER)
    if habits.begins_here(number, line) and not goes_on:
        return False
    if habits.are_apart(before, line) or (has_ended and is_short and not goes_on):
        return False
    return _is_aligned(paragraph, line, has_ended, is_short)


def _is_aligned(paragraph: _Paragraph, line: TextLine, has_ended: bool, is_short: bool) -> bool:
    """Whether the left end of `line` is one that the next line of the paragraph may have."""
    before, is_second = paragraph.lines[-1], len(paragraph.lines) == 1
    if paragraph.is_entry and is_second:
        # Below the mark of a list stands what follows it; its own text hangs.
        return line.x > before.x + 1 or (line.x > before.x - 1 and not has_ended and not is_short)
    if paragraph.is_entry:
        return line.x > before.x - 1
    if line.x > before.x + _INDENT * line.size:
        return not has_ended
    if line.x < before.x - _INDENT * line.size and not is_second:
        return not has_ended
    return True


def _piece(paragraph: _Paragraph, compounds: frozenset[str], look: str) -> Paragraph:
    text = joined(_whole_addresses(line.text for line in paragraph.lines), compounds)
    return Paragraph(
        re.sub(r"[\s.…·_]+\d{1,4}$", "", text) if paragraph.left_out else text,
        is_bold=all(line.is_bold for line in paragraph.lines),
        size=max(line.size for line in paragraph.lines),
        is_distinct=paragraph.lines[0].look != look,
        page=paragraph.page,
        left_out=paragraph.left_out,
    )


def _whole_addresses(rows: Iterable[str]) -> list[str]:
    """The lines with web addresses put together again that were cut at the end of one."""
    whole: list[str] = []
    for row in rows:
        first, _space, rest = row.partition(" ")
        is_cut = whole and "://" in whole[-1].rpartition(" ")[2]
        if is_cut and (not rest or _WITHIN_ADDRESS.search(first)):
            whole[-1] = f"{whole[-1]}{row}"
        else:
            whole.append(row)
    return whole


def _lower_cover(pieces: Sequence[Paragraph], pages: int) -> None:
    """What stands on a cover is large and heads nothing."""
    cover = [piece for piece in pieces if piece.page == 1]
    names = all(len(piece.text.split()) <= 20 and not piece.text.endswith(".") for piece in cover)
    is_contents = any(CONTENTS.fullmatch(fold_words(piece.text)) for piece in cover)
    if pages > 1 and len(cover) <= _LONGEST_COVER and names and not is_contents:
        body = body_size(pieces)
        for piece in cover:
            piece.size, piece.is_bold = min(piece.size, body), False
