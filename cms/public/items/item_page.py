"""The reader page of one item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language_info

from cms.content.translations import original_of, translation_of
from cms.core.rich_text import html_of
from cms.core.text import collapse_spaces
from cms.models import CONTENT_MODELS, Content, Item
from cms.public.files.og_image import card_of
from cms.public.files.photos import Photo, draft_photo_of, photo_of
from cms.public.items.item_urls import address_of
from cms.public.items.kind_details import details_of
from cms.public.items.lookup import find_readable
from cms.public.items.visible_fields import Readable, readable
from cms.public.lists.list_entries import ListEntry, TopicLink, entries_of, topic_links
from cms.public.lists.queries import cleared_contents, one_each
from cms.public.lists.sections import label_of
from cms.public.pages import phrases
from cms.public.pages.http_cache import public
from cms.public.pages.languages import interface_language, override_interface_language, own_name
from cms.public.pages.page_context import Alternate, sections
from media.models import Brand

RELATED = 3


@dataclass(frozen=True)
class Original:
    """What stands under a translation: from which language, by whom, and where the original can be read."""

    note: str
    translator: str
    url: str


@dataclass(frozen=True)
class ItemView:
    """What the page shows, ready to be written."""

    kind: str
    label: str
    template: str
    language: str
    direction: str
    title: str
    heading: str
    description: str
    credit: str
    place: str
    url: str
    published_at: datetime | None
    topics: list[TopicLink]
    photo: Photo | None
    photo_wide: Photo | None
    html: str
    language_note: str
    original: Original | None
    warning: str
    content: Any
    details: dict[str, Any]


@public
def item(request: HttpRequest, language: str, segment: str, slug: str) -> HttpResponse:
    """The page at an item's address, for readers of `language`. Where another site shows the items, it leads there."""
    found = find_readable(language, segment, slug)
    if settings.ITEM_URL_PATTERN:
        return redirect(address_of(found.content, found.item))
    return HttpResponse(_render(found, request, language, is_preview=False))


def render_item_page(content: Content, request: HttpRequest, *, is_preview: bool) -> str:
    """The complete page of `content`, which may be a draft that was never published, in its own language.

    A preview does not check the gate, but the credit, face and place are those that the consent allows.
    """
    item = Item.objects.filter(translation_key=content.translation_key).first() or Item(
        translation_key=content.translation_key, kind=content.kind
    )
    return _render(readable(content, item), request, content.language, is_preview=is_preview)


def _render(found: Readable, request: HttpRequest, language: str, *, is_preview: bool) -> str:
    with override_interface_language(language) as spoken:
        view = _view_of(found, language, is_preview=is_preview)
        related = [] if is_preview else _from_same_workshop(found, language)
        context = {
            "view": view,
            "is_preview": is_preview,
            # A network would show the card, and the words on it, without asking.
            "card": None if is_preview or found.item.content_warning else card_of(found, Brand.load(request)),
            "related": related,
            "workshop": found.item.workshop if related else None,
            "home_url": f"/{spoken}/",
            "sections": sections(language, found.content.kind),
            "alternates": [] if is_preview else _language_switch(found, language),
            "translations": [] if is_preview else _translations(found),
        }
        return render_to_string("cms/public/item.html", context, request)


def _view_of(found: Readable, language: str, *, is_preview: bool) -> ItemView:
    content, photo = found.content, draft_photo_of if is_preview else photo_of
    kind = content.kind
    is_foreign = content.language != language and content.language != interface_language(language)
    return ItemView(
        kind=kind,
        label=label_of(content),
        template=f"cms/public/item_{kind}.html",
        language=content.language,
        direction="rtl" if get_language_info(content.language)["bidi"] else "ltr",
        title=content.heading or label_of(content) if found.item.content_warning else content.headline,
        heading=content.heading,
        description=found.item.content_warning or _description(content),
        credit=found.credit,
        place=found.place,
        url=address_of(content, found.item) if found.item.slug else "",
        published_at=content.first_published_at,
        topics=topic_links(content.topics.all(), kind, language),
        photo=photo(found, "medium"),
        photo_wide=photo(found, "large"),
        html=html_of(content.long_text),
        language_note=phrases.language_note(content.language) if is_foreign else "",
        original=_original_of(found),
        warning=found.item.content_warning,
        content=content,
        details=details_of(found, is_preview=is_preview),
    )


def _original_of(found: Readable) -> Original | None:
    translation = translation_of(found.content)
    if translation is None:
        return None
    original = original_of(found.content, translation)
    url = address_of(original, found.item) if original and original.live and found.item.slug else ""
    return Original(phrases.original_in(translation.source.language_code), translation.translator, url)


def _description(content: Any) -> str:
    """What search engines and networks show under the title."""
    return Truncator(collapse_spaces(content.gist)).chars(200)


def _from_same_workshop(found: Readable, language: str) -> list[ListEntry]:
    """Other things that may be read from the same workshop: the newest of each kind in turn."""
    if found.item.workshop_id is None:
        return []
    now = timezone.now()
    ranked: list[tuple[int, Any]] = []
    for model in CONTENT_MODELS:
        contents = cleared_contents(model, now).filter(item__workshop=found.item.workshop_id)
        others = one_each(contents, language).exclude(translation_key=found.item.translation_key)
        ranked += enumerate(others[:RELATED])
    first = sorted(ranked, key=lambda rank_and_content: rank_and_content[0])[:RELATED]
    return entries_of([content for _rank, content in first], language)


def _translations(found: Readable) -> list[Alternate]:
    """The addresses of the same item in the languages in which it can be read (hreflang)."""
    contents = found.item.contents(live_only=True)
    return [
        Alternate(content.language, own_name(content.language), address_of(content, found.item))
        for content in contents
        if len(contents) > 1
    ]


def _language_switch(found: Readable, language: str) -> list[Alternate]:
    """Where the reader goes for another language: the pages speak all of them, whatever the words are in."""
    codes = [*settings.READER_LANGUAGES, *({language} - set(settings.READER_LANGUAGES))]
    return [
        Alternate(code, own_name(code), address_of(found.content, found.item, code), code == language) for code in codes
    ]
