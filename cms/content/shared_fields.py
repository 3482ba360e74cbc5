"""Fields that all languages of an item share: a day, a state, who may see a link. The values of the original count.

Each `Content` has its own copy, since drafts and revisions belong to one `Content`. Whenever one of them is published,
the copies are made equal to the original again.
"""

from typing import Any

from cms.consent.disclosure import recheck
from cms.models.content import Content
from cms.models.items import Item


def original_of(content: Content) -> Content:
    """The first `Content` of its item that is live; `content` itself while none is."""
    live = type(content).objects.filter(translation_key=content.translation_key, live=True)
    return live.order_by("pk").first() or content


def shared_values(content: Content) -> dict[str, Any]:
    """The fields that all languages of an item share, as `content` has them."""
    return {name: getattr(content, name) for name in content.shared_fields}


def share(content: Content) -> bool:
    """Copy the shared fields of the original to every language of the item; whether any had other values."""
    if not content.shared_fields:
        return False
    values = shared_values(original_of(content))
    others = type(content).objects.filter(translation_key=content.translation_key)
    differing = [other.pk for other in others if shared_values(other) != values]
    if differing:
        others.filter(pk__in=differing).update(**values)
        recheck(Item.objects.get(translation_key=content.translation_key))
    return bool(differing)
