"""The XML parts of a package: read without trusting them, and written with the names as they were."""

from typing import cast
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring


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
