"""Reads one file in a process of its own (`media.bounded`), and says how far it is."""

from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Any

from cms.harvest.formats.detect import FileKind

# The module whose `read` takes the bytes and `progress`. Only the one that is needed is loaded: that of PDF is large.
READERS = {
    FileKind.TEXT: "cms.harvest.formats.plain",
    FileKind.DOCX: "cms.harvest.formats.docx",
    FileKind.ODT: "cms.harvest.formats.odt",
    FileKind.PDF: "cms.harvest.formats.pdf",
}


def read_blocks(data: bytes, tell: Callable[..., None], *, kind: str) -> tuple[list[dict[str, Any]], bytes]:
    """The blocks of a file, as JSON can hold them. Raises UnreadableError."""
    told = -1

    def progress(percent: int) -> None:
        nonlocal told
        if percent > told:
            told = percent
            tell(percent=percent)

    read = import_module(READERS[FileKind(kind)]).read
    return [asdict(block) for block in read(data, progress)], b""
