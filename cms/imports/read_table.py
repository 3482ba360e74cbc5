"""From the bytes of a table to its lines. Nothing in it is evaluated.

Runs in a process apart (`media.bounded`): a small workbook may unpack to far more than a web process has room for.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from cms.imports.columns import columns_of, is_heading_row
from media.bounded.errors import FileRefusedError
from media.text.kept import kept

MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 5000
MAX_COLUMNS = 60
# Rows that hold nothing are passed over, but not without end.
MAX_LOOKED_AT = 4 * MAX_ROWS
# How far down the headings may stand, after a title or an explanation.
ABOVE = 40
DELIMITERS = (";", ",", "\t")


class TableProblem(StrEnum):
    """Why a table cannot be read: `cms.imports.reader` has the sentence for each."""

    NO_WORDS = "no_words"
    NOT_TEXT = "not_text"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_BIG_INSIDE = "too_big_inside"
    NO_WORKBOOK = "no_workbook"
    BROKEN_WORKBOOK = "broken_workbook"


@dataclass(frozen=True)
class TableLine:
    """One row of the file that holds something: its number there, and its cells by column.

    `unread` names the columns whose cell holds a formula or an error instead of a value.
    """

    number: int
    cells: dict[str, str]
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """What a file holds: `headings` as they stand in it by column, and those that nobody knows."""

    headings: dict[str, str]
    unknown: list[str]
    lines: list[TableLine]

    def as_json(self) -> dict[str, Any]:
        return vars(self) | {"lines": [vars(line) for line in self.lines]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Table":
        return cls(stored["headings"], stored["unknown"], [TableLine(**line) for line in stored["lines"]])


@dataclass(frozen=True)
class TableCell:
    """A cell as text. One that is not `is_plain` holds a formula or an error."""

    text: str
    is_plain: bool = True


def read_table(
    data: bytes, tell: Callable[..., None] = lambda **told: None, *, is_workbook: bool
) -> tuple[dict[str, Any], bytes]:
    """The table as JSON has it. Raises FileRefusedError with a TableProblem."""
    for rows in _sheets(data) if is_workbook else [_comma_separated(data)]:
        table = _table(rows)
        if table is not None:
            return table.as_json(), b""
    raise FileRefusedError(TableProblem.NO_WORDS)


def _table(rows: Iterable[list[TableCell]]) -> Table | None:
    """The table that begins with the first row of headings; None where there is no such row."""
    numbered = enumerate(rows, 1)
    for _number, row in islice(numbered, ABOVE):
        columns = columns_of([cell.text for cell in row])
        if is_heading_row(columns):
            headings = {name: row[position].text for name, position in columns.items()}
            unknown = [cell.text for position, cell in enumerate(row) if cell.text and position not in columns.values()]
            return Table(headings, unknown, list(_lines(numbered, columns)))
    return None


def _lines(rows: Iterable[tuple[int, list[TableCell]]], columns: dict[str, int]) -> Iterator[TableLine]:
    count = 0
    for number, row in rows:
        if number > MAX_LOOKED_AT:
            return
        cells = {name: row[position] for name, position in columns.items() if position < len(row)}
        if not any(cell.text or not cell.is_plain for cell in cells.values()):
            continue
        count += 1
        if count > MAX_ROWS:
            raise FileRefusedError(TableProblem.TOO_MANY_ROWS, str(MAX_ROWS))
        texts = {name: cell.text for name, cell in cells.items() if cell.text}
        yield TableLine(number, texts, [name for name, cell in cells.items() if not cell.is_plain])


def _comma_separated(data: bytes) -> list[list[TableCell]]:
    """The rows under the separator with which most headings are found."""
    text = _decoded(data)
    rows = max((_parsed(text, delimiter) for delimiter in DELIMITERS), key=_headings_found)
    return [[TableCell(_clean(cell)) for cell in row[:MAX_COLUMNS]] for row in rows]


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return list(islice(rows, MAX_LOOKED_AT + 1))
    except csv.Error:
        return []


def _headings_found(rows: list[list[str]]) -> int:
    found = [columns_of(row) for row in rows[:ABOVE]]
    return max((len(columns) for columns in found if is_heading_row(columns)), default=0)


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, or what Excel calls ANSI."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefusedError(TableProblem.NOT_TEXT)


def _sheets(data: bytes) -> Iterator[Iterator[list[TableCell]]]:
    """The sheets of a workbook, each as rows."""
    _check_archive(data)
    with _readable():
        sheets = load_workbook(io.BytesIO(data), read_only=True, keep_links=False).worksheets
    for sheet in sheets:
        yield _rows_of(sheet)


def _rows_of(sheet: Any) -> Iterator[list[TableCell]]:
    with _readable():
        for row in sheet.iter_rows(max_row=MAX_LOOKED_AT + 1, max_col=MAX_COLUMNS):
            yield [_cell(cell) for cell in row]


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever a broken workbook makes the library stumble over is one sentence."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise FileRefusedError(TableProblem.BROKEN_WORKBOOK, detail=repr(error)) from error


def _check_archive(data: bytes) -> None:
    """Refuse what unpacks to more than a table would, and XML that defines its own entities."""
    too_big = FileRefusedError(TableProblem.TOO_BIG_INSIDE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise too_big
            for part in parts:
                # A part never unpacks to more than the size it declares: zipfile stops there.
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part)[:4096]:
                    raise too_big
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise FileRefusedError(TableProblem.NO_WORKBOOK, detail=repr(error)) from error


def _cell(cell: Any) -> TableCell:
    """A workbook's cell. A formula is not computed, and neither is what it last showed taken for a value."""
    if cell.data_type in ("f", "e"):
        return TableCell("", is_plain=False)
    value = cell.value
    if isinstance(value, datetime | date):
        return TableCell(value.strftime("%Y-%m-%d"))
    if isinstance(value, float) and value.is_integer():
        return TableCell(str(int(value)))
    return TableCell("" if value is None else _clean(str(value)))


def _clean(text: str) -> str:
    """The text of a cell without the blanks around it; the words themselves stay as they were written."""
    return kept(text).strip()
