"""How an item looks in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from cms.models import Topic
from cms.public.files.photos import Photo, photo_of
from cms.public.items.item_urls import address_of
from cms.public.items.summary_line import line_of
from cms.public.items.visible_fields import readable
from cms.public.lists.sections import label_of
from cms.public.pages.languages import interface_language
from cms.public.pages.page_context import list_url
from cms.public.pages.phrases import written_in


@dataclass(frozen=True)
class TopicLink:
    """A topic, leading to the list of what is about it."""

    name: str
    slug: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class ListEntry:
    """One line or card of a list. `language` is that of the words; the note names it where the page speaks another.

    Where there is a `warning` it stands in place of the words and of the photo.
    """

    kind: str
    label: str
    language: str
    url: str
    title: str
    text: str
    credit: str
    photo: Photo | None
    line: str = ""
    language_note: str = ""
    warning: str = ""


def entries_of(contents: Iterable[Any], language: str) -> list[ListEntry]:
    """The entries of `contents` as `cleared_contents` loads them, for readers of `language`: no query."""
    return [_entry(content, language) for content in contents]


def topic_links(topics: Iterable[Topic], kind: str, language: str, current: str = "") -> list[TopicLink]:
    """Links to the list of a kind, filtered by each topic."""
    return [
        TopicLink(
            topic.name_in(language), topic.slug, f"{list_url(language, kind)}?tema={topic.slug}", topic.slug == current
        )
        for topic in topics
    ]


def _entry(content: Any, language: str) -> ListEntry:
    found = readable(content)
    warning = found.item.content_warning
    # Exact words stand whole; of the others what makes one want to read.
    text = content.gist if content.is_verbatim else Truncator(content.gist).chars(240)
    return ListEntry(
        kind=content.kind,
        label=label_of(content),
        language=content.language,
        url=address_of(content, found.item, language),
        title=content.heading,
        text="" if warning else text,
        credit=found.credit,
        photo=None if warning else photo_of(found, "small"),
        line=line_of(content),
        language_note=written_in(content.language) if content.language != interface_language(language) else "",
        warning=warning,
    )
