"""Where an item is read: the one address that emails, posts, feeds and the API use."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from cms.consent.gate import Use, refusal_of_terms
from cms.content.slugs import item_slug
from cms.core.absolute_urls import link_to
from cms.models import Content, Item
from cms.public.lists.sections import section_of


def address_of(content: Content, item: Item | None = None, language: str = "") -> str:
    """The absolute public address of a `Content`: our own reader page, or the NGO's own site.

    Give `item` where it is at hand; a `Content` loaded with `select_related("item")` needs no query. Give `language` to
    lead a reader of another language to the page that speaks theirs around these words. Of a draft: what it will be.
    """
    item = item or content.item
    return address_of_parts(language or content.language, content.kind, item.slug or item_slug(content), item.pk)


def address_of_parts(language: str, kind: str, slug: str, item: int) -> str:
    """The same for an item of which only these values were loaded."""
    segment = section_of(kind).segment
    if settings.ITEM_URL_PATTERN:
        return settings.ITEM_URL_PATTERN.format(language=language, kind=segment, slug=slug, id=item)
    return link_to("item", language, segment, slug)


def address_for_readers(content: Content, item: Item, at: datetime) -> str:
    """`address_of` while the website may show `item`; empty otherwise, so that no email or post leads nowhere.

    For items that the gate let out to another use: only what their terms say of the website is left to ask. Needs no
    query where the terms are loaded.
    """
    if item.has_person and refusal_of_terms(item.terms, Use.WEB, timezone.localdate(at)):
        return ""
    return address_of(content, item)
