"""How long a text is, as each network counts it. Pure functions; a network's `Limits` name those that hold there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import regex
from django.utils.translation import gettext as _

GRAPHEME = regex.compile(r"\X")
# A name on another server, as Mastodon reads it: https://github.com/mastodon/mastodon app/models/account.rb MENTION_RE,
# written so that no text takes long: servers choose the texts in which it is looked for.
MENTION = regex.compile(r"(?<![=/\w])(@[a-z0-9_][a-z0-9_.-]*+(?<![.-]))@[\w.-]+\w", regex.IGNORECASE)
# A whole address: a host with a dot, and what follows it up to a space or a quotation mark.
LINK = regex.compile(
    r"""(?<![@\w])https?://(?:[\w-]+\.)+\p{L}[\w-]+(?::\d+)?(?:[/?#][^\s<>«»“”"]*)?""", regex.IGNORECASE
)
# What closes a sentence, and not the address in it.
CLOSING = ".,;:!?¿¡'’…)]}"


@dataclass(frozen=True)
class Size:
    """How much of a limit a text uses."""

    used: int
    most: int

    @property
    def fits(self) -> bool:
        return 0 < self.used <= self.most

    @property
    def sentence(self) -> str:
        """Why it does not fit."""
        sentence = _("The text has {count} characters and the network allows {limit}.")
        return sentence.format(count=self.used, limit=self.most)


@dataclass(frozen=True)
class Measure:
    """One way of counting, and the most that a network takes."""

    count: Callable[[str], int]
    most: int

    @property
    def label(self) -> str:
        return _("{limit} characters").format(limit=self.most)

    def size(self, text: str) -> Size:
        return Size(self.count(text), self.most)


def count_graphemes(text: str) -> int:
    """Signs as people see them (UAX 29)."""
    return len(GRAPHEME.findall(text))


def count_utf16(text: str) -> int:
    """Units of UTF-16: one for most signs, two for each part of an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def mastodon_counter(url_length: int = 23) -> Callable[[str], int]:
    """Mastodon's way: each link as `url_length`, of a name on another server only what stands before its second @."""
    return partial(_count_for_mastodon, url_length=url_length)


def _count_for_mastodon(text: str, url_length: int) -> int:
    return count_graphemes("".join(_shortened(text, "x" * url_length)))


def _shortened(text: str, placeholder: str) -> Iterator[str]:
    at = 0
    for start, end in links_in(text):
        yield MENTION.sub(r"\1", text[at:start])
        yield placeholder
        at = end
    yield MENTION.sub(r"\1", text[at:])


def links_in(text: str) -> Iterator[tuple[int, int]]:
    """Where whole addresses stand, without what closes the sentence around them; "(…)" inside one belongs to it."""
    for found in LINK.finditer(text):
        link = found.group()
        while link[-1] in CLOSING and not (link[-1] == ")" and link.count("(") >= link.count(")")):
            link = link[:-1]
        yield found.start(), found.start() + len(link)
