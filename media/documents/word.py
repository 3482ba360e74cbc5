"""What is kept of a .docx, part by part: the text, its looks and its pictures.

The parts of a package: ECMA-376, part 1, chapter 11.
"""

import posixpath
import re

from media.bounded.errors import FileRefusedError
from media.documents.xml import check_encoding, local, parsed, without_notes, written
from media.problems import DocumentProblem

DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:_rels/)?"
    r"(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|header\d*|footer\d*)"
    r"\.xml(?:\.rels)?|word/theme/theme\d*\.xml|word/theme/_rels/theme\d*\.xml\.rels|word/media/[^/]+|word/fonts/[^/]+\.(?:odttf|ttf|fntdata)"
)
# What holds whole files, or programs.
_EMBEDDED = re.compile(r"word/(?:embeddings|charts|activeX|diagrams|afchunk|ink|model3d)[/.\d]")
_CHANGES = {
    "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange", "tblGridChange", "numberingChange",
}  # fmt: skip
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Of the settings: the template's place on a computer, lists of recipients, protection, notes of programs, marks of each
# session.
_SETTINGS = re.compile(
    rb"<(\w+):(attachedTemplate|mailMerge|docVars|rsids|saveThroughXslt|docId|writeProtection|activeWritingStyle)\b"
    rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>.*?</\1:\2>)",
    re.DOTALL,
)
# Pictures carry the name of the file that they came from.
_PICTURE = re.compile(rb"<(?:\w+:)?(?:docPr|cNvPr)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NAME = re.compile(rb"(?<=\sname=)(?:\"[^\"]*\"|'[^']*')")


def kept(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that stay, in the form in which they may. Raises FileRefusedError, ParseError, ValueError."""
    for name in parts:
        if _EMBEDDED.match(name):
            raise FileRefusedError(DocumentProblem.EMBEDDED, posixpath.basename(name))
        if name.lower().endswith("vbaproject.bin"):
            raise FileRefusedError(DocumentProblem.MACROS)
        if re.fullmatch(r"word/comments\w*\.xml", name) and len(parsed(parts[name])):
            raise FileRefusedError(DocumentProblem.COMMENTS, _authors(parts[name]))
    names = {name for name in parts if _KEPT.fullmatch(name)}
    return {name: _part(name, parts[name], names) for name in sorted(names, key=lambda name: (name != TYPES, name))}


def _authors(part: bytes) -> str:
    found = [value for element in parsed(part).iter() for key, value in element.items() if local(key) == "author"]
    return ", ".join(dict.fromkeys(found))[:80]


def _part(name: str, part: bytes, names: set[str]) -> bytes:
    if name == TYPES:
        return _types(part, names)
    if name.endswith(".rels"):
        return _relations(name, part, names)
    if not name.endswith(".xml"):
        return part
    for element in parsed(part).iter():
        author = next((value for key, value in element.items() if local(key) == "author"), "")
        if author or (element.tag.startswith((_WORD, _STRICT)) and local(element.tag) in _CHANGES):
            raise FileRefusedError(DocumentProblem.TRACKED_CHANGES, author[:80])
    check_encoding(part)
    part = without_notes(part)
    if name == "word/settings.xml":
        return _SETTINGS.sub(b"", part)
    return _PICTURE.sub(lambda tag: _NAME.sub(b'"Picture"', tag[0]), part)


def _types(part: bytes, names: set[str]) -> bytes:
    root = parsed(part)
    for element in list(root):
        if local(element.tag) == "Override" and element.get("PartName", "").lstrip("/") not in names:
            root.remove(element)
    return written(root)


def _relations(name: str, part: bytes, names: set[str]) -> bytes:
    """The relations to parts that stay, and to websites."""
    root = parsed(part)
    folder = posixpath.dirname(posixpath.dirname(name))
    for element in list(root):
        target = element.get("Target", "")
        if element.get("TargetMode") == "External":
            if name == "word/_rels/settings.xml.rels":
                root.remove(element)
            elif not target.lower().startswith(("http://", "https://", "mailto:", "tel:", "#")):
                raise FileRefusedError(DocumentProblem.LOCAL_PATH, target[:80])
        elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") not in names:
            root.remove(element)
    return written(root)
