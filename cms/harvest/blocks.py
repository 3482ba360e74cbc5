"""From text to blocks: headings, paragraphs and list entries, with their marks taken off."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+(.*?))?\s*#*\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•·▪◦]|(?P<number>\d{1,2})[.)])\s+(?P<text>.*)$")
_RULE = re.compile(r"^\s*([-*_=]\s*){3,}$")
_UNDERLINE = re.compile(r"^\s*(=+|-+)\s*$")
_QUOTED = re.compile(r"^\s*>\s?(.*)$")
_TABLE_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)\s*[.:)–—-]?\s+(?P<text>\S.*)$")
_ALL_BOLD = re.compile(r"^(\*\*|__)(?=\S).*\1$", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(([^)\n]*)\)")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
MOST_WORDS_OF_A_TITLE = 12


class Shape(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"


@dataclass(frozen=True)
class Block:
    """One piece of a report as it stands. `number` is what was counted before it: "2" in "**2** **Café**"."""

    shape: Shape
    text: str
    level: int = 0
    number: str = ""
    is_bold: bool = False
    is_quoted: bool = False

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        """Whether it says something, rather than naming it."""
        return self.text.rstrip("\"'”»)").endswith((".", "!", "?", "…", ":", ";")) or self.words > 20

    @property
    def full_text(self) -> str:
        return f"{self.number} {self.text}".strip()


def blocks_of(text: str) -> list[Block]:
    """The blocks of a Markdown or plain text, in order. Every letter and digit of it is in exactly one."""
    lines = _normal(text).split("\n")
    vocabulary = frozenset(re.findall(r"\w+(?:-\w+)+", text.lower()))
    blocks = [_block(shape, level, rows, vocabulary) for shape, level, rows in _pieces(lines)]
    return [block for block in blocks if any(letter.isalnum() for letter in block.full_text)]


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\f", "\n\n").replace("\v", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _INVISIBLE.sub("", _BREAK.sub("\n", text)).replace("\xa0", " ").replace("\u202f", " ")


def _pieces(lines: list[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Lines that belong together: (what they look like, heading level, the lines without their marks)."""
    shape, rows = "", list[str]()

    def done() -> Iterator[tuple[str, int, list[str]]]:
        if rows:
            yield shape, 0, list(rows)
        rows.clear()

    for line in lines:
        heading, bullet, quoted = _HEADING.match(line), _BULLET.match(line), _QUOTED.match(line)
        if rows and shape == "paragraph" and _underlines(line, rows):
            title = rows.copy()
            rows.clear()
            yield "heading", 1 if "=" in line else 2, title
        elif not line.strip() or _RULE.match(line) or line.strip().startswith(("```", "~~~")):
            yield from done()
            if line.strip().strip("`~"):
                yield from [("paragraph", 0, [line])] if any(map(str.isalnum, line)) else []
        elif heading:
            yield from done()
            yield "heading", len(heading[1]), [heading[2] or ""]
        elif row := _TABLE_ROW.match(line):
            yield from done()
            yield "paragraph", 0, [" · ".join(cell.strip() for cell in row[1].split("|") if cell.strip(" -:"))]
        elif bullet:
            yield from done()
            shape, rows = "bullet", [line.strip()]
        elif quoted:
            if shape != "quoted":
                yield from done()
            if not quoted[1].strip():
                yield from done()
            shape = "quoted"
            rows += [quoted[1]] if quoted[1].strip() else []
        else:
            if not rows or shape == "quoted":
                yield from done()
                shape = "paragraph"
            rows.append(line)
    yield from done()


def _underlines(line: str, rows: list[str]) -> bool:
    match = _UNDERLINE.match(line)
    return bool(match) and len(rows) == 1 and (line.strip()[0] == "=" or _is_title(_plain(rows[0])))


def _block(shape: str, level: int, rows: list[str], vocabulary: frozenset[str]) -> Block:
    raw = _join(rows, vocabulary)
    if shape == "heading":
        block = _numbered(Block(Shape.HEADING, _plain(raw), level))
    elif shape == "bullet":
        match = _BULLET.match(raw)
        block = Block(Shape.BULLET, _plain(match["text"]), number=match["number"] or "") if match else _paragraph(raw)
        inner = re.match(r"^#{1,6}\s+(.*)$", block.text)
        block = _numbered(replace(block, text=inner[1])) if inner and not block.number else block
    else:
        block = replace(_paragraph(raw), is_quoted=shape == "quoted")
    return block


def _paragraph(raw: str) -> Block:
    is_bold = bool(_ALL_BOLD.match(raw.strip()))
    block = Block(Shape.PARAGRAPH, _plain(raw), is_bold=is_bold)
    numbered = _numbered(block)
    if numbered.number and _is_title(numbered.text):
        return numbered
    if _is_shouted(block.text):
        return _numbered(Block(Shape.HEADING, block.text, 2))
    return block


def _numbered(block: Block) -> Block:
    match = _NUMBERED.match(block.text)
    if match and any(letter.isalpha() for letter in match["text"]):
        return replace(block, number=match["number"], text=match["text"])
    return block


def _is_title(text: str) -> bool:
    """Short, beginning like a title and not ending like a sentence."""
    first = next((letter for letter in text if letter.isalnum()), "")
    return len(text.split()) <= MOST_WORDS_OF_A_TITLE and first.isupper() and not text.rstrip().endswith((*".,;:…",))


def _is_shouted(text: str) -> bool:
    """A line of capitals: how plain text marks its titles."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 5 and all(letter.isupper() for letter in letters) and _is_title(text)


def _join(rows: list[str], vocabulary: frozenset[str]) -> str:
    """One line of several: hard breaks undone, words divided at the end of a line mended."""
    joined = ""
    for row in (row.strip().rstrip("\\").strip() for row in rows):
        divided = re.search(r"([^\W\d_]+)-$", joined)
        following = re.match(r"[^\W\d_]+", row)
        if divided and following and following[0].islower():
            compound = f"{divided[1]}-{following[0]}".lower()
            joined = joined + row if compound in vocabulary else joined[:-1] + row
        else:
            joined = f"{joined} {row}" if joined else row
    return joined


def _plain(raw: str) -> str:
    """Without Markdown's inline marks; a link keeps its address in brackets after its text."""
    text = _LINK.sub(lambda match: f"{match[1]} ({match[2]})" if match[2] else match[1], raw)
    text = text.replace("**", "").replace("__", "").replace("`", "")
    text = _EMPHASIS.sub(r"\2", text)
    return " ".join(_ESCAPE.sub(r"\1", text).split())
