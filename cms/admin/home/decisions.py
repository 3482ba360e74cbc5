"""What reviewers decided about what somebody handed in, for their home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from cms.content.shown.change_requests import requests_of
from cms.models import CONTENT_MODELS, ChangeRequest

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
    is_request: bool = False


def decisions_for(user: Any) -> list[Decision]:
    """The latest decisions of others about what `user` handed in or asked to change, the newest first."""
    found = [*reviewed(user), *answered(user)]
    return sorted(found, key=lambda decision: decision.at, reverse=True)[:SHOWN]


def answered(user: Any) -> list[Decision]:
    """Changes of what readers see, applied or declined."""
    since = timezone.now() - SHOWN_FOR
    decided = requests_of(user).filter(decided_at__gte=since).exclude(decided_by=user).order_by("-decided_at")
    return [
        Decision(
            headline=str(one.target),
            kind=str(one.target._meta.verbose_name),
            url=reverse("changes"),
            is_published=one.state == ChangeRequest.State.APPLIED,
            by=str(one.decided_by or ""),
            at=one.decided_at,
            comment=one.comment,
            is_request=True,
        )
        for one in decided[:SHOWN]
        if one.target is not None and one.decided_at is not None
    ]


def reviewed(user: Any) -> list[Decision]:
    """Content that was published or given back."""
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
