"""All words that somebody finds in a file: what its reader shows as text, and what stands beside it.

Beside it are heads and feet of pages, hidden text, descriptions of pictures, bookmarks and the addresses of links. Runs
in a process of its own (`media.bounded`).
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import UnreadableError
from cms.harvest.formats.read_blocks import read_blocks
from cms.harvest.formats.zip_package import Package
from media.documents.pdf import dictionaries

_PARAGRAPHS = {"p", "h", "desc", "title"}
_ATTRIBUTES = {"descr", "title", "alt", "tooltip", "string-value", "href", "Target"}
_KEYS = ("/Title", "/URI", "/Alt", "/ActualText", "/TU", "/CA", "/T", "/E")


def document_words(data: bytes, tell: Callable[..., None], *, kind: str) -> tuple[None, bytes]:
    """The words of a file line by line, in UTF-8. Raises UnreadableError where there are none that can be read."""
    refused: UnreadableError | None = None
    try:
        lines = [block["text"] for block in read_blocks(data, tell, kind=kind)[0]]
    except UnreadableError as error:
        lines, refused = [], error
    lines += _new_lines(_beside(data, FileKind(kind)), "\n".join(lines))
    if refused and not lines:
        raise refused
    return None, "\n".join(lines).encode("utf-8", "replace")


def _new_lines(found: Iterable[str], text: str) -> list[str]:
    """The lines in `found`, each once, that are not in `text`."""
    known = set(text.split("\n"))
    lines = dict.fromkeys(" ".join(line.split()) for line in found)
    return [line for line in lines if line and line not in known and line not in text]


def _beside(data: bytes, kind: FileKind) -> Iterator[str]:
    try:
        if kind == FileKind.PDF:
            yield from _beside_pages(data)
        elif kind in (FileKind.DOCX, FileKind.ODT):
            yield from _in_parts(Package(data))
    except (UnreadableError, MemoryError):
        raise
    except Exception:
        # What breaks the rules of its format has been cleaned all the same; what was found so far counts.
        return


def _in_parts(package: Package) -> Iterator[str]:
    """Every paragraph of every part, and what attributes say to people."""
    for name in sorted(package.names):
        if not name.endswith((".xml", ".rels")):
            continue
        words = ""
        for event in package.events(name):
            words += event.text
            if event.kind == "start":
                yield from _said_by(event.attributes)
            elif event.kind == "end" and _local(event.name) in _PARAGRAPHS:
                yield words
                words = ""
        yield words


def _said_by(attributes: dict[str, str]) -> Iterator[str]:
    for key, value in attributes.items():
        # A target within the file is the name of a part.
        if _local(key) in _ATTRIBUTES and (_local(key) != "Target" or ":" in value):
            yield value


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _beside_pages(data: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    for found in dictionaries(reader.root_object):
        for key in _KEYS:
            value: Any = found.get(key)
            value = value.get_object() if isinstance(value, IndirectObject) else value
            if isinstance(value, str) and not value.startswith("/"):
                yield value
