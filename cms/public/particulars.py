"""What is to be known of a wording besides its words, prepared for its page and for the lists and messages it is in.

Spoken in the reader's language: call it inside `speaking`.
"""

from collections.abc import Callable
from typing import Any

from cms.models import Kind
from cms.public.files import ReadersFile, draft_file_of, file_of
from cms.public.languages import own_name
from cms.public.licences import licence_of
from cms.public.showing import Readable


def details_of(found: Readable, *, is_preview: bool = False) -> dict[str, Any]:
    """What the page of `found` shows around the words, by the names that its template knows."""
    details = DETAILS.get(found.content.kind)
    return details(found, draft_file_of if is_preview else file_of) if details else {}


def line_of(content: Any) -> str:
    """The one line without which the title is not enough; empty where it is."""
    line = LINES.get(content.kind)
    return line(content) if line else ""


def _resource(found: Readable, file_of: Callable[[Readable], ReadersFile | None]) -> dict[str, Any]:
    content = found.content
    return {
        "file": file_of(found),
        "link": content.link,
        "site": site_of(content.link),
        "licence": licence_of(content),
        "languages": [(code, own_name(code)) for code in content.languages],
    }


def site_of(link: str) -> str:
    """The name of the site that a link leads to."""
    return link.partition("//")[2].partition("/")[0].removeprefix("www.")


DETAILS: dict[str, Callable[..., dict[str, Any]]] = {Kind.RESOURCE: _resource}
LINES: dict[str, Callable[[Any], str]] = {Kind.RESOURCE: lambda content: str(content.authors)}
