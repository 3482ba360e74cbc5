"""A post on X's timeline and one of ours, brought into one form, so that they can be compared."""

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from typing import Any

PROTOCOL = re.compile(r"https?://", re.IGNORECASE)


def shown(text: str) -> str:
    """A text without spaces, without the protocols of links and a slash at their end, and with its letters composed."""
    words = [PROTOCOL.sub("", word).removesuffix("/") for word in unicodedata.normalize("NFC", text).split()]
    return "".join(words)


def text_of(post: Mapping[str, Any]) -> str:
    """The text of what X answers, where signs of HTML are escaped, links shortened, and the picture is a last link."""
    text = unescape(str(post["text"]))
    for link in post.get("entities", {}).get("urls", ()):
        is_picture = "media_key" in link or re.search(r"/status/\d+/(photo|video)/", str(link.get("expanded_url", "")))
        text = text.replace(str(link["url"]), "" if is_picture else str(link["expanded_url"]))
    return text
