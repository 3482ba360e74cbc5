"""What stands in an edition for a reader of one language, as plain values: the only part of rendering that asks the
database. An item that may not go out by email now is left out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from cms.consent import Use
from cms.models import ConsentTerms, Item, Kind
from cms.public.address import address_for_readers
from cms.public.photos import mail_photo_url
from cms.public.readable import readable
from cms.wordings import in_language, live_wordings
from newsletter.blocks import item_ids
from newsletter.rendering.markdown_text import html_of, text_of
from newsletter.rendering.phrases import PHRASES, Phrases


@dataclass(frozen=True)
class Picture:
    url: str
    alt: str


@dataclass(frozen=True)
class Entry:
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
    picture: Picture | None = None
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True)
class Part:
    """A block of the edition."""

    type: str
    html: str = ""
    text: str = ""
    language: str = ""
    label: str = ""
    url: str = ""
    entries: tuple[Entry, ...] = ()


def parts_of(edition: Any, language: str, at: datetime | None = None) -> list[Part]:
    """The edition's blocks for a reader of `language`: a constant number of queries, however many items."""
    loaded = load_entries(item_ids(edition.body), language, at or timezone.now())
    found = (_part(block, language, loaded) for block in (edition.body.raw_data if edition.body else []))
    return [part for part in found if part is not None]


def _part(block: Any, language: str, loaded: dict[int, Entry]) -> Part | None:
    kind, value = block["type"], block["value"]
    if kind in ("introduction", "text"):
        words, written_in = _in_language(value, language)
        return Part(kind, html=html_of(words), text=text_of(words), language=written_in) if words.strip() else None
    if kind == "button":
        label, written_in = _in_language(value, language)
        return Part(kind, label=label, url=value.get("url") or "", language=written_in) if label else None
    chosen = [value] if kind == "testimony" else [e["value"] if isinstance(e, dict) else e for e in value]
    entries = tuple(loaded[item_id] for item_id in chosen if item_id in loaded)
    return Part(kind, entries=entries, language=language) if entries else None


def _in_language(value: dict[str, str], language: str) -> tuple[str, str]:
    """The words in `language`, or the Spanish ones, and which language they are in."""
    return (value[language], language) if value.get(language) else (value.get("es") or "", "es")


def load_entries(ids: list[int], language: str, at: datetime) -> dict[int, Entry]:
    """The items among `ids` that may go out by email at `at`, in the words that a reader of `language` sees."""
    items = list(
        Item.objects.cleared_for(Use.NEWSLETTER, at)
        .filter(pk__in=ids)
        .select_related("consent__contributor__organisation")
        .prefetch_related(Prefetch("consent__terms", ConsentTerms.objects.order_by("-pk")))
    )
    wordings = live_wordings(items)
    return {item.pk: entry_of(item, in_language(wordings[item.translation_key], language), language) for item in items}


def entry_of(item: Item, wording: Any, language: str) -> Entry:
    """`item` in the words of `wording`, for a reader of `language`, showing only what the person's terms allow."""
    found = readable(wording, item, language)
    written_in = wording.language
    phrases: Phrases = PHRASES.get(written_in, PHRASES["es"])
    common = {
        "item_id": item.pk,
        "kind": item.kind,
        "language": written_in,
        "url": address_for_readers(wording, item, timezone.now()),
        "credit": found.credit,
        "topics": tuple(topic.name_in(language) for topic in wording.topics.all()),
    }
    if item.kind == Kind.QUOTE:
        bare = wording.text.strip()[:1] not in '«“"„'
        marks = (phrases.opening_quote, phrases.closing_quote) if bare else ("", "")
        return Entry(**common, text=wording.text, context=wording.context, opening=marks[0], closing=marks[1])
    if item.kind == Kind.LEARNING:
        label = PHRASES[language].types.get(wording.type, "")
        return Entry(**common, title=wording.title, text=wording.summary, label=label)
    picture = Picture(mail_photo_url(wording, item), found.photo.description) if found.photo else None
    return Entry(**common, title=wording.title, text=wording.lead, place=found.place, picture=picture)


def absolute(url: str) -> str:
    """`url` as a reader's mail program can fetch it."""
    return url if url.startswith(("http://", "https://")) else settings.BASE_URL + url
