"""From the bytes of a report to its text, or a sentence that says why not."""

from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from cms.errors import CosechaError

MAX_BYTES = 2 * 1024 * 1024
EXTENSIONS = (".md", ".markdown", ".txt")
NOTHING_TO_HARVEST = _("This file is empty: there is nothing to harvest in it.")
# What a text never holds: the control characters other than tab, line feed, form feed and carriage return.
_BINARY = frozenset(range(32)) - {9, 10, 12, 13}


class UnreadableReportError(CosechaError):
    """The file cannot be read in. Nothing of it was kept."""


def check_name(filename: str) -> None:
    """Raises UnreadableReportError for a kind of file that is not read."""
    if PurePath(filename).suffix.lower() not in EXTENSIONS:
        raise UnreadableReportError(
            _("Reports are read as Markdown (.md) or plain text (.txt). Save this one in one of those and try again.")
        )


def check_size(size: int) -> None:
    """Raises UnreadableReportError for a size, in bytes, that is refused without reading."""
    if size > MAX_BYTES:
        raise UnreadableReportError(
            _("This file is too big: a report may have up to 2 MB. Is it really only text?"), detail=f"{size} bytes"
        )


def read(data: bytes, filename: str) -> str:
    """The text of a report: UTF-8, with or without a byte order mark.

    Raises UnreadableReportError with a sentence for what is empty, too big, binary or in another encoding.
    """
    check_name(filename)
    check_size(len(data))
    if not data.strip():
        raise UnreadableReportError(NOTHING_TO_HARVEST)
    if not _BINARY.isdisjoint(data):
        raise UnreadableReportError(
            _("This is not a text file, whatever its name says. Open it in your word processor and save it as text.")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableReportError(
            _(
                "The accents of this file cannot be read. Open it in your editor, choose “Save as”, "
                "and pick the encoding UTF-8."
            ),
            detail=str(error),
        ) from error
    if not any(letter.isalnum() for letter in text):
        raise UnreadableReportError(NOTHING_TO_HARVEST)
    return text
