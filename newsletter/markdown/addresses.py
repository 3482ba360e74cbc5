"""Addresses that stand in a text as they are: of pages and of mailboxes. No sign in them is read as Markdown."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

_LETTER = r"[^\W_]"
_ADDRESS = re.compile(
    r"(?<![^\W_]|[@/.:-])(?P<page>(?:https?://|www\.)(?:[^\s<>«»“”\"\[\]]|\[[^\s\[\]]*\])+)"
    rf"|(?<![^\W_]|[.+@/:-])(?P<mailbox>{_LETTER}[\w.+-]{{0,63}}@(?:{_LETTER}|-){{1,63}}(?:\.(?:{_LETTER}|-){{1,63}}){{1,9}})",
    re.IGNORECASE,
)
# The signs and line breaks at which the other inline rules look.
_SIGN = re.compile(r"[\n!-/:-@\[-`{-~]")
_CLOSING = ".,;:!?…'*~)"
# An underscore that opens emphasis: one at the end of an address closes it.
_OPENS_EMPHASIS = re.compile(r"(?<!\w)_(?=\S)")


@dataclass(frozen=True)
class BareAddress:
    start: int
    end: int
    words: str
    href: str


@lru_cache(maxsize=64)
def addresses_in(source: str) -> tuple[BareAddress, ...]:
    """The addresses in `source`, in order, without the punctuation of the sentence around them."""
    found = (_address(source, match) for match in _ADDRESS.finditer(source))
    return tuple(address for address in found if address is not None)


def _address(source: str, match: re.Match[str]) -> BareAddress | None:
    typed = match[0]
    closes_emphasis = _OPENS_EMPHASIS.search(source, 0, match.start()) is not None
    while typed:
        last = typed[-1]
        balanced = last == ")" and typed.count(")") <= typed.count("(")
        if (last not in _CLOSING or balanced) and not (last == "_" and closes_emphasis):
            break
        typed = typed[:-1]
    words = unescapeAll(typed)
    begins = "mailto:" if match["mailbox"] else "http://" if words[:4].lower() == "www." else ""
    href = begins + words
    host = href.partition(":")[2].strip("/")
    return BareAddress(match.start(), match.start() + len(typed), words, href) if len(host) > 1 else None


def read_address(state: StateInline, silent: bool) -> bool:
    """Inline rule: an address at this place becomes a link, or within a link's words, words."""
    known = addresses_in(state.src)
    index = bisect_left(known, state.pos, key=lambda address: address.start)
    if index == len(known) or known[index].start != state.pos or known[index].end > state.posMax:
        return False
    found = known[index]
    if not silent:
        if state.linkLevel == 0:
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": state.md.normalizeLink(found.href)}
            opening.markup = "bare"
        state.push("text", "", 0).content = found.words
        if state.linkLevel == 0:
            state.push("link_close", "a", -1).markup = "bare"
    state.pos = found.end
    return True


def read_text(state: StateInline, silent: bool) -> bool:
    """Inline rule: letters up to the next sign that may mean something, or the next address."""
    sign = _SIGN.search(state.src, state.pos)
    end = min(sign.start() if sign else state.posMax, state.posMax)
    known = addresses_in(state.src)
    following = bisect_left(known, state.pos + 1, key=lambda address: address.start)
    if following < len(known):
        end = min(end, known[following].start)
    if end <= state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True
