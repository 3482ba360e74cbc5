"""What stands in an edition for a reader of one language, as plain values: the only part of rendering that asks the
database. An item that may not go out by email now is left out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import override

from cms.consent.gate import Use, cleared
from cms.models import ConsentTerms, Item
from cms.models.kinds.item_contents import in_language, live_contents
from cms.public.files.photos import mail_photo_of
from cms.public.items.item_urls import address_for_readers
from cms.public.items.summary_line import line_of
from cms.public.items.visible_fields import readable
from cms.public.lists.sections import type_of
from cms.public.pages.phrases import written_in
from newsletter.blocks.kind_blocks import kind_block_at
from newsletter.blocks.stream import item_ids
from newsletter.markdown import read_markdown, text_of_html
from newsletter.rendering.phrases import quotation_marks


@dataclass(frozen=True)
class Picture:
    """A photo and the size in pixels at which it is shown."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class BlockItem:
    """An item's words as one reader sees them. `language` differs from the edition's where it is not translated."""

    item_id: int
    kind: str
    language: str
    url: str
    credit: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    context: str = ""
    label: str = ""
    line: str = ""
    picture: Picture | None = None
    warning: str = ""
    opening: str = ""
    closing: str = ""
    note: str = ""


@dataclass(frozen=True)
class RenderedBlock:
    """A block of the edition."""

    type: str
    html: str = ""
    text: str = ""
    language: str = ""
    label: str = ""
    url: str = ""
    entries: tuple[BlockItem, ...] = ()


@dataclass(frozen=True)
class LoadedItems:
    """Items that may go out by email at one moment, with what they say in every language."""

    items: list[Item]
    contents: dict[UUID, dict[str, Any]]


# Everything an edition says in one language, as JSON has it: subject, preheader, month, audience, and its parts.
Words = dict[str, Any]


def items_in(words: Words) -> set[int]:
    """The items whose words are among `words`."""
    return {entry["item_id"] for part in words.get("parts", ()) for entry in part["entries"]}


def without_items(words: Words, gone: set[int]) -> Words:
    """`words` as they are when nothing of the items in `gone` is said."""
    parts = []
    for part in words.get("parts", ()):
        entries = [entry for entry in part["entries"] if entry["item_id"] not in gone]
        if entries or not part["entries"]:
            parts.append({**part, "entries": entries})
    return {**words, "parts": parts} if words else words


def parts_of(edition: Any, language: str, loaded: LoadedItems | None = None) -> list[RenderedBlock]:
    """The edition's blocks for a reader of `language`, from its items as they are now or as they were loaded."""
    entries = entries_of(loaded or load_items(item_ids(edition.body), timezone.now()), language)
    found = (_part(block, language, entries) for block in (edition.body.raw_data if edition.body else []))
    return [part for part in found if part is not None]


def _part(block: Any, language: str, loaded: dict[int, BlockItem]) -> RenderedBlock | None:
    kind, value = block["type"], block["value"]
    if kind in ("introduction", "text"):
        words, written_in = _in_language(value, language)
        html = read_markdown(words).html
        return RenderedBlock(kind, html=html, text=text_of_html(html), language=written_in) if html else None
    if kind == "button":
        label, written_in = _in_language(value, language)
        return RenderedBlock(kind, label=label, url=value.get("url") or "", language=written_in) if label else None
    kind_block = kind_block_at(kind)
    chosen = kind_block.chosen(value) if kind_block else []
    entries = tuple(loaded[item_id] for item_id in chosen if item_id in loaded)
    return RenderedBlock(kind, entries=entries, language=language) if entries else None


def _in_language(value: dict[str, str], language: str) -> tuple[str, str]:
    """The words in `language`, or in the site's, and which language they are in."""
    own = settings.LANGUAGE_CODE
    return (value[language], language) if value.get(language) else (value.get(own) or "", own)


def load_items(ids: list[int], at: datetime) -> LoadedItems:
    """The items among `ids` that may go out by email at `at`: a constant number of queries, however many."""
    items = list(
        cleared(Item.objects.all(), Use.NEWSLETTER, at)
        .filter(pk__in=ids)
        .select_related("consent__contributor__organisation")
        .prefetch_related(Prefetch("consent__terms", ConsentTerms.objects.order_by("-pk")))
    )
    return LoadedItems(items, live_contents(items))


def entries_of(loaded: LoadedItems, language: str) -> dict[int, BlockItem]:
    """The items in the words that a reader of `language` sees, by their numbers."""
    return {
        item.pk: entry_of(item, in_language(loaded.contents[item.translation_key], language), language)
        for item in loaded.items
    }


def entry_of(item: Item, content: Any, language: str) -> BlockItem:
    """`item` in the words of `content`, for a reader of `language`, showing only what the person's terms allow."""
    found = readable(content, item, language)
    photo = mail_photo_of(found)
    opening, closing = quotation_marks(content.language) if _needs_marks(content) else ("", "")
    with override(language):
        label = type_of(content)
        line = line_of(content)
        note = written_in(content.language) if content.language != language else ""
    return BlockItem(
        item_id=item.pk,
        kind=item.kind,
        language=content.language,
        url=address_for_readers(content, item, timezone.now()),
        credit=found.credit,
        place=found.place,
        topics=tuple(topic.name_in(language) for topic in content.topics.all()),
        title=content.heading,
        text=content.gist,
        context=getattr(content, "context", ""),
        label=label,
        line=line,
        warning=item.content_warning,
        picture=Picture(photo.url, photo.alt, photo.width, photo.height) if photo else None,
        opening=opening,
        closing=closing,
        note=note,
    )


def _needs_marks(content: Any) -> bool:
    """Exact words stand in quotation marks, unless they bring their own."""
    return content.is_verbatim and content.gist.strip()[:1] not in '«“"„'
