"""What no database holds is refused before a view sees it, so that SQLite and PostgreSQL answer the same.

PostgreSQL stores neither NUL nor a lone surrogate; no address of ours has a control character.
"""

import re
from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

# Longer than any address that we make: a signed token and a slug are below 500 letters each.
LONGEST_PATH = 2_000
LONGEST_VALUE = 200

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

View = Callable[[HttpRequest], HttpResponse]


def is_storable(text: str) -> bool:
    """Whether both databases can store `text`, and compare a column with it."""
    return _UNSTORABLE.search(text) is None


def is_plain_line(text: str) -> bool:
    """Whether `text` holds no control character, line break or lone surrogate."""
    return _CONTROLS.search(text) is None


def read_query(request: HttpRequest, *names: str) -> dict[str, str]:
    """The parameters `names` of a page that were given. Parameters of others (`utm_source`) are ignored.

    Raises Http404 for one that is empty, repeated, too long, spelled as an array (`name[]`) or in capitals, or that
    holds control characters: a page must not answer with more than was asked for.
    """
    found: dict[str, str] = {}
    for name, values in request.GET.lists():
        stem = re.split(r"[\[\].\s\x00]", name.strip(), maxsplit=1)[0].lower()
        if stem not in names:
            continue
        value = values[0]
        if name != stem or len(values) > 1 or not value or len(value) > LONGEST_VALUE or not is_plain_line(value):
            raise Http404
        found[name] = value
    return found


class ReadAsUtf8:
    """Before the sessions: text is UTF-8, whatever `charset` a Content-Type names ("rot13", "unicode_escape"), and a
    cookie that no database could look up was not set by us."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        for name in [name for name, value in request.COOKIES.items() if not is_plain_line(name + value)]:
            del request.COOKIES[name]
        return self.get_response(request)


class RefuseUnstorableInput:
    """Around every view: 404 for a path, 400 for a query that cannot be looked up. Forms refuse what is posted."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.path) > LONGEST_PATH or not is_plain_line(request.path):
            raise Http404
        # The content API says which of its parameters is wrong.
        if not request.path.startswith("/api/") and not all(map(is_storable, _texts(request))):
            raise BadRequest("The query holds a character that cannot be stored.")
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterable[str]:
    for name, values in request.GET.lists():
        yield name
        yield from values
