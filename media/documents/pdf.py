"""A PDF with its pages and nothing about whoever made it; what somebody wrote into it beside them refuses it."""

import io
import logging
import zlib
from collections.abc import Iterator
from typing import Any, cast

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, StreamObject

from media.bounded.errors import FileRefusedError
from media.documents.jpeg import bare_jpeg, bare_jpeg_2000
from media.problems import DocumentProblem

# ISO 32000-2: tables 29 (catalogue) and 31 (page), without what is about the making of the file.
_CATALOGUE = {
    "/Type", "/Version", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout", "/PageMode",
    "/Outlines", "/OpenAction", "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/OCProperties",
}  # fmt: skip
_PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/Annots", "/StructParents", "/Tabs", "/UserUnit",
}  # fmt: skip
# Wherever they stand: notes, scripts, thumbnails, where on earth something is, default answers.
_NOTES = {
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/Thumb", "/XFA", "/OPI", "/Measure", "/PtData", "/DV",
    "/RV", "/AF", "/Alternates",
}  # fmt: skip
_NOTES_OF_LINK = {"/Contents", "/T", "/NM", "/M", "/RC", "/Subj", "/CreationDate", "/Popup"}
# Actions that run something, or that name files of somebody's computer.
_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/RichMediaExecute",
    "/Movie", "/Sound", "/GoTo3DView",
}  # fmt: skip
_WEB = ("http://", "https://", "mailto:", "tel:")
_PICTURES = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpeg_2000}
# What still holds somebody's notes although it was cleaned: better refused than believed.
_MARKS = (b"Exif\0\0", b"http://ns.adobe.com/xap/", b"<x:xmpmeta")


