"""Markdown and plain text: their marks taken off, and what they mark kept."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cms.core.text import collapse_spaces, plain_spaces
from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.formats.zip_package import Progress
from cms.harvest.reading.blocks import Block, Shape, compounds_of, heading, is_title, joined, numbered_entry, paragraph
from media.text.kept import kept_markup

# Every pattern here reads a line once, however long it is: no two parts of one may take the same letters.
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:(?=\s)(.*)|#*\s*)$")
_BULLET = re.compile(r"^\s*(?:[-*+•·▪◦]|(?P<number>\d{1,2})[.)])\s+(?P<text>.*)$")
_RULE = re.compile(r"^\s*([-*_=]\s*){3,}$")
_UNDERLINE = re.compile(r"^\s*(=+|-+)\s*$")
_QUOTED = re.compile(r"^\s*>\s?(.*)$")
_TABLE_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_ALL_BOLD = re.compile(r"^(\*\*|__)(?=\S).*\1$", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]+)(?<=\S)\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# What a text never holds: the control characters other than tab, line feed, form feed and carriage return.
_BINARY = frozenset(range(32)) - {9, 10, 12, 13}


def read(data: bytes, progress: Progress = lambda percent: None) -> list[Block]:
    """The blocks of a text in UTF-8, with or without a byte order mark. Raises UnreadableError."""
    if not _BINARY.isdisjoint(data):
        raise UnreadableError(FileProblem.NOT_TEXT)
    try:
        return blocks_of(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(FileProblem.ENCODING, detail=str(error)) from error


def blocks_of(text: str) -> list[Block]:
    """The blocks of a Markdown or plain text, in order. Every letter and digit of it is in exactly one."""
    lines = _lines(text)
    compounds = compounds_of(text)
    blocks = [_block(shape, level, rows, compounds) for shape, level, rows in _pieces(lines)]
    return [block for block in blocks if block.has_words]


def _lines(text: str) -> list[str]:
    text = text.replace("\f", "\n\n").replace("\u2029", "\n\n")
    return plain_spaces(kept_markup(_BREAK.sub("\n", text))).split("\n")


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
            yield "heading", len(heading[1]), [(heading[2] or "").rstrip().rstrip("#").strip()]
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
    return bool(match) and len(rows) == 1 and (line.strip()[0] == "=" or is_title(_plain(rows[0])))


def _block(shape: str, level: int, rows: list[str], compounds: frozenset[str]) -> Block:
    raw = joined((row.strip().rstrip("\\") for row in rows), compounds)
    if shape == "heading":
        return heading(_plain(raw), level)
    if shape == "bullet":
        return _entry(raw)
    return replace(_paragraph(raw), is_quoted=shape == "quoted")


def _entry(raw: str) -> Block:
    match = _BULLET.match(raw)
    if not match:
        return _paragraph(raw)
    text, number = _plain(match["text"]), match["number"] or ""
    title = re.match(r"^#{1,6}\s+(.*)$", text)
    return numbered_entry(title[1]) if title and not number else Block(Shape.BULLET, text, number=number)


def _paragraph(raw: str) -> Block:
    return paragraph(_plain(raw), is_bold=bool(_ALL_BOLD.match(raw.strip())))


def _plain(raw: str) -> str:
    """Without Markdown's inline marks; a link keeps its address in brackets after its text."""
    text = _LINK.sub(lambda match: f"{match[1]} ({match[2]})" if match[2] else match[1], raw)
    text = text.replace("**", "").replace("__", "").replace("`", "")
    text = _EMPHASIS.sub(r"\2", text)
    return collapse_spaces(_ESCAPE.sub(r"\1", text))
