"""What reviewers decided about what somebody handed in, for their home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from cms.models import CONTENT_MODELS

# How long a decision stays on the home page, and how many at most.
SHOWN_FOR, SHOWN = timedelta(days=14), 8


@dataclass(frozen=True)
class Decision:
    """What a reviewer said of one `Content`. `is_published` or else it came back with changes to make."""

    headline: str
    kind: str
    url: str
    is_published: bool
    by: str
    at: datetime
    comment: str


def decisions_for(user: Any) -> list[Decision]:
    """The latest decisions of others about what `user` handed in, the newest first."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in CONTENT_MODELS}
    states = WorkflowState.objects.filter(
        requested_by=user,
        base_content_type__in=kinds,
        status__in=(WorkflowState.STATUS_APPROVED, WorkflowState.STATUS_NEEDS_CHANGES),
        current_task_state__finished_at__gte=timezone.now() - SHOWN_FOR,
    ).exclude(current_task_state__finished_by=user)
    found = []
    latest = states.select_related("current_task_state__finished_by").order_by("-current_task_state__finished_at")
    for state in latest[:SHOWN]:
        model = kinds[state.base_content_type_id]
        content = model._default_manager.filter(pk=state.object_id).first()
        task = state.current_task_state
        if content is None or task is None or task.finished_at is None:
            continue
        viewset: Any = model.snippet_viewset
        found.append(
            Decision(
                headline=content.headline,
                kind=str(model._meta.verbose_name),
                url=reverse(viewset.get_url_name("edit"), args=[content.pk]),
                is_published=state.status == WorkflowState.STATUS_APPROVED,
                by=task.finished_by.get_full_name() or str(task.finished_by) if task.finished_by else "",
                at=task.finished_at,
                comment=task.comment,
            )
        )
    return found
