"""The XML parts of a package: read without trusting them, and written with the names as they were."""

import re
from typing import cast
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring

from media.bounded.errors import FileRefusedError
from media.problems import DocumentProblem

_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"']([\w.-]+)")
_VALUE = rb"(?:\"[^\"]*\"|'[^']*')"
# Comments and notes to programs, which no reader sees. What stands in CDATA is text.
_UNREAD = re.compile(rb"(<!\[CDATA\[.*?\]\]>)|<!--.*?-->|<\?(?!xml\s).*?\?>", re.DOTALL)
# Marks of the sessions in which somebody wrote, and the names of pictures in older documents.
_SESSION = re.compile(rb"\s(?:[\w-]+:rsid\w*|o:title)=" + _VALUE)
# Programs name a picture by the file that it was, where its description belongs.
_FILE_NAME = re.compile(
    rb"(\s(?:[\w-]+:)?(?:descr|title|alt|name)=)"
    rb"(?:\"[^\"]*\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|emf|wmf|svg)\"|'[^']*\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp)')",
    re.IGNORECASE,
)


def parsed(part: bytes) -> Element:
    """Raises ParseError, and ValueError for what declares entities or a document type."""
    return cast(Element, fromstring(part, forbid_dtd=True))


def written(root: Element) -> bytes:
    """As UTF-8, with the namespace of the root as the default one: for parts that use one only."""
    register_namespace("", root.tag.partition("}")[0].lstrip("{"))
    return tostring(root, encoding="UTF-8", xml_declaration=True)


def local(tag: str) -> str:
    """The name of a tag without its namespace."""
    return tag.rpartition("}")[2]


def without_notes(part: bytes) -> bytes:
    """A part in UTF-8 as it stands, but for what its writer's program noted in it and nobody reads."""
    part = _UNREAD.sub(lambda found: found[1] or b"", part)
    return _FILE_NAME.sub(rb'\1""', _SESSION.sub(b"", part))


def check_encoding(part: bytes) -> None:
    """What is looked for as bytes is written as bytes of ASCII only in UTF-8. Raises FileRefusedError."""
    declared = _DECLARED.match(part)
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise FileRefusedError(DocumentProblem.DAMAGED, detail="not in UTF-8")
