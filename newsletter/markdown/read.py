"""The one reader of Markdown: CommonMark, with lists, emphasis and addresses as people type them.

What differs from CommonMark: a line break is kept; emphasis never begins or ends within a word ("tod*s"); an unindented
line ends a list or a quote; numbers that do not count on are no list (`lists`); addresses are links as they stand
(`addresses`); what an email cannot show is refused (`refusals`) and, where it was stored before, shown as it was typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from newsletter.markdown import refusals
from newsletter.markdown.addresses import read_address, read_text
from newsletter.markdown.lists import FLATTENED_FROM, tidy_lists
from newsletter.markdown.refusals import MarkdownRefusal, refuse

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# There is one h1 in an edition, its subject.
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
BREAKS = ("softbreak", "hardbreak")
# Deeper than `tidy_lists` lets lists and quotes become, and the levels from which it makes them flatter.
DEEPEST = 100
LEVELS = {
    "bullet_list_open": 2 * (FLATTENED_FROM - 1),
    "ordered_list_open": 2 * (FLATTENED_FROM - 1),
    "blockquote_open": 4,
}


@dataclass(frozen=True)
class MarkdownReading:
    """A text as sanitised HTML, and what of it cannot be shown."""

    html: str
    refusals: tuple[MarkdownRefusal, ...]


def read_markdown(source: str) -> MarkdownReading:
    """`source` as HTML. Its refusals are in the language that is active."""
    found: dict[str, list[MarkdownRefusal]] = {"refusals": []}
    html = _parser().render(tidy_lists(source.replace("\r\n", "\n").replace("\r", "\n")), found)
    return MarkdownReading(sanitise(html), tuple(dict.fromkeys(found["refusals"])))


def sanitise(html: str) -> str:
    """`html` with nothing but what an email shows."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(refusals.SCHEMES))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Every link is read, so that one that leads nowhere can be named."""
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"breaks": True, "maxNesting": DEEPEST})
    parser.enable("table")
    parser.disable(["code", "fence", "backticks", "reference", "lheading"])
    parser.block.ruler.push("unindented", _end_before_unindented, {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.at("text", read_text)
    parser.inline.ruler.before("text", "address", read_address)
    parser.inline.ruler.at("emphasis", _read_emphasis)
    parser.core.ruler.before("text_join", "refusals", _refuse)
    return parser


def _end_before_unindented(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a line that stands further left than the item that is open, or lacks the quote's sign, ends it."""
    return silent and (state.parentType == "blockquote" or state.sCount[start] < state.blkIndent)


def _read_emphasis(state: StateInline, silent: bool) -> bool:
    """Inline rule: as CommonMark's, with its rule for underscores (not within words) for asterisks too."""
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, False)
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


# ── What cannot be shown ────────────────────────────────────────────────────────────────────────────────────────────


def _refuse(state: StateCore) -> None:
    """Core rule: name what cannot be shown, and put its letters in its place."""
    found: list[MarkdownRefusal] = state.env["refusals"]
    lines = state.src.split("\n")
    shown: list[Token] = []
    table_ends = -1
    for token in state.tokens:
        begins, ends = token.map or (-1, -1)
        if token.type == "table_open":
            table_ends = ends
            found.append(refuse(begins + 1, refusals.TABLE))
            shown += _as_typed(lines[begins:ends])
        if token.type == "table_close":
            table_ends = -1
        elif table_ends >= 0:
            continue
        elif token.type == "html_block":
            found.append(refuse(begins + 1, refusals.HTML, what=token.content.strip().split("\n")[0][:40]))
            shown += _as_typed(lines[begins:ends])
        else:
            if token.level >= LEVELS.get(token.type, DEEPEST):
                found.append(refuse(begins + 1, refusals.TOO_DEEP))
            token.tag = HEADINGS.get(token.tag, token.tag)
            if token.type == "inline":
                token.children = list(_shown_inline(token.children or [], begins + 1, found))
            shown.append(token)
    state.tokens = shown


def _as_typed(lines: list[str]) -> list[Token]:
    """A paragraph that shows `lines` as they are."""
    inline = Token("inline", "", 0, children=[])
    words = ((Token("softbreak", "br", 0), Token("text", "", 0, content=line)) for line in lines)
    inline.children = [token for pair in words for token in pair][1:]
    return [Token("paragraph_open", "p", 1, block=True), inline, Token("paragraph_close", "p", -1, block=True)]


def _shown_inline(tokens: list[Token], line: int, found: list[MarkdownRefusal]) -> Iterator[Token]:
    """The `tokens` of a paragraph that begins at `line`, without what cannot be shown; that goes to `found`."""
    first = line
    # Each line's words; signs that were read or escaped stand as NUL.
    typed = [""]
    link, has_words = _Link(), False
    for token in tokens:
        if token.type in BREAKS:
            line += 1
            typed.append("")
        elif token.type == "image":
            found.append(refuse(line, refusals.PICTURE))
            token = Token("text", "", 0, content=f"![{token.content}]({token.attrs['src']})")
        elif token.type == "html_inline":
            found.append(refuse(line, refusals.HTML, what=token.content[:40]))
            token = Token("text", "", 0, content=token.content)
        elif token.type == "link_open":
            has_words = False
            link = _Link(str(token.attrs["href"]), str(token.attrs.pop("title", "")), token.markup)
            found += link.refusals(line)
            typed[-1] += "" if link.markup else "\0"
            if link.problem:
                continue
        elif token.type == "link_close":
            if not has_words:
                found.append(refuse(line, refusals.NO_WORDS))
                yield Token("text", "", 0, content=link.href)
            typed[-1] += "" if link.markup else "\0"
            if link.problem or link.title:
                yield Token("text", "", 0, content=link.unseen)
            if link.problem:
                continue
        else:
            typed[-1] += token.content if token.type == "text" else "\0"
            has_words = has_words or bool(token.content.strip())
        yield token
    for number, words in enumerate(typed, first):
        found += refusals.refusals_in_line(words, number)
    bars = refusals.find_bars(typed)
    if bars is not None:
        found.append(refuse(first + bars, refusals.TABLE))


@dataclass(frozen=True)
class _Link:
    """A link that is being read. `markup` says that its address is its words."""

    href: str = ""
    title: str = ""
    markup: str = ""

    @property
    def problem(self) -> str:
        return refusals.problem_of_link(self.href)

    def refusals(self, line: int) -> Iterator[MarkdownRefusal]:
        if self.problem:
            yield refuse(line, self.problem)
        if self.title:
            yield refuse(line, refusals.TITLE)

    @property
    def unseen(self) -> str:
        """What a reader of the link's words would miss."""
        return (f" ({self.href})" if self.problem else "") + (f" “{self.title}”" if self.title else "")
