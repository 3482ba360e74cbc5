"""No log line holds a key: an address that opens something to whoever has it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from cms.ops.logs import LineFormatter

SECRET = "abcdefgh1234-secret"


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Every address with a part called `token`, filled in."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern.url_patterns, route)
        elif "token" in pattern.pattern.converters or "(?P<token>" in route:
            yield route


def filled(route: str) -> str:

    route = re.sub(r"<(?:\w+:)?token>|\(\?P<token>[^)]*\)", SECRET, route)
    return "/" + re.sub(r"<[^>]*>|\(\?P<[^)]*\)", "x1", route)


def test_every_address_with_a_key_is_masked():
    lines = []
    for route in addresses(get_resolver().url_patterns):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (filled(route),), None)
        lines.append(LineFormatter("%(message)s").format(record))
    assert len(lines) >= 9
    assert [line for line in lines if SECRET in line or "…" not in line] == []


def test_an_error_that_quotes_an_address_is_masked_too():
    try:
        raise ValueError(f"/recoger/{SECRET}/")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (type(error), error, error.__traceback__))
    assert SECRET not in LineFormatter("%(message)s").format(record)
