"""A document of a word processor (.docx, .odt) with its text and pictures, and nothing about whoever made it."""

import io
import re
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

from defusedxml.ElementTree import ParseError

from media.bounded.errors import FileRefusedError
from media.documents import odt, word
from media.pictures.rewrite import rewrite as rewrite_picture
from media.problems import DocumentProblem

MOST_PARTS = 5_000
MOST_BYTES = 300 * 1024 * 1024
LONGEST_SIDE = 3200
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
# A file or folder of somebody's computer, as programs write it into what they save.
_LOCAL_PATH = re.compile(rb"(?i)file:/+|\b[a-z]:\\\\?users\b|/(?:home|users)/[^/\s]+/(?:documents|desktop|downloads)")
_CREATED = (1980, 1, 1, 0, 0, 0)


def rewrite(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The document anew, and {"suffix"}. Raises FileRefusedError."""
    try:
        parts = _parts(data)
        if word.DOCUMENT in parts:
            return {"suffix": ".docx"}, _packed(_cleaned(word.kept(parts)))
        if odt.is_text(parts):
            return {"suffix": ".odt"}, _packed(_cleaned(odt.kept(parts)))
    except FileRefusedError:
        raise
    except (zipfile.BadZipFile, zlib.error, ParseError, expat.ExpatError, EOFError, ValueError, KeyError, OSError,
            NotImplementedError, RuntimeError) as error:  # fmt: skip
        # Entities and document types, which no word processor writes, arrive here as ValueError.
        raise FileRefusedError(DocumentProblem.DAMAGED, detail=repr(error)) from error
    raise FileRefusedError(DocumentProblem.UNKNOWN_KIND)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = [entry for entry in package.infolist() if not entry.is_dir()]
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise FileRefusedError(DocumentProblem.TOO_BIG_INSIDE, detail=f"{len(entries)} parts")
        if any(entry.flag_bits & 1 for entry in entries):
            raise FileRefusedError(DocumentProblem.ENCRYPTED)
        return {entry.filename: package.read(entry) for entry in entries}


def _cleaned(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name: _picture(name, part) if _is_picture(name) else _checked(part) for name, part in parts.items()}


def _is_picture(name: str) -> bool:
    return "/media/" in name or name.startswith("Pictures/")


def _picture(name: str, part: bytes) -> bytes:
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    answer, written = rewrite_picture(part, longest=LONGEST_SIDE) if suffix in _FORMATS else ({}, b"")
    if not written or answer["format"] != _FORMATS[suffix]:
        raise FileRefusedError(DocumentProblem.PICTURE_INSIDE, suffix.lstrip(".").upper() or name)
    return written


def _checked(part: bytes) -> bytes:
    if found := _LOCAL_PATH.search(part):
        path = part[found.start() : found.start() + 80].decode("utf-8", "ignore")
        raise FileRefusedError(DocumentProblem.LOCAL_PATH, path)
    return part


def _packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a zip that says nothing of when or on what it was made. An OpenDocument's first part is stored."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts.items():
            packing = zipfile.ZIP_STORED if name == odt.MIMETYPE else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, _CREATED), part, packing)
    return buffer.getvalue()
