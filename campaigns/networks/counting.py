"""How long a text is, as each network counts it. Pure functions; a network's `Limits` name those that hold there.

Links and emoji are found by `twitter-text-parser`, a port of the code that X and Mastodon count with themselves.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from typing import Any

import regex
from django.utils.translation import gettext as _

GRAPHEME = regex.compile(r"\X")
EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
# A name on another server, as Mastodon reads it: https://github.com/mastodon/mastodon app/models/account.rb MENTION_RE.
MENTION = regex.compile(r"(?<![=/\w])(@[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\w.-]+\w+", regex.IGNORECASE)
# What LinkedIn takes for its own markup unless a backslash stands before it.
LINKEDIN_MARKUP = regex.compile(r"[\\|{}@\[\]()<>#*_~]")


class Unit(Enum):
    """What a network counts, for the sentence that staff read."""

    CHARACTERS = "characters"
    BYTES = "bytes"


@dataclass(frozen=True)
class Size:
    """How much of a limit a text uses."""

    used: int
    most: int
    unit: Unit = Unit.CHARACTERS

    @property
    def fits(self) -> bool:
        return 0 < self.used <= self.most

    @property
    def sentence(self) -> str:
        """Why it does not fit."""
        said = {
            Unit.CHARACTERS: _("The text has {count} characters and the network allows {limit}."),
            Unit.BYTES: _("With its accents and symbols the text takes {count} bytes and the network allows {limit}."),
        }
        return said[self.unit].format(count=self.used, limit=self.most)


@dataclass(frozen=True)
class Measure:
    """One way of counting, and the most that a network takes."""

    count: Callable[[str], int]
    most: int
    unit: Unit = Unit.CHARACTERS

    @property
    def label(self) -> str:
        said = {Unit.CHARACTERS: _("{limit} characters"), Unit.BYTES: _("{limit} bytes")}
        return said[self.unit].format(limit=self.most)

    def size(self, text: str) -> Size:
        return Size(self.count(text), self.most, self.unit)


def size_of(text: str, measures: tuple[Measure, ...]) -> Size:
    """How much of the tightest of several limits a text uses."""
    return max((measure.size(text) for measure in measures), key=lambda size: size.used / size.most)


def count_graphemes(text: str) -> int:
    """Signs as people see them (UAX 29): Bluesky."""
    return len(GRAPHEME.findall(text))


def count_bytes(text: str) -> int:
    """Bytes in UTF-8: Bluesky's second limit."""
    return len(text.encode())


def count_utf16(text: str) -> int:
    """Units of UTF-16: Telegram. https://core.telegram.org/api/entities#entity-length"""
    return len(text.encode("utf-16-le")) // 2


def count_weighted(text: str) -> int:
    """X's weights, version 3: https://docs.x.com/fundamentals/counting-characters"""
    return int(_twitter_text().parse_tweet(text).weightedLength)


def count_escaped(text: str) -> int:
    """LinkedIn, where a backslash has to stand before what would be markup. Whether it counts is said nowhere."""
    return count_utf16(text) + len(LINKEDIN_MARKUP.findall(text))


def count_threads(text: str) -> int:
    """Threads: an emoji as its bytes in UTF-8. https://developers.facebook.com/docs/threads/overview"""
    signs = GRAPHEME.findall(unicodedata.normalize("NFC", text))
    return sum(len(sign.encode()) if EMOJI.search(sign) else len(sign) for sign in signs)


def mastodon_counter(url_length: int = 23) -> Callable[[str], int]:
    """Mastodon's way: each link as `url_length`, of a name on another server only what stands before its second @."""
    return partial(_count_for_mastodon, url_length=url_length)


def _count_for_mastodon(text: str, url_length: int) -> int:
    return count_graphemes("".join(_shortened(text, "x" * url_length)))


def _shortened(text: str, placeholder: str) -> Iterator[str]:
    at = 0
    for start, end in _links(text):
        yield MENTION.sub(r"\1", text[at:start])
        yield placeholder
        at = end
    yield MENTION.sub(r"\1", text[at:])


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Where links with their protocol stand; not the sign of punctuation that closes the sentence."""
    for found in _twitter_text().extract_urls_with_indices(text, False):
        start, end = found["indices"]
        yield start, end


@cache
def _twitter_text() -> Any:
    """Loaded when it is needed: its expressions take longer to compile than a fifth of everything else at a start."""
    import twitter_text

    return twitter_text
