"""The audit log of many rows at once: what `wagtail.log_actions.log` writes for one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry


def log_many(entries: Iterable[tuple[Model, str, dict[str, Any]]], user: Any) -> None:
    """Write an entry for each `(row, action, further fields)`, with one insert for all of them.

    A `label` among the fields stands for the row's own name, where finding that out would cost a query.
    """
    context = get_active_log_context()
    shared = {"user": user or context.user, "uuid": context.uuid, "timestamp": timezone.now()}
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=ContentType.objects.get_for_model(row, for_concrete_model=False),
            object_id=str(row.pk),
            action=action,
            **{"data": {}} | shared | fields | {"label": fields.get("label") or str(row)},
        )
        for row, action, fields in entries
    )
