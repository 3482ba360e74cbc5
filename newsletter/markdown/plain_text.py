"""Sanitised HTML as plain text: for what was Markdown, and for rich text.

Every word stands where it stood. Links show their address after their words, items their sign or number, quotations
"> ". Lines are wrapped between words, so that no address is broken.
"""

import re
import textwrap
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

WIDTH = 76
_BLOCKS = {"blockquote", "div", "dd", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr"} | {
    *("li", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
}
_EMPTY = frozenset({"br", "hr", "img", "wbr"})
_UNSEEN = frozenset({"script", "style", "template", "head", "title"})
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Node | str"] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        return self.tag in _BLOCKS


class _Tree(HTMLParser):
    """The tree of a fragment. Character references are decoded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def text_of_html(html: str, width: int = WIDTH) -> str:
    """`html`, which was sanitised, as text of lines that are at most `width` long where words allow it."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return "\n\n".join("\n".join(block) for block in _blocks(tree.open[0], width))


def _blocks(node: _Node, width: int) -> list[list[str]]:
    """The paragraphs, lists and titles in `node`, each as its lines."""
    found: list[list[str]] = []
    words = ""
    for child in [*node.children, _Node("hr", {"ends": ""})]:
        if isinstance(child, str) or not child.is_block:
            words += child if isinstance(child, str) else _words_of(child)
            continue
        if words.strip():
            found.append(_wrap(words, width))
        words = ""
        if "ends" not in child.attributes:
            found += _block(child, width)
    return found


def _block(node: _Node, width: int) -> list[list[str]]:
    if node.tag == "hr":
        return [["* * *"]]
    if node.tag in ("ul", "ol"):
        return _list(node, width)
    if node.tag == "tr":
        cells = [" ".join(" ".join(lines) for lines in _blocks(cell, 10_000)) for cell in _elements(node)]
        return [_wrap(" | ".join(cells), width)]
    inside = _blocks(node, width - 2 if node.tag == "blockquote" else width)
    if node.tag == "blockquote":
        return [[f"> {line}".rstrip() for line in _join(inside, is_loose=True)]] if inside else []
    return inside


def _list(node: _Node, width: int) -> list[list[str]]:
    """The items, close together unless one of them has paragraphs."""
    items: list[list[str]] = []
    number = int(node.attributes.get("start") or 1) if node.tag == "ol" else 0
    is_loose = any(part.tag == "p" for item in _elements(node) for part in _elements(item))
    for item in _elements(node):
        sign = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        lines = _join(_blocks(item, width - len(sign)), is_loose) or [""]
        items.append([(sign if index == 0 else " " * len(sign)) + line for index, line in enumerate(lines)])
    return [[line.rstrip() for line in _join(items, is_loose)]] if items else []


def _elements(node: _Node) -> list[_Node]:
    return [child for child in node.children if isinstance(child, _Node)]


def _join(blocks: list[list[str]], is_loose: bool) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += ["", *block] if lines and is_loose else block
    return lines


def _words_of(node: _Node) -> str:
    """The words of what stands within a line; a line break is U+2028."""
    if node.tag in _UNSEEN:
        return ""
    if node.tag == "br":
        return "\u2028"
    if node.tag == "img":
        return node.attributes.get("alt", "")
    words = "".join(
        child if isinstance(child, str) else f" {_words_of(child)} " if child.is_block else _words_of(child)
        for child in node.children
    )
    return _with_address(words, node.attributes.get("href", "")) if node.tag == "a" else words


def _with_address(words: str, href: str) -> str:
    """The words of a link with its address, unless they say it."""
    scheme, _colon, rest = href.partition(":")
    shown = unquote(rest).partition("?")[0] if scheme in ("mailto", "tel") else href
    said = words.strip()
    if not shown or said in (shown, unquote(shown), href):
        return words
    if scheme == "tel" and re.sub(r"[^\d+]", "", said) == re.sub(r"[^\d+]", "", shown):
        return words
    if scheme in ("http", "https") and said.startswith("www.") and f"{scheme}://{said}" in (href, unquote(href)):
        return words
    return f"{words} ({shown})" if said else shown


def _wrap(words: str, width: int) -> list[str]:
    lines: list[str] = []
    for line in words.split("\u2028"):
        one = _SPACES.sub(" ", line).strip(" ")
        lines += textwrap.wrap(one, max(width, 20), break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(lines).strip("\n").split("\n")
