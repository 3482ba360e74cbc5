"""Where an item is read: the one address that emails, posts, feeds and the API use."""

from django.conf import settings
from django.urls import reverse

from cms.models import Content, Item

# The part of the address that names the kind, in Spanish, whatever the reader's language: one item, one address.
SEGMENTS = {"quote": "citas", "testimony": "testimonios", "learning": "aprendizajes"}


def address_of(content: Content, item: Item | None = None) -> str:
    """The absolute public address of a wording in its language: our own reader page, or the NGO's own site.

    Give `item` where it is at hand; a wording loaded with `select_related("item")` needs no query.
    """
    item = item or content.item
    if settings.ITEM_URL_PATTERN:
        return settings.ITEM_URL_PATTERN.format(
            language=content.language, kind=SEGMENTS[content.kind], slug=item.slug, id=item.pk
        )
    return settings.BASE_URL + reverse("item", args=[content.language, SEGMENTS[content.kind], item.slug])
