"""The cards that stand in the report: only of what anybody may see now, and none that asks to be warned of first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.admin.impact.tables import written
from cms.channels import SharedPost
from cms.impact.gather import shown_items, shown_posts
from cms.impact.numbers import Harvest, best_posts
from cms.models import Content, Item
from cms.models.kinds.item_contents import in_language, live_contents
from cms.public.files.og_image import card_of
from cms.public.items.visible_fields import readable
from media.models import Brand

MOST_CARDS = 4
# How many of the best are asked about: some may not be shown.
ASKED = 24


@dataclass(frozen=True)
class ReportCard:
    """A card as a picture. `alt` are its words; `lines` stand below it."""

    url: str
    alt: str
    lines: tuple[str, ...] = ()


def contents_shown(keys: Iterable[int], posts: Iterable[SharedPost]) -> dict[int, tuple[Item, Content]]:
    """Of these items, those whose words may be shown, each with its content in the reader's language."""
    items = list(
        Item.objects.filter(pk__in=shown_items(keys, posts))
        .select_related("workshop", "consent__contributor__organisation")
        .prefetch_related("consent__terms")
    )
    contents = live_contents(items)
    language = (get_language() or "")[:2]
    return {
        item.pk: (item, in_language(contents[item.translation_key], language))
        for item in items
        if contents[item.translation_key]
    }


def post_cards(harvest: Harvest) -> list[ReportCard]:
    """The posts that reached most, each item once, with their numbers."""
    candidates = [post for post in best_posts(harvest.posts) if post.card_url][:ASKED]
    best: dict[int, SharedPost] = {}
    for post in shown_posts(candidates):
        best.setdefault(post.item, post)
    shown = contents_shown(best, best.values())
    cards = []
    for post in best.values():
        item, content = shown.get(post.item, (None, None))
        if item and content and not item.content_warning:
            cards.append(ReportCard(post.card_url, content.headline, lines_of(post)))
    return cards[:MOST_CARDS]


def lines_of(post: SharedPost) -> tuple[str, ...]:
    """Where it is, and what came of it, as far as that is known."""
    numbers = [
        (_("likes"), post.likes),
        (_("times shared"), post.shares),
        (_("replies"), post.replies),
        (_("views"), post.views),
        (_("clicks"), post.clicks),
    ]
    told = " · ".join(f"{written(value)} {name}" for name, value in numbers if value is not None)
    return (post.network_label, told)


def published_cards(harvest: Harvest, brand: Brand) -> list[ReportCard]:
    """Some of what was published last, as its card on the website."""
    newest = sorted(
        (item for item in harvest.items.values() if item.published_on),
        key=lambda item: (item.published_on, item.key),
        reverse=True,
    )
    keys = [item.key for item in newest[:ASKED]]
    shown = contents_shown(keys, ())
    cards: list[ReportCard] = []
    for key in keys:
        item, content = shown.get(key, (None, None))
        if item and content and not item.content_warning and len(cards) < MOST_CARDS:
            cards.append(card_on_website(item, content, brand))
    return cards


def card_on_website(item: Item, content: Any, brand: Brand) -> ReportCard:
    card = card_of(readable(content, item), brand)
    # By its path alone: the admin may be read under another name than the website.
    return ReportCard(urlsplit(card.url).path, card.alt, (str(item.get_kind_display()),))
