"""From wordings to answers. Names come from the credit, addresses from the address, faces and places from the gate."""

from collections.abc import Callable
from typing import Any

from cms.api import schemas
from cms.models import Kind, Topic
from cms.public.address import address_of
from cms.public.files import file_of
from cms.public.languages import INTERFACE_LANGUAGES, speaking
from cms.public.licences import licence_of
from cms.public.photos import SIZES, photo_of
from cms.public.showing import Readable, readable
from cms.public.wordings import languages_of
from cms.rich_text import html_of, markdown_of


def write(contents: list[Any]) -> list[Any]:
    """The answers for wordings of one kind: one query, for the languages, however many there are."""
    languages = languages_of(contents)
    return [
        WRITERS[content.kind](readable(content), _shared(readable(content), languages[content.translation_key]))
        for content in contents
    ]


def write_topic(topic: Topic, language: str | None) -> schemas.Topic:
    names = {code: topic.name_in(code) for code in INTERFACE_LANGUAGES}
    return schemas.Topic(slug=topic.slug, name=topic.name_in(language or ""), names=names)


def _shared(found: Readable, languages: list[str]) -> dict[str, Any]:
    content, workshop = found.content, found.item.workshop
    return {
        "id": content.translation_key,
        "language": content.language,
        "available_languages": languages,
        "content_warning": found.item.content_warning or None,
        "url": address_of(content, found.item),
        "credit": found.credit,
        "topics": [
            schemas.TopicRef(slug=topic.slug, name=topic.name_in(content.language)) for topic in content.topics.all()
        ],
        "workshop": schemas.WorkshopRef(title=workshop.title) if workshop else None,
        "published_at": content.published_at,
        "updated_at": content.updated_at,
    }


def _quote(found: Readable, shared: dict[str, Any]) -> schemas.Quote:
    return schemas.Quote(**shared, text=found.content.text, context=found.content.context)


def _testimony(found: Readable, shared: dict[str, Any]) -> schemas.Testimony:
    content = found.content
    return schemas.Testimony(
        **shared,
        title=content.title,
        lead=content.lead,
        story=_body(content.story),
        place=found.place,
        photo=_image(found),
    )


def _learning(found: Readable, shared: dict[str, Any]) -> schemas.Learning:
    content = found.content
    return schemas.Learning(
        **shared,
        title=content.title,
        summary=content.summary,
        body=_body(content.body),
        type=content.type,
        activity=content.activity,
    )


def _resource(found: Readable, shared: dict[str, Any]) -> schemas.Resource:
    content, file = found.content, file_of(found)
    with speaking(content.language):
        licence = licence_of(content)
    return schemas.Resource(
        **shared,
        title=content.title,
        summary=content.summary,
        body=_body(content.body),
        type=content.type,
        file=schemas.File(url=file.url, media_type=file.media_type, bytes=file.bytes) if file else None,
        link=content.link,
        authors=content.authors,
        licence=schemas.Licence(code=licence.code, name=licence.name, url=licence.url) if licence else None,
        languages=content.languages,
    )


WRITERS: dict[str, Callable[[Readable, dict[str, Any]], Any]] = {
    Kind.QUOTE: _quote,
    Kind.TESTIMONY: _testimony,
    Kind.LEARNING: _learning,
    Kind.RESOURCE: _resource,
}


def _body(rich_text: str) -> schemas.Body:
    return schemas.Body(html=html_of(rich_text), markdown=markdown_of(rich_text))


def _image(found: Readable) -> schemas.Image | None:
    sizes = {size: photo for size in SIZES if (photo := photo_of(found, size)) is not None}
    if not sizes:
        return None
    renditions = {
        size: schemas.Rendition(url=photo.url, width=photo.width, height=photo.height) for size, photo in sizes.items()
    }
    return schemas.Image(alt=sizes["small"].alt, **renditions)
