"""A post's text as networks show it: links short, hashtags marked."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from campaigns.posts.text import LINK

# What a link shows of its address.
SHOWN_LINK = 34


def linked(text: str) -> SafeString:
    """A post's text with its links and hashtags marked, and nothing else of it taken as HTML."""
    parts, at = [], 0
    for found in LINK.finditer(text):
        address = found.group()
        bare = address.split("://", 1)[1]
        shown = bare if len(bare) <= SHOWN_LINK else f"{bare[:SHOWN_LINK]}…"
        parts.append(_tagged(text[at : found.start()]))
        parts.append(f'<a href="{escape(address)}" rel="noopener" target="_blank">{escape(shown)}</a>')
        at = found.end()
    parts.append(_tagged(text[at:]))
    return mark_safe("".join(parts))


def _tagged(text: str) -> str:
    words = escape(text).split(" ")
    return " ".join(_tag_lines(word) for word in words)


def _tag_lines(word: str) -> str:
    lines = word.split("\n")
    return "\n".join(
        f'<span class="timeline__tag">{one}</span>' if one[:1] == "#" and one[1:] else one for one in lines
    )
