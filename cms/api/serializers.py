"""Turn content into responses of the API, as plain values that their schema checks.

Names come from the credit, addresses from the public address, faces and places from what the gate allows to be shown.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from cms.core.rich_text import html_of, markdown_of
from cms.models import Kind, Topic
from cms.public.files.file_views import file_of
from cms.public.files.photos import SIZES, photo_of
from cms.public.items.item_urls import address_of
from cms.public.items.licences import licence_of
from cms.public.items.visible_fields import Readable, readable
from cms.public.pages.languages import override_interface_language

Answer = dict[str, Any]


def write(contents: list[Any], languages: dict[Any, list[str]]) -> list[Answer]:
    """The responses for `contents` of one kind, whose related rows are loaded already: no query."""
    found = map(readable, contents)
    return [_shared(one, languages[one.content.translation_key]) | WRITERS[one.content.kind](one) for one in found]


def write_topic(topic: Topic, language: str | None) -> Answer:
    names = {code: topic.name_in(code) for code in settings.READER_LANGUAGES}
    return {"slug": topic.slug, "name": topic.name_in(language or ""), "names": names}


def _shared(found: Readable, languages: list[str]) -> Answer:
    content, workshop = found.content, found.item.workshop
    return {
        "id": content.translation_key,
        "language": content.language,
        "available_languages": languages,
        "content_warning": found.item.content_warning or None,
        "url": address_of(content, found.item),
        "credit": found.credit,
        "translation": {"original": content.original_language, "translator": content.translator or ""}
        if content.original_language
        else None,
        "topics": [{"slug": topic.slug, "name": topic.name_in(content.language)} for topic in content.topics.all()],
        "workshop": {"title": workshop.title} if workshop else None,
        "published_at": content.first_published_at,
        "updated_at": content.updated_at,
    }


def _quote(found: Readable) -> Answer:
    return {"text": found.content.text, "context": found.content.context}


def _testimony(found: Readable) -> Answer:
    content = found.content
    return {
        "title": content.title,
        "lead": content.lead,
        "story": _body(content.story),
        "place": found.place,
        "photo": _image(found),
    }


def _learning(found: Readable) -> Answer:
    content = found.content
    return {
        "title": content.title,
        "summary": content.summary,
        "body": _body(content.body),
        "type": content.type,
        "activity": content.activity,
    }


def _resource(found: Readable) -> Answer:
    content, file = found.content, file_of(found)
    with override_interface_language(content.language):
        licence = licence_of(content)
    return {
        "title": content.title,
        "summary": content.summary,
        "body": _body(content.body),
        "type": content.type,
        "file": {"url": file.url, "media_type": file.media_type, "bytes": file.bytes} if file else None,
        "link": content.link,
        "authors": content.authors,
        "licence": {"code": licence.code, "name": licence.name, "url": licence.url} if licence else None,
        "languages": content.languages,
    }


def _webinar(found: Readable) -> Answer:
    content = found.content
    return {
        "title": content.title,
        "summary": content.summary,
        "body": _body(content.body),
        "starts_at": content.begins,
        "ends_at": content.ends,
        "minutes": content.minutes,
        "time_zone": content.time_zone,
        "speakers": content.speakers_named,
        "materials": _body(content.materials),
        "recording": content.recording,
    }


def _discussion_group(found: Readable) -> Answer:
    content = found.content
    return {
        "title": content.title,
        "summary": content.summary,
        "body": _body(content.body),
        "platform": content.platform,
        "invitation": content.open_invitation,
    }


def _commitment(found: Readable) -> Answer:
    content = found.content
    return {
        "title": content.title,
        "summary": content.summary,
        "organisation": content.organisation.name if content.organisation else "",
        "due_on": content.due_on,
        "state": content.state,
        "state_on": content.state_on,
        "outcome": content.outcome,
    }


WRITERS: dict[str, Callable[[Readable], Answer]] = {
    Kind.QUOTE: _quote,
    Kind.TESTIMONY: _testimony,
    Kind.LEARNING: _learning,
    Kind.RESOURCE: _resource,
    Kind.WEBINAR: _webinar,
    Kind.DISCUSSION_GROUP: _discussion_group,
    Kind.COMMITMENT: _commitment,
}


def _body(rich_text: str) -> Answer:
    html = html_of(rich_text)
    return {"html": html, "markdown": markdown_of(html)}


def _image(found: Readable) -> Answer | None:
    sizes = {size: photo for size in SIZES if (photo := photo_of(found, size)) is not None}
    if not sizes:
        return None
    renditions = {
        size: {"url": photo.url, "width": photo.width, "height": photo.height} for size, photo in sizes.items()
    }
    return {"alt": sizes["small"].alt, **renditions}
