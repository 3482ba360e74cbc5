"""Mark items as withdrawn and unpublish their content: nothing stays live, scheduled or in a workflow."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision, WorkflowState
from wagtail.signals import unpublished

from cms.core.audit_log import log_many
from cms.models import Content, Item, TakeBack, model_for
from cms.users.models import User
from cms.withdrawal.withdrawn_words import record_withdrawn_words


def mark_withdrawn(items: Sequence[Item], take_back: TakeBack, by: User | None) -> None:
    """Mark `items` as withdrawn by `take_back`, in its transaction: a few queries for each kind, however many items."""
    for item in items:
        item.withdrawn_at = take_back.at
    Item.objects.filter(pk__in=[item.pk for item in items]).update(withdrawn_at=take_back.at)
    names: dict[Any, str] = {}
    for kind in dict.fromkeys(item.kind for item in items):
        keys = [item.translation_key for item in items if item.kind == kind]
        contents = list(model_for(kind).objects.filter(translation_key__in=keys).order_by("-pk"))
        record_withdrawn_words(contents, {item.translation_key: item for item in items})
        _unpublish(model_for(kind), contents, by)
        names |= {content.translation_key: str(content) for content in contents}
    log_many((_entry(item, names.get(item.translation_key, ""), take_back) for item in items), by)


def _entry(item: Item, name: str, take_back: TakeBack) -> tuple[Item, str, dict[str, Any]]:
    fields = {"data": {"take_back": take_back.pk}, "label": name or f"{item.get_kind_display()} {item.pk}"}
    return item, "cosecha.withdraw", fields


def _unpublish(model: type[Content], contents: list[Content], by: User | None) -> None:
    """Unpublish many at once as Wagtail does for one: the rows, the log, the schedule and the signal."""
    keys = [str(content.pk) for content in contents]
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    for workflow in WorkflowState.objects.active().filter(base_content_type=kind, object_id__in=keys):
        workflow.cancel(user=by)
    live = [content for content in contents if content.live]
    for content in live:
        content.live, content.has_unpublished_changes, content.live_revision = False, True, None
    model._default_manager.filter(pk__in=[content.pk for content in live]).update(
        live=False, has_unpublished_changes=True, live_revision=None
    )
    log_many([(content, "wagtail.unpublish", {}) for content in live], by)
    scheduled = Revision.objects.filter(base_content_type=kind, object_id__in=keys, approved_go_live_at__isnull=False)
    scheduled.update(approved_go_live_at=None)
    for content in live:
        unpublished.send(sender=model, instance=content)
