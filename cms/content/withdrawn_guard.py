"""The last guard: a row of content whose item was withdrawn is never saved as live.

`cms.content.publish` refuses it with a reason before; this holds whatever else writes the row.
"""

from typing import Any

from django.db.models.signals import pre_save

from cms.core.errors import WithdrawnError
from cms.models import CONTENT_MODELS, Content, Item


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in CONTENT_MODELS:
        pre_save.connect(refuse_withdrawn, sender=model, dispatch_uid=f"withdrawn_guard_{model.__name__}")


def refuse_withdrawn(sender: type[Content], instance: Content, **_: Any) -> None:
    """Raise WithdrawnError where a withdrawn item would go live."""
    if instance.live and Item.objects.filter(translation_key=instance.translation_key, withdrawn_at__isnull=False):
        raise WithdrawnError
