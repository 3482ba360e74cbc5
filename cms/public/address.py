"""Where an item is read: the one address that emails, posts, feeds and the API use."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.consent import Use, refusal_of_terms
from cms.models import Content, Item

# The part of the address that names the kind, in Spanish, whatever the reader's language: one item, one address.
SEGMENTS = {"quote": "citas", "testimony": "testimonios", "learning": "aprendizajes"}


def address_of(content: Content, item: Item | None = None, language: str = "") -> str:
    """The absolute public address of a wording: our own reader page, or the NGO's own site.

    Give `item` where it is at hand; a wording loaded with `select_related("item")` needs no query. Give `language` to
    lead a reader of another language to the page that speaks theirs around these words.
    """
    item = item or content.item
    language = language or content.language
    if settings.ITEM_URL_PATTERN:
        return settings.ITEM_URL_PATTERN.format(
            language=language, kind=SEGMENTS[content.kind], slug=item.slug, id=item.pk
        )
    return settings.BASE_URL + reverse("item", args=[language, SEGMENTS[content.kind], item.slug])


def address_for_readers(content: Content, item: Item, at: datetime) -> str:
    """`address_of` while the website may show `item`; empty otherwise, so that no email or post leads nowhere.

    For items that the gate let out to another use: only what their terms say of the website is left to ask. Needs no
    query where the terms are loaded.
    """
    if item.has_person and refusal_of_terms(item.terms, Use.WEB, timezone.localdate(at)):
        return ""
    return address_of(content, item)
