"""What was approved, in parts by which a later version is compared with it. Plain values: no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext_lazy as _

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
ADDRESS_OF_SITE = re.compile(r"https?://[^/\s]+")
# What can differ, in the order in which it is said. Only of those in TEXTS the words themselves are shown.
PARTS = {
    "subject": _("subject"),
    "words": _("words"),
    "picture": _("pictures"),
    "address": _("web addresses"),
    "sender": _("sender or account"),
    "time": _("time"),
    "look": _("look"),
}
TEXTS = ("subject", "words", "address", "sender", "time")
# More pairs of lines than these are not listed: the two versions stand beside each other.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Version:
    """Something as it was approved; the fields are those of `ApprovedVersion`."""

    parts: Mapping[str, str]
    pages: Mapping[str, str] = field(default_factory=dict)
    picture: bytes | None = None
    basis: str = ""


@dataclass(frozen=True)
class PartDifference:
    """One part that is not as it was approved; `changes` are its lines before and after, where it is a text."""

    part: str
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> Any:
        return PARTS[self.part]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[PartDifference]:
    """The parts in which two versions differ. A part that one of them lacks is empty there."""
    return [
        PartDifference(part, changed_lines(before.get(part, ""), after.get(part, "")) if part in TEXTS else ())
        for part in PARTS
        if before.get(part, "") != after.get(part, "")
    ]


def is_look_only(found: Iterable[PartDifference]) -> bool:
    """Whether readers get the same words, pictures and addresses, from the same sender and at the same time."""
    return {difference.part for difference in found} == {"look"}


def changed_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Pairs of the lines that differ, each once: what stood there and what stands there now."""
    old, new = before.splitlines(), after.splitlines()
    pairs: list[tuple[str, str]] = []
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[start:end], new[first:last]
        if kind == "replace" and len(gone) == len(come):
            pairs += map(narrowed, gone, come)
        elif kind != "equal":
            pairs.append(("\n".join(gone), "\n".join(come)))
    return tuple(dict.fromkeys(pairs))[:MOST_SHOWN]


def narrowed(before: str, after: str) -> tuple[str, str]:
    """The two lines; of two addresses of one page at different sites, the sites, which are the same for many pages."""
    sites = ADDRESS_OF_SITE.match(before), ADDRESS_OF_SITE.match(after)
    if sites[0] and sites[1] and before[sites[0].end() :] == after[sites[1].end() :]:
        return sites[0].group(), sites[1].group()
    return before, after


def without_addresses(text: str) -> str:
    """The words of `text`, whose addresses are a part of their own."""
    return ADDRESS.sub("…", text)


def addresses_in(*texts: str) -> str:
    """Every address in `texts` once, one a line."""
    return "\n".join(dict.fromkeys(found for text in texts for found in ADDRESS.findall(text)))


class PageParts(HTMLParser):
    """An HTML page taken apart: the text that is read, its addresses, its pictures, and the rest, which is its look."""

    unread = ("style", "script", "title")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.addresses: list[str] = []
        self.pictures: list[str] = []
        self.frame: list[str] = []
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in self.unread else self._inside
        for name, value in attrs:
            self._note(tag, name, value or "")
        self.frame.append(f"<{tag}>")

    def _note(self, tag: str, name: str, value: str) -> None:
        if name == "href":
            self.addresses.append(value)
        elif name == "src":
            self.addresses += ADDRESS_OF_SITE.findall(value)[:1]
            self.pictures.append(ADDRESS_OF_SITE.sub("", value))
        elif name in ("alt", "title"):
            self.texts.append(value)
        else:
            self.frame.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside
        self.frame.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.frame.append(data)
        elif words := " ".join(data.split()):
            self.texts.append(words)

    def handle_comment(self, data: str) -> None:
        """What is between comments for one program is shown by it: its words are words."""
        if "<" not in data:
            self.frame.append(data)
            return
        inner = PageParts(data)
        self.frame += inner.frame
        self.texts += inner.texts
        self.addresses += inner.addresses
