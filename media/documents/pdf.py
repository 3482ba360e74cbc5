"""A PDF with its pages and nothing about whoever made it; what somebody wrote into it beside them refuses it."""

import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

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
_TREE = {"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
_PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/Annots", "/StructParents", "/Tabs", "/UserUnit",
}  # fmt: skip
# Wherever they stand: notes, scripts, thumbnails, where on earth something is, default answers.
_NOTES = {
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/Thumb", "/XFA", "/OPI", "/Measure", "/PtData", "/DV",
    "/RV", "/AF", "/Alternates", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Company",
    "/CreatorInfo", "/User",
}  # fmt: skip
_NOTES_OF_LINK = {"/Contents", "/T", "/NM", "/M", "/RC", "/Subj", "/CreationDate", "/Popup"}
# Actions that run something, or that name files of somebody's computer.
_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/RichMediaExecute",
    "/Movie", "/Sound", "/GoTo3DView",
}  # fmt: skip
_WEB = ("http://", "https://", "mailto:", "tel:")
# By their last filter, under its name or the short one, which belongs to inline pictures and is read all the same.
_PICTURES = {
    "/DCTDecode": ("/DCTDecode", bare_jpeg),
    "/DCT": ("/DCTDecode", bare_jpeg),
    "/JPXDecode": ("/JPXDecode", bare_jpeg_2000),
}
# What still holds somebody's notes although it was cleaned: better refused than believed.
_MARKS = (b"Exif\0\0", b"http://ns.adobe.com/xap/", b"<x:xmpmeta", b"Photoshop 3.0")
# A JPEG that stands among lines and letters; packed once more there, nobody can look into it.
_INLINE_JPEG = re.compile(rb"\bID\s(?=\xff\xd8)")
_PACKED_INLINE_JPEG = re.compile(rb"/F(?:ilter)?\s*\[[^\]]*/DCT")


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
    for dictionary in dictionaries(root):
        _check(dictionary)
    _keep(root, _CATALOGUE)
    # Not `reader.pages`, which are copies.
    for node in _page_tree(root):
        _check_annotations(node)
        _keep(node, _TREE if "/Kids" in node else _PAGE)
    for dictionary in dictionaries(root):
        _clean(dictionary)
    # What nothing leads to any more, with every earlier version of the file, is not copied.
    writer = PdfWriter()
    writer.clone_reader_document_root(reader)
    writer.pdf_header = reader.pdf_header
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def dictionaries(root: Any, only: tuple[str, ...] = ()) -> Iterator[DictionaryObject]:
    """Every dictionary and stream to which `root` leads, each once; by the keys in `only`, or by any."""
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
            waiting.extend(found.get(key) for key in only) if only else waiting.extend(found.values())
        else:
            waiting.extend(found)


def _page_tree(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """The pages and the nodes above them, as they stand in the file."""
    return dictionaries(root.raw_get("/Pages"), only=("/Kids",))


def _of(found: DictionaryObject, key: str) -> Any:
    """What stands under `key` itself, wherever in the file; None where nothing does."""
    value = found.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def _check(found: DictionaryObject) -> None:
    """Raises FileRefusedError for what a person put there beside the pages."""
    if "/EF" in found or _of(found, "/Type") == "/EmbeddedFile":
        raise FileRefusedError(DocumentProblem.EMBEDDED, str(_of(found, "/UF") or _of(found, "/F") or "PDF")[:80])
    if "/V" in found and ("/FT" in found or "/T" in found or _of(found, "/Subtype") == "/Widget"):
        value = _of(found, "/V")
        if isinstance(value, DictionaryObject) and not isinstance(value, StreamObject):
            raise FileRefusedError(DocumentProblem.SIGNED, str(_of(value, "/Name") or "")[:80])
        if not isinstance(value, NameObject | NullObject) and value:
            raise FileRefusedError(DocumentProblem.FILLED_FORM, str(_of(found, "/T") or "")[:80])


def _check_annotations(page: DictionaryObject) -> None:
    """Raises FileRefusedError for comments, marks, stamps, drawings and media; links and empty forms may stay."""
    for reference in _of(page, "/Annots") or ():
        annotation = reference.get_object()
        subtype = _of(annotation, "/Subtype")
        if subtype not in ("/Link", "/Widget", "/Popup"):
            about = " ".join(str(_of(annotation, key) or "")[:60] for key in ("/T", "/Contents")).strip()
            raise FileRefusedError(DocumentProblem.COMMENTS, about or str(subtype).lstrip("/"))


def _check_stream(stream: StreamObject) -> None:
    """Raises FileRefusedError for a photo with its notes that stands among lines and letters, or any notes at all."""
    data = _unpacked(stream)
    if any(mark in data for mark in _MARKS) or _PACKED_INLINE_JPEG.search(data):
        raise FileRefusedError(DocumentProblem.PICTURE_INSIDE, "PDF", detail="notes, or a picture that is packed twice")
    for found in _INLINE_JPEG.finditer(data):
        if not data.startswith(bare_jpeg(data[found.end() :]), found.end()):
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
    notes = _NOTES | (_NOTES_OF_LINK if _of(found, "/Subtype") == "/Link" else set())
    notes |= {"/P"} if _of(found, "/O") == "/UserProperties" else set()
    for key in [key for key, value in found.items() if key in notes or _leads_out(value)]:
        del found[key]
    names = _of(found, "/Names")
    if isinstance(names, DictionaryObject):
        for key in ("/JavaScript", "/EmbeddedFiles"):
            names.pop(key, None)
    for key in found:
        inner = _of(found, key)
        if isinstance(inner, ArrayObject) and any(_leads_out(part) for part in inner):
            inner[:] = [part for part in inner if not _leads_out(part)]
        if key == "/Annots" and isinstance(inner, ArrayObject):
            inner[:] = [part for part in inner if _of(part.get_object(), "/Subtype") != "/Popup"]
    if isinstance(found, StreamObject):
        _clean_stream(found)


def _leads_out(value: Any) -> bool:
    """Whether it is an action that runs something, or that opens a file of somebody's computer."""
    action = value.get_object() if isinstance(value, IndirectObject) else value
    if not isinstance(action, DictionaryObject):
        return False
    kind = _of(action, "/S")
    return not str(_of(action, "/URI") or "").lower().startswith(_WEB) if kind == "/URI" else kind in _ACTIONS


def _clean_stream(stream: StreamObject) -> None:
    """Take the notes out of a picture that is kept as a camera wrote it; anything else must hold none."""
    filters = _of(stream, "/Filter")
    names = [str(name.get_object()) for name in (filters if isinstance(filters, ArrayObject) else [filters]) if name]
    if not names or names[-1] not in _PICTURES:
        _check_stream(stream)
        return
    # What is wrapped around the picture's own form is taken off.
    name, clean = _PICTURES[names[-1]]
    wrapped = StreamObject()
    wrapped._data = stream._data
    wrapped[NameObject("/Filter")] = ArrayObject(NameObject(wrapping) for wrapping in names[:-1])
    parameters = _of(stream, "/DecodeParms")
    if isinstance(parameters, ArrayObject) and len(parameters) == len(names):
        wrapped[NameObject("/DecodeParms")] = ArrayObject(parameters[:-1])
        parameters = parameters[-1].get_object()
    stream._data = clean(decode_stream_data(wrapped))
    stream[NameObject("/Filter")] = NameObject(name)
    stream.pop("/DecodeParms", None)
    if isinstance(parameters, DictionaryObject):
        stream[NameObject("/DecodeParms")] = parameters
