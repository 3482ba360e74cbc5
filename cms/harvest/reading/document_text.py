"""The words inside a document that readers can open, as far as reports are read: for the check that nobody is named."""

import time
from pathlib import PurePath

from cms.harvest.formats import detect, plain
from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import UnreadableError
from cms.harvest.reading.subprocess_reader import read_words_apart
from media.bounded.errors import FileRefusedError
from media.bounded.places import place

# Seconds that somebody who looks at a form waits; a longer document is read by a worker.
PATIENCE = 8.0


class _TooLong(Exception):
    """It takes longer than there is time."""


def text_of(data: bytes, name: str, patience: float = PATIENCE) -> str | None:
    """The words, line by line; "" of what has none that can be read; None where that takes longer than `patience`."""
    if PurePath(name).suffix.lower() not in detect.EXTENSIONS:
        return ""
    ends_at = time.monotonic() + patience

    def check_time(percent: int) -> None:
        if time.monotonic() > ends_at:
            raise _TooLong

    try:
        kind = detect.kind_of(data, name)
        if kind == FileKind.TEXT:
            return "\n".join(block.text for block in plain.read(data))
        with place(patience):
            return read_words_apart(kind, data, check_time)
    except UnreadableError:
        return ""
    except (_TooLong, FileRefusedError):
        return None
