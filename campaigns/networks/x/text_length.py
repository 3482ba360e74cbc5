"""How long a text is for X: the weights of twitter-text, configuration version 3.

https://docs.x.com/fundamentals/counting-characters and https://github.com/twitter/twitter-text. Links are found as
twitter-text finds them, bare domains included.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import regex

LINK_LENGTH, EMOJI_LENGTH = 23, 2
# What counts twice.
HEAVY = regex.compile(r"[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
# Nothing this long or with so many dots fits, whatever stands in it, and so its links are not looked for.
LONGEST_READ, MOST_DOTS = 25_000, 300
# https://github.com/twitter/twitter-text/blob/master/js/src/extractUrlsWithIndices.js
LONGEST_LINK, LONGEST_SHORT_PATH = 4096, 40
TOP_LEVEL_DOMAINS = frozenset(Path(__file__).with_name("top_level_domains.txt").read_text("utf-8").split())

_PICTURE = r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}|[\p{Emoji}--[0-9#*]]\uFE0F?)"
_FLAG = r"\p{Regional_Indicator}{2}|\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"
# https://www.unicode.org/reports/tr51/
EMOJI = regex.compile(rf"(?V1){_FLAG}|[0-9#*]\uFE0F?\u20E3|{_PICTURE}(?:\u200D{_PICTURE})*+")

_DIRECTIONS = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_INVALID = r"\uFFFE\uFEFF\uFFFF"
_SPACES = r"\x09-\x0D\x20\x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
_ACCENTED = (
    r"\xC0-\xD6\xD8-\xF6\xF8-\xFF\u0100-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289"
    r"\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_NOT_IN_DOMAIN = rf"!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~${_SPACES}{_INVALID}{_DIRECTIONS}"
_LETTER = rf"[^{_NOT_IN_DOMAIN}]"
_TOP = r"(?:\L<tops>(?=[^0-9a-zA-Z@+\-]|$)|xn--[\-0-9a-z]+)"
_SUBDOMAIN = rf"{_LETTER}(?:[_\-]|{_LETTER})*+(?<![_\-])\."
# No name in the DNS has more than 127 labels.
_DOMAIN = rf"(?:{_SUBDOMAIN}){{0,125}}{_LETTER}(?:-|{_LETTER})*+(?<!-)\.{_TOP}"
_PATH_LETTER = rf"[a-z\u0400-\u04FF0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}]"
_PARENTHESES = rf"\((?:{_PATH_LETTER}++|{_PATH_LETTER}*+\({_PATH_LETTER}++\){_PATH_LETTER}*+)\)"
_PATH_END = rf"(?:[+\-a-z\u0400-\u04FF0-9=_#/{_ACCENTED}]|{_PARENTHESES})"
_PATH = rf"(?:{_PATH_LETTER}*(?:{_PARENTHESES}{_PATH_LETTER}*)*{_PATH_END}|@{_PATH_LETTER}+/)"
_QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
_BEFORE = rf"(?P<before>[^A-Za-z0-9@＠$#＃{_INVALID}]|^)"
LINK = regex.compile(
    rf"{_BEFORE}(?P<link>(?P<protocol>https?://)?(?P<domain>{_DOMAIN})(?::[0-9]+)?(?P<path>/{_PATH}*)?(?:{_QUERY})?)",
    regex.IGNORECASE,
    tops=TOP_LEVEL_DOMAINS,
)
BARE_DOMAIN = regex.compile(rf"(?:[\-a-z0-9{_ACCENTED}]+\.)+{_TOP}", regex.IGNORECASE, tops=TOP_LEVEL_DOMAINS)
SHORT_LINK = regex.compile(rf"^https?://t\.co/(?P<path>[a-z0-9]+)(?:{_QUERY})?", regex.IGNORECASE)


def count_for_x(text: str) -> int:
    """The weighted length, of which 280 fit: a link is 23, an emoji 2, and so is a sign outside of the light ranges."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    used, at = 0, 0
    for start, end in links_for_x(text):
        used += _weight(text[at:start]) + LINK_LENGTH
        at = end
    return used + _weight(text[at:])


def _weight(text: str) -> int:
    without, emoji = EMOJI.subn("", text)
    return emoji * EMOJI_LENGTH + len(without) + len(HEAVY.findall(without))


def links_for_x(text: str) -> Iterator[tuple[int, int]]:
    """Where X makes a link of what is written, with or without `https://`."""
    if not 0 < text.count(".") <= MOST_DOTS or len(text) > LONGEST_READ:
        return
    for found in LINK.finditer(text):
        if not _is_possible(found):
            continue
        yield from _whole_link(found) if found["protocol"] else _bare_links(found)


def _is_possible(found: "regex.Match[str]") -> bool:
    domain = found["domain"]
    try:
        ascii_domain = domain.encode("idna")
    except UnicodeError:
        return False
    protocol = found["protocol"] or "https://"
    return len(protocol) + len(found["link"]) + len(ascii_domain) - len(domain) <= LONGEST_LINK


def _whole_link(found: "regex.Match[str]") -> Iterator[tuple[int, int]]:
    start, end = found.span("link")
    short = SHORT_LINK.search(found["link"])
    if short is None:
        yield start, end
    elif len(short["path"]) <= LONGEST_SHORT_PATH:
        yield start, start + short.end()


def _bare_links(found: "regex.Match[str]") -> Iterator[tuple[int, int]]:
    """Without a protocol only Latin letters make a domain; what follows the domain belongs to the last of them."""
    if found["before"] in ("-", "_", ".", "/"):
        return
    start = found.start("domain")
    domains = [(start + one.start(), start + one.end()) for one in BARE_DOMAIN.finditer(found["domain"])]
    if domains and found["path"]:
        domains[-1] = (domains[-1][0], found.end("link"))
    yield from domains
