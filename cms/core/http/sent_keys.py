"""Keys that were sent, cut from an answer that repeats them: what a server says of a failure is shown and kept."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import requests

# The names under which keys are sent: access_token, client_secret, code_verifier, refreshJwt …
NAMES = re.compile(r"token|secret|password|signature|consumer_key|jwt|^code", re.IGNORECASE)
# Of OAuth 1.0a: name="value".
PARAMETER = re.compile(r'([A-Za-z_]+)="([^"]*)"')
# What is shorter is no key, and may be part of any word.
SHORTEST = 6
CUT = "…"


def cut_keys(answer: requests.Response, more: Iterable[str] = ()) -> None:
    """Take the keys of the request, and those in `more`, out of the answer to it."""
    content = answer.content
    for key in {*keys_in(answer.request), *more}:
        if len(key) >= SHORTEST:
            for written in (key, quote(key, safe=""), key.replace("/", r"\/")):
                content = content.replace(written.encode(), CUT.encode())
    answer._content = content


def keys_in(request: requests.PreparedRequest) -> Iterator[str]:
    """The keys in the head, the address and the body of a request."""
    scheme, _space, credentials = str(request.headers.get("Authorization") or "").partition(" ")
    if scheme == "OAuth":
        yield from (unquote(value) for name, value in PARAMETER.findall(credentials) if NAMES.search(name))
    else:
        yield credentials
    if scheme == "Basic":
        yield from _decoded(credentials).split(":")
    yield from _named(parse_qsl(urlsplit(request.url or "").query))
    yield from _named(_fields(request))


def _decoded(credentials: str) -> str:
    try:
        return base64.b64decode(credentials).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _fields(request: requests.PreparedRequest) -> list[tuple[str, Any]]:
    body, kind = request.body, str(request.headers.get("Content-Type") or "")
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    if not isinstance(text, str):
        return []
    if "urlencoded" in kind:
        return parse_qsl(text)
    if "json" not in kind:
        return []
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return list(found.items()) if isinstance(found, dict) else []


def _named(fields: Iterable[tuple[str, Any]]) -> Iterator[str]:
    return (value for name, value in fields if isinstance(value, str) and NAMES.search(name))
