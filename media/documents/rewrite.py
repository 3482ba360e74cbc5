"""A document written anew without what says who made it, when and where. Runs in a process apart (`media.bounded`)."""

from collections.abc import Callable
from typing import Any

from media.bounded.errors import FileRefusedError
from media.documents import mp3, office, pdf
from media.pictures.rewrite import rewrite as rewrite_picture
from media.problems import DocumentProblem

# Of a picture that is handed over as a file, to print: in pixels.
LONGEST_SIDE = 6000
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
# Brands of ISO/IEC 14496-12 files that hold a picture; others hold sound and films.
_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_TEXTS = (".md", ".markdown", ".txt")
_BREAKS = {"\t", "\n", "\r", "\f"}


def rewrite(
    data: bytes, tell: Callable[..., None] = lambda **told: None, *, suffix: str
) -> tuple[dict[str, Any], bytes]:
    """The document anew, and {"suffix"} of what it is, whatever `suffix` its name has.

    Raises FileRefusedError with a DocumentProblem or a PictureProblem.
    """
    if b"%PDF-" in data[:1024]:
        return {"suffix": ".pdf"}, pdf.rewrite(data)
    if data.startswith(b"PK"):
        return office.rewrite(data)
    if _is_picture(data):
        answer, written = rewrite_picture(data, longest=LONGEST_SIDE)
        return answer | {"suffix": _SUFFIXES[answer["format"]]}, written
    if suffix == ".mp3":
        return {"suffix": ".mp3"}, mp3.rewrite(data)
    if suffix in _TEXTS:
        return {"suffix": suffix}, _text(data)
    raise FileRefusedError(DocumentProblem.UNKNOWN_KIND)


def _is_picture(data: bytes) -> bool:
    if data[:4] == b"RIFF":
        return data[8:12] == b"WEBP"
    return data.startswith(_PICTURES) or (data[4:8] == b"ftyp" and data[8:12] in _BRANDS)


def _text(data: bytes) -> bytes:
    """Letters and nothing else, in UTF-8."""
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(letter.isprintable() or letter in _BREAKS or ord(letter) > 0x9F for letter in text):
            return text.encode()
    raise FileRefusedError(DocumentProblem.NOT_TEXT)
