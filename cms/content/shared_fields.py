"""What an item says in all its languages alike: a day, a state, who may see a link. The original's word counts.

Each wording keeps its own copy, since drafts and revisions are of one wording; here the copies are made the same again
whenever one of them is published.
"""

from typing import Any

from cms.consent.disclosure import recheck
from cms.models.content import Content
from cms.models.items import Item


def original_of(content: Content) -> Content:
    """The first wording of its item that readers see: a draft says nothing yet to the others."""
    live = type(content).objects.filter(translation_key=content.translation_key, live=True)
    return live.order_by("pk").first() or content


def shared_values(content: Content) -> dict[str, Any]:
    """What all wordings share, as `content` has it."""
    return {name: getattr(content, name) for name in content.shared_fields}


def share(content: Content) -> bool:
    """Give every wording of the item what its original says; whether some had said something else."""
    if not content.shared_fields:
        return False
    values = shared_values(original_of(content))
    others = type(content).objects.filter(translation_key=content.translation_key)
    differing = [other.pk for other in others if shared_values(other) != values]
    if differing:
        others.filter(pk__in=differing).update(**values)
        recheck(Item.objects.get(translation_key=content.translation_key))
    return bool(differing)
