"""What is kept of an .odt, part by part: the text, its looks and its pictures.

The parts of a package: OpenDocument 1.3, part 2. What is left out (settings, statistics, thumbnails, older versions) is
optional there.
"""

import re
from xml.sax.saxutils import quoteattr

from media.bounded.errors import FileRefusedError
from media.documents.xml import check_encoding, local, parsed, without_notes
from media.problems import DocumentProblem

MIMETYPE = "mimetype"
TEXT = "application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
_XML = ("content.xml", "styles.xml")
_KEPT = re.compile(r"mimetype|content\.xml|styles\.xml|Pictures/[^/]+|Fonts/[^/]+\.(?:ttf|otf|woff2?)")
_TYPES = {".xml": "text/xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_REFUSED = {
    "annotation": DocumentProblem.COMMENTS,
    "tracked-changes": DocumentProblem.TRACKED_CHANGES,
    "object": DocumentProblem.EMBEDDED,
    "object-ole": DocumentProblem.EMBEDDED,
    "plugin": DocumentProblem.EMBEDDED,
    "event-listener": DocumentProblem.MACROS,
    "script": DocumentProblem.MACROS,
    "hidden-text": DocumentProblem.COMMENTS,
    "meta": DocumentProblem.DAMAGED,
    "binary-data": DocumentProblem.PICTURE_INSIDE,
}


def is_text(parts: dict[str, bytes]) -> bool:
    return parts.get(MIMETYPE, b"").strip() == TEXT.encode() and "content.xml" in parts


def kept(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that stay, the one that says what it is first. Raises FileRefusedError, ParseError, ValueError."""
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise FileRefusedError(DocumentProblem.ENCRYPTED)
    for name in _XML:
        _check(parts.get(name, b""))
    names = sorted((name for name in parts if _KEPT.fullmatch(name)), key=lambda name: (name != MIMETYPE, name))
    kept = {name: without_notes(parts[name]) if name in _XML else parts[name] for name in names}
    return kept | {MANIFEST: _manifest(names)}


def _check(part: bytes) -> None:
    if not part:
        return
    check_encoding(part)
    for element in parsed(part).iter():
        problem = _REFUSED.get(local(element.tag))
        if problem and (len(element) or problem != DocumentProblem.TRACKED_CHANGES):
            about = next((child.text for child in element.iter() if local(child.tag) == "creator" and child.text), "")
            raise FileRefusedError(problem, about[:80])
        for key, value in element.items():
            if local(key) == "href" and value.startswith(("../", "/")):
                raise FileRefusedError(DocumentProblem.LOCAL_PATH, value[:80])


def _manifest(names: list[str]) -> bytes:
    entries = {"/": TEXT} | {
        name: _TYPES.get(name[name.rfind(".") :].lower(), "") for name in names if name != MIMETYPE
    }
    lines = [
        f"<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type={quoteattr(kind)}/>"
        for name, kind in entries.items()
    ]
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{namespace}" manifest:version="1.3">{"".join(lines)}</manifest:manifest>'
    ).encode()
