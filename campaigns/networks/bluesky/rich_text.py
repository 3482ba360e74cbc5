"""Text as Bluesky keeps it: long links shortened for the eye, and facets that say where links and hashtags stand.

A facet counts in bytes of UTF-8. Pure functions. https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from campaigns.networks.text_length import GRAPHEME, Measure, count_graphemes, links_in

MOST_GRAPHEMES, MOST_BYTES = 300, 3000
# As the app does: what follows the host is shown up to the first number, or else as many as the second.
LONGEST_PATH, SHORTENED_PATH = 15, 13
# https://github.com/bluesky-social/atproto packages/api/src/rich-text/util.ts TAG_REGEX
TAG = regex.compile(r"(?<!\S)[#＃]((?!\uFE0F)[^\s\u00AD\u2060\u200A-\u200D\u20E2]+)")
TRAILING_PUNCTUATION = regex.compile(r"\p{P}+$")
SAYS_SOMETHING = regex.compile(r"[^\d\p{P}]")
LONGEST_TAG = 64


@dataclass(frozen=True)
class RichText:
    """What is shown, and the facets of it."""

    text: str
    facets: list[dict[str, Any]]


def rich_text(text: str) -> RichText:
    """`text` with its links shortened, where each link and hashtag leads."""
    shown, facets, at = "", [], 0
    for start, end in links_in(text):
        shown += text[at:start]
        label = shown_link(text[start:end])
        facets.append(facet(shown, label, {"$type": "app.bsky.richtext.facet#link", "uri": text[start:end]}))
        shown += label
        at = end
    shown += text[at:]
    return RichText(shown, sorted(facets + list(tags_in(shown)), key=lambda one: int(one["index"]["byteStart"])))


def shown_link(address: str) -> str:
    """An address without its scheme, and of its path only the beginning."""
    bare = address.partition("://")[2]
    host = regex.split(r"[/?#]", bare, maxsplit=1)[0]
    path = bare[len(host) :]
    if path == "/":
        return host
    signs = GRAPHEME.findall(path)
    return bare if len(signs) <= LONGEST_PATH else f"{host}{''.join(signs[:SHORTENED_PATH])}…"


def tags_in(text: str) -> Iterator[dict[str, Any]]:
    for found in TAG.finditer(text):
        tag = TRAILING_PUNCTUATION.sub("", found.group(1))
        if SAYS_SOMETHING.search(tag) and count_graphemes(tag) <= LONGEST_TAG:
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
            yield facet(text[: found.start()], text[found.start()] + tag, feature)


def facet(before: str, marked: str, feature: dict[str, str]) -> dict[str, Any]:
    start = len(before.encode())
    return {"index": {"byteStart": start, "byteEnd": start + len(marked.encode())}, "features": [feature]}


def count_for_bluesky(text: str) -> int:
    """Signs of what is shown; where bytes are what runs out first, in tenths of their limit, which is ten times it."""
    shown = rich_text(text).text
    return max(count_graphemes(shown), -(-len(shown.encode()) * MOST_GRAPHEMES // MOST_BYTES))


TEXT = Measure(count_for_bluesky, MOST_GRAPHEMES)
