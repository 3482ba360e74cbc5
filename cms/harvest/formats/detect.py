"""Which kind of file these bytes are, whatever their name says, and the module that reads it."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath

from cms.harvest.formats import docx, odt, pdf, plain
from cms.harvest.formats.errors import Problem, UnreadableError
from cms.harvest.formats.zip_package import Progress
from cms.harvest.reading.blocks import Block


class Kind(StrEnum):
    TEXT = "text"
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"


EXTENSIONS = {
    ".docx": Kind.DOCX,
    ".pdf": Kind.PDF,
    ".odt": Kind.ODT,
    ".md": Kind.TEXT,
    ".markdown": Kind.TEXT,
    ".txt": Kind.TEXT,
}
MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/pdf",
    "application/vnd.oasis.opendocument.text",
    "text/markdown",
    "text/plain",
)
_MB = 1024 * 1024
MOST_BYTES = {Kind.TEXT: 2 * _MB, Kind.DOCX: 25 * _MB, Kind.ODT: 25 * _MB, Kind.PDF: 25 * _MB}
READERS: dict[Kind, Callable[[bytes, Progress], list[Block]]] = {
    Kind.TEXT: plain.read,
    Kind.DOCX: docx.read,
    Kind.ODT: odt.read,
    Kind.PDF: pdf.read,
}
_OLD = {".doc", ".dot", ".rtf", ".wps"}
_PROGRAMS = {".pages": "Pages", ".ppt": "PowerPoint", ".pptx": "PowerPoint", ".xls": "Excel", ".xlsx": "Excel"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# In a file of Word and its kin, the names of its streams are written so.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The names of a zip's parts are written as they are, so that nothing is unpacked to see whose file it is.
_INSIDE: tuple[tuple[bytes, str], ...] = (
    (b"ppt/presentation.xml", "PowerPoint"),
    (b"xl/workbook.", "Excel"),
    (b"Index/Document.iwa", "Pages"),
    (b"QuickLook/", "Pages"),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", "Impress"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "Calc"),
)


def kind_by_name(filename: str) -> Kind:
    """What kind the name promises. Raises UnreadableError for one that is not read."""
    extension = PurePath(filename).suffix.lower()
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension in _OLD:
        raise UnreadableError(Problem.OLD_WORD)
    if extension in _PROGRAMS:
        raise UnreadableError(Problem.OTHER_PROGRAM, _PROGRAMS[extension])
    raise UnreadableError(Problem.UNKNOWN_KIND)


def check_size(kind: Kind, size: int) -> None:
    """Raises UnreadableError for a size, in bytes, that is refused without reading."""
    if size > MOST_BYTES[kind]:
        problem = Problem.TEXT_TOO_BIG if kind == Kind.TEXT else Problem.TOO_BIG
        raise UnreadableError(problem, str(MOST_BYTES[kind] // _MB), detail=f"{size} bytes")


def kind_of(data: bytes, filename: str) -> Kind:
    """What kind the bytes are. Raises UnreadableError for what is not read, from its first look."""
    promised = kind_by_name(filename)
    check_size(promised, len(data))
    if not data.strip():
        raise UnreadableError(Problem.EMPTY)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(_OLE):
        raise UnreadableError(Problem.ENCRYPTED if _ENCRYPTED in data else Problem.OLD_WORD)
    if data.startswith(b"{\\rtf"):
        raise UnreadableError(Problem.OLD_WORD)
    if data.startswith(b"PK"):
        return _kind_of_package(data, promised)
    if promised == Kind.TEXT:
        return Kind.TEXT
    raise UnreadableError(Problem.DAMAGED if _is_binary(data) else Problem.NOT_WHAT_IT_SAYS)


def _kind_of_package(data: bytes, promised: Kind) -> Kind:
    if docx.DOCUMENT.encode() in data:
        return Kind.DOCX
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return Kind.ODT
    for part, program in _INSIDE:
        if part in data:
            raise UnreadableError(Problem.OTHER_PROGRAM, program)
    # Unpacked and packed again by somebody: what it says of itself is not written plainly any more.
    if odt.DOCUMENT.encode() in data and odt.MANIFEST.encode() in data:
        return Kind.ODT
    raise UnreadableError(Problem.NOT_TEXT if promised == Kind.TEXT else Problem.NOT_WHAT_IT_SAYS)


def _is_binary(data: bytes) -> bool:
    return b"\0" in data[:4096]
