"""From the bytes of a table to its lines, or a sentence that says why not."""

from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError
from cms.imports.read_table import Table, TableProblem
from media.bounded.errors import FileRefusedError
from media.bounded.places import place
from media.bounded.process import ProcessBounds, run_apart
from media.refusals import RefusedFileError

EXTENSIONS = (".csv", ".xlsx")
MAX_BYTES = 5 * 1024 * 1024
# A table of five thousand rows takes a third of the memory and a tenth of the time.
BOUNDS = ProcessBounds(memory=640 * 1024 * 1024, processor_seconds=15, seconds=30)
SENTENCES: dict[str, Promise] = {
    TableProblem.NO_WORDS: _(
        "There is no column of words: write “cita” (or “words”) over it, and “persona” over who said it."
    ),
    TableProblem.NOT_TEXT: _("This is not a table of text, whatever its name says. Save it again as CSV UTF-8."),
    TableProblem.TOO_MANY_ROWS: _("This table has more than %(most)s rows. Divide it into several files."),
    TableProblem.TOO_BIG_INSIDE: _("This workbook unpacks to too much. Copy only the table into a new one."),
    TableProblem.NO_WORKBOOK: _(
        "This is not an Excel workbook (.xlsx), or it has a password. Save it again as .xlsx without one."
    ),
    TableProblem.BROKEN_WORKBOOK: _(
        "This workbook cannot be read. Open it in your spreadsheet and save it again as .xlsx."
    ),
}


class UnreadableTableError(CosechaError):
    """The file cannot be read in. Nothing of it was kept."""


def check_name(filename: str) -> None:
    """Raises UnreadableTableError for a kind of file that is not read."""
    if PurePath(filename).suffix.lower() not in EXTENSIONS:
        raise UnreadableTableError(
            _("Tables are read as Excel (.xlsx) or CSV (.csv). Save this one in one of those and try again.")
        )


def check_size(size: int) -> None:
    """Raises UnreadableTableError for a size, in bytes, that is refused without reading."""
    if size > MAX_BYTES:
        raise UnreadableTableError(_("This file is too big: a table may have up to 5 MB."), detail=f"{size} bytes")


def read(data: bytes, filename: str) -> Table:
    """The table in a file. Raises UnreadableTableError with a sentence for whatever cannot be read."""
    check_name(filename)
    check_size(len(data))
    if not data.strip():
        raise UnreadableTableError(_("This file is empty."))
    is_workbook = PurePath(filename).suffix.lower() == ".xlsx"
    try:
        with place() as lock:
            table, _nothing = run_apart(
                "cms.imports.read_table:read_table", data, BOUNDS, held=(lock,), is_workbook=is_workbook
            )
    except FileRefusedError as error:
        known = SENTENCES.get(error.problem)
        sentence = known % {"most": error.about} if known else str(RefusedFileError.of(error))
        raise UnreadableTableError(sentence, detail=error.detail) from error
    return Table.from_json(table)
