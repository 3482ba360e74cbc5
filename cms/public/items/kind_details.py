"""What the page of each kind shows around the words, prepared for its template, in the language that is spoken."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cms.core.rich_text import html_of
from cms.models import Kind
from cms.public.files.file_views import ReadersFile, draft_file_of, file_of
from cms.public.items.licences import licence_of
from cms.public.items.summary_line import platform, state, when
from cms.public.items.visible_fields import Readable
from cms.public.pages.languages import own_name

FileOf = Callable[[Readable], ReadersFile | None]


def details_of(found: Readable, *, is_preview: bool = False) -> dict[str, Any]:
    """What is shown besides the words, by the names that the template of its kind knows."""
    details = DETAILS.get(found.content.kind)
    return details(found, draft_file_of if is_preview else file_of) if details else {}


def _resource(found: Readable, file_of: FileOf) -> dict[str, Any]:
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


def _webinar(found: Readable, _file_of: FileOf) -> dict[str, Any]:
    content = found.content
    return {
        "begins": content.begins.isoformat() if content.begins else "",
        "when": when(content),
        "is_over": content.ends is not None and content.ends <= timezone.now(),
        "speakers": content.speakers_named,
        "materials": html_of(content.materials),
        "recording": content.recording,
    }


def _group(found: Readable, _file_of: FileOf) -> dict[str, Any]:
    return {"platform": platform(found.content), "invitation": found.content.open_invitation}


def _commitment(found: Readable, _file_of: FileOf) -> dict[str, Any]:
    content = found.content
    return {
        "organisation": content.organisation.name if content.organisation else "",
        "due_on": content.due_on,
        "state": state(content),
        "state_on": content.state_on,
    }


DETAILS: dict[str, Callable[[Readable, FileOf], dict[str, Any]]] = {
    Kind.RESOURCE: _resource,
    Kind.WEBINAR: _webinar,
    Kind.DISCUSSION_GROUP: _group,
    Kind.COMMITMENT: _commitment,
}
