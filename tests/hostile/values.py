"""Values that break programs: in forms, queries, paths, headers and bodies."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

VALUES = {
    "NUL": "a\x00b",
    "only NUL": "\x00" * 40,
    "lone surrogate": "\ud800",
    "10,000 letters": "x" * 10_000,
    "308 letters": "y" * 296 + "@example.org",
    "the last moment": "9999-12-31T23:59:59-12:00",
    "the first moment": "0001-01-01T00:03:00Z",
    "the year 0": "0000-00-00T00:00:00Z",
    "seconds since 1970": "1700000000",
    "negative": "-1",
    "huge number": "9" * 400,
    "2**63": str(2**63),
    "NaN": "NaN",
    "infinity": "-Infinity",
    "exponent": "1e999",
    "Arabic digits": "١٢٣",
    "empty": "",
    "space": " ",
    "right to left": "\u202eabc\u200f\u2066",
    "SQL": "' OR 1=1; DROP TABLE cms_item; --",
    "LIKE and regex": "%_\\(*[",
    "JSON": '{"$ne": null, "__proto__": [[[[1e999]]]]}',
    "template": "{{ 7*7 }}{% debug %}${7*7}",
    "emoji": "👩🏽‍🌾🏳️‍⚧️",
    "line breaks": "a\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "path": "../../../../etc/passwd",
    "C1 control": "\x85\x9f",
    "not a character": "\uffff\ufdd0",
    "forged cursor": "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgOTIyMzM3MjAzNjg1NDc3NTgwN10",
    "cursor with true": "WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgdHJ1ZV0",
}
# Already as they stand in an address.
ENCODED = {"wrong percent": "%zz%", "not UTF-8": "%ff%fe%C3", "encoded surrogate": "%ED%A0%80", "overlong": "%C0%80"}
# What a list of one item shows that was asked for what changed since.
TIMES = {"the last moment": 0, "the first moment": 1}
HEADERS = ("Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Referer")
BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "broken parts": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\x00\r\n\r\na"),
    "wrong base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n'
        b"--x--\r\n",
    ),
    "no text encoding": ("multipart/form-data; boundary=x; charset=rot13", b""),
    "escapes": (
        "multipart/form-data; boundary=x; charset=unicode_escape",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\\x00\r\n--x--\r\n',
    ),
    "other charset": ("application/x-www-form-urlencoded; charset=utf-16", b"name=%00"),
    "JSON": ("application/json", b'{"text": "\\ud800", "key": 1e999}'),
    "no type": ("\x00", b"\xff\xfe\x00"),
    "many fields": ("application/x-www-form-urlencoded", b"a=1&" * 10_001),
}


def spelled() -> Iterator[tuple[str, str]]:
    """Each value by its name, as it stands in an address."""
    for name, value in VALUES.items():
        yield name, quote(value, safe="", errors="surrogatepass")
    yield from ENCODED.items()


SPELLED = dict(spelled())