def rewrite(data: bytes) -> bytes:
    """The PDF anew. Raises FileRefusedError."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        written = _rewritten(data)
    except (FileRefusedError, MemoryError, RecursionError):
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise FileRefusedError(DocumentProblem.ENCRYPTED, detail=repr(error)) from error
    except Exception as error:
        # A file that breaks the rules of the format breaks the library in any way there is.
        raise FileRefusedError(DocumentProblem.DAMAGED, detail=repr(error)) from error
    if any(mark in written for mark in _MARKS):
        raise FileRefusedError(DocumentProblem.PICTURE_INSIDE, "PDF", detail="notes are left in it")
    return written


def _rewritten(data: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(data))
    # An empty password opens a file that only asks not to be printed or copied.
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileRefusedError(DocumentProblem.ENCRYPTED)
    if not len(reader.pages):
        raise FileRefusedError(DocumentProblem.DAMAGED, detail="no page")
    root = reader.root_object
    if "/Collection" in root:
        raise FileRefusedError(DocumentProblem.EMBEDDED, "PDF")
    for dictionary in _dictionaries(root):
        _check(dictionary)
    for page in reader.pages:
        _check_annotations(page)
        _check_drawing(page.get("/Contents"))
    _keep(root, _CATALOGUE)
    for page in reader.pages:
        _keep(page, _PAGE)
    for dictionary in _dictionaries(root):
        _clean(dictionary)
    # What nothing leads to any more, with every earlier version of the file, is not copied.
    writer = PdfWriter()
    writer.clone_reader_document_root(reader)
    writer.pdf_header = reader.pdf_header
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that the document consists of, each once."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            found = found.get_object()
        if not isinstance(found, DictionaryObject | ArrayObject) or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.values())
        else:
            waiting.extend(found)


def _check(found: DictionaryObject) -> None:
    """Raises FileRefusedError for what a person put there beside the pages."""
    if "/EF" in found or found.get("/Type") == "/EmbeddedFile":
        raise FileRefusedError(DocumentProblem.EMBEDDED, str(found.get("/UF") or found.get("/F") or "PDF")[:80])
    if "/V" in found and ("/FT" in found or "/T" in found or found.get("/Subtype") == "/Widget"):
        value = found["/V"].get_object() if found["/V"] is not None else None
        if isinstance(value, DictionaryObject) and not isinstance(value, StreamObject):
            raise FileRefusedError(DocumentProblem.SIGNED, str(value.get("/Name") or "")[:80])
        if not isinstance(value, NameObject | NullObject) and value:
            raise FileRefusedError(DocumentProblem.FILLED_FORM, str(found.get("/T") or "")[:80])


def _check_annotations(page: DictionaryObject) -> None:
    """Raises FileRefusedError for comments, marks, stamps, drawings and media; links and empty forms may stay."""
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        if annotation.get("/Subtype") not in ("/Link", "/Widget", "/Popup"):
            about = " ".join(str(annotation.get(key) or "")[:60] for key in ("/T", "/Contents")).strip()
            raise FileRefusedError(DocumentProblem.COMMENTS, about or str(annotation.get("/Subtype")).lstrip("/"))


def _check_drawing(contents: Any) -> None:
    """Raises FileRefusedError for a photo with its notes that stands among the lines and letters of a page."""
    found = contents.get_object() if contents is not None else None
    for stream in found if isinstance(found, ArrayObject) else [found]:
        part = stream.get_object() if stream is not None else None
        if isinstance(part, StreamObject) and any(mark in _unpacked(part) for mark in _MARKS):
            raise FileRefusedError(DocumentProblem.PICTURE_INSIDE, "PDF", detail="an inline picture")


def _unpacked(stream: StreamObject) -> bytes:
    """What a stream holds; as it stands where it is not packed in a way that is known."""
    try:
        return bytes(decode_stream_data(stream))
    except (NotImplementedError, PyPdfError, zlib.error, ValueError):
        return stream._data


def _keep(found: DictionaryObject, names: set[str]) -> None:
    for key in [key for key in found if key not in names]:
        del found[key]


def _clean(found: DictionaryObject) -> None:
    notes = _NOTES | (_NOTES_OF_LINK if found.get("/Subtype") == "/Link" else set())
    for key in [key for key, value in found.items() if key in notes or _leads_out(value)]:
        del found[key]
    names = found.get("/Names")
    if isinstance(names, DictionaryObject | IndirectObject):
        trees = cast(DictionaryObject, names.get_object())
        for key in ("/JavaScript", "/EmbeddedFiles"):
            trees.pop(key, None)
    for key, value in found.items():
        inner = value.get_object() if isinstance(value, IndirectObject) else value
        if isinstance(inner, ArrayObject) and any(_leads_out(part) for part in inner):
            inner[:] = [part for part in inner if not _leads_out(part)]
        if key == "/Annots" and isinstance(inner, ArrayObject):
            inner[:] = [part for part in inner if part.get_object().get("/Subtype") != "/Popup"]
    if isinstance(found, StreamObject) and found.get("/Subtype") == "/Image":
        _clean_picture(found)
    if isinstance(found, StreamObject) and found.get("/Subtype") == "/Form":
        _check_drawing(found)


def _leads_out(value: Any) -> bool:
    """Whether it is an action that runs something, or that opens a file of somebody's computer."""
    action = value.get_object() if isinstance(value, IndirectObject) else value
    if not isinstance(action, DictionaryObject):
        return False
    if action.get("/S") == "/URI":
        return not str(action.get("/URI", "")).lower().startswith(_WEB)
    return action.get("/S") in _ACTIONS


def _clean_picture(stream: StreamObject) -> None:
    """Take the notes out of a picture that is kept as a camera wrote it."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    clean = _PICTURES.get(names[-1] if names else "")
    if clean is None:
        return
    # What is wrapped around the picture's own form is taken off.
    stream._data = clean(decode_stream_data(stream))
    stream[NameObject("/Filter")] = NameObject(names[-1])
    parameters = stream.pop("/DecodeParms", None)
    if isinstance(parameters, ArrayObject) and isinstance(parameters[-1], DictionaryObject):
        parameters = parameters[-1]
    if isinstance(parameters, DictionaryObject):
        stream[NameObject("/DecodeParms")] = parameters
