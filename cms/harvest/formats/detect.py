"""Which kind of file these bytes are, whatever their name says."""

from enum import StrEnum
from pathlib import PurePath

from cms.harvest.formats import docx, odt
from cms.harvest.formats.errors import FileProblem, UnreadableError


class FileKind(StrEnum):
    TEXT = "text"
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"


EXTENSIONS = {
    ".docx": FileKind.DOCX,
    ".pdf": FileKind.PDF,
    ".odt": FileKind.ODT,
    ".md": FileKind.TEXT,
    ".markdown": FileKind.TEXT,
    ".txt": FileKind.TEXT,
}
MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/pdf",
    "application/vnd.oasis.opendocument.text",
    "text/markdown",
    "text/plain",
)
_MB = 1024 * 1024
MOST_BYTES = {FileKind.TEXT: 2 * _MB, FileKind.DOCX: 25 * _MB, FileKind.ODT: 25 * _MB, FileKind.PDF: 25 * _MB}
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


def kind_by_name(filename: str) -> FileKind:
    """What kind the name promises. Raises UnreadableError for one that is not read."""
    extension = PurePath(filename).suffix.lower()
    if extension in EXTENSIONS:
        return EXTENSIONS[extension]
    if extension in _OLD:
        raise UnreadableError(FileProblem.OLD_WORD)
    if extension in _PROGRAMS:
        raise UnreadableError(FileProblem.OTHER_PROGRAM, _PROGRAMS[extension])
    raise UnreadableError(FileProblem.UNKNOWN_KIND)


def check_size(kind: FileKind, size: int) -> None:
    """Raises UnreadableError for a size, in bytes, that is refused without reading."""
    if size > MOST_BYTES[kind]:
        problem = FileProblem.TEXT_TOO_BIG if kind == FileKind.TEXT else FileProblem.TOO_BIG
        raise UnreadableError(problem, str(MOST_BYTES[kind] // _MB), detail=f"{size} bytes")


def kind_of(data: bytes, filename: str) -> FileKind:
    """What kind the bytes are. Raises UnreadableError for what is not read, from its first look."""
    promised = kind_by_name(filename)
    check_size(promised, len(data))
    if not data.strip():
        raise UnreadableError(FileProblem.EMPTY)
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(_OLE):
        raise UnreadableError(FileProblem.ENCRYPTED if _ENCRYPTED in data else FileProblem.OLD_WORD)
    if data.startswith(b"{\\rtf"):
        raise UnreadableError(FileProblem.OLD_WORD)
    if data.startswith(b"PK"):
        return _kind_of_package(data, promised)
    if promised == FileKind.TEXT:
        return FileKind.TEXT
    raise UnreadableError(FileProblem.DAMAGED if _is_binary(data) else FileProblem.NOT_WHAT_IT_SAYS)


def _kind_of_package(data: bytes, promised: FileKind) -> FileKind:
    if docx.DOCUMENT.encode() in data:
        return FileKind.DOCX
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return FileKind.ODT
    for part, program in _INSIDE:
        if part in data:
            raise UnreadableError(FileProblem.OTHER_PROGRAM, program)
    # Unpacked and packed again by somebody: what it says of itself is not written plainly any more.
    if odt.DOCUMENT.encode() in data and odt.MANIFEST.encode() in data:
        return FileKind.ODT
    raise UnreadableError(FileProblem.NOT_TEXT if promised == FileKind.TEXT else FileProblem.NOT_WHAT_IT_SAYS)


def _is_binary(data: bytes) -> bool:
    return b"\0" in data[:4096]
