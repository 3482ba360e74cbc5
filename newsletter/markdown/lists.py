"""Lists as people type them, written as CommonMark reads them. No line is added or taken away, and no word.

CommonMark asks that what belongs to an item stands under its words: three spaces in after "1.". People indent by two
or four whatever the marker. And it takes every number with a point at the start of a line for a list, "1986." too.
"""

import re
from dataclasses import dataclass

_QUOTE = re.compile(r"(?: {0,3}> ?){1,5}")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_MARKER = re.compile(r"(?:[-*]|(\d{1,9})\.) +(?=\S)")
# What CommonMark would read as a marker and drop: "1) …", "+ …", and a marker with nothing after it.
_NO_MARKER = re.compile(r"(?:\d{1,9}(?=\))|(?=\+(?: |$))|\d{1,9}(?=\. *$)|(?=[-*#] *$))")
# At the start of an item's words: a second marker, or a quote.
_SECOND = re.compile(r"(?:\d{1,9}(?=[.)](?: |$))|(?=[-*+](?: |$))|(?=>))")
# The level from which lists become flat, and the highest number at which one may start: "1986." is a year.
FLATTENED_FROM = 6
HIGHEST_START = 99


@dataclass
class _OpenItem:
    typed: int
    content: int
    siblings: "list[_Number] | None"


@dataclass
class _Number:
    """A number at the start of a line that may be an item's."""

    value: int
    line: int
    point: int


def is_numbered_list(values: list[int]) -> bool:
    """Whether these numbers at the starts of lines are a list: two or more that count on, or all of them 1."""
    counts_on = values == list(range(values[0], values[0] + len(values))) and values[0] <= HIGHEST_START
    return len(values) > 1 and (counts_on or set(values) == {1})


def tidy_lists(source: str) -> str:
    """`source` with lists indented as CommonMark asks, and a backslash in what looks like a list and is none."""
    lines = source.expandtabs(4).split("\n")
    items: list[_OpenItem] = []
    groups: list[list[_Number]] = []
    depth = 0
    for index, line in enumerate(lines):
        quote = _QUOTE.match(line)
        prefix = quote[0] if quote else ""
        body = line[len(prefix) :]
        if prefix.count(">") != depth or _RULE.match(body):
            items.clear()
            depth = prefix.count(">")
        if body.strip() and not _RULE.match(body):
            lines[index] = prefix + _tidy_line(body, index, len(prefix), items, groups)
    for group in groups:
        if not is_numbered_list([number.value for number in group]):
            for number in group:
                line = lines[number.line]
                lines[number.line] = f"{line[: number.point]}\\{line[number.point :]}"
    return "\n".join(lines)


def _tidy_line(body: str, index: int, before: int, items: list[_OpenItem], groups: list[list[_Number]]) -> str:
    """`body` indented by the item that it belongs to. Keeps `items`, those that are open, and `groups` of numbers."""
    words = body.lstrip(" ")
    typed = len(body) - len(words)
    sibling = None
    while items and (typed < items[-1].typed + 2 or (len(items) == FLATTENED_FROM and _MARKER.match(words))):
        sibling = items.pop()
    left = items[-1].content if items else 0
    marker = _MARKER.match(words)
    if not marker:
        # A quote beyond the deepest that is read.
        escaped = "\\" + words if words.startswith(">") and before else _escape(_NO_MARKER, words)
        return " " * left + escaped
    sign = marker[0].rstrip()
    siblings = None
    if marker[1]:
        siblings = sibling.siblings if sibling else None
        if siblings is None:
            siblings = []
            groups.append(siblings)
        siblings.append(_Number(int(marker[1]), index, before + left + len(marker[1])))
    items.append(_OpenItem(typed, left + len(sign) + 1, siblings))
    return f"{' ' * left}{sign} {_escape(_SECOND, words[marker.end() :])}"


def _escape(looks_like: re.Pattern[str], words: str) -> str:
    found = looks_like.match(words)
    return f"{words[: found.end()]}\\{words[found.end() :]}" if found else words
