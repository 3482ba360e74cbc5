"""What waits for a person, gathered from content, consents and every channel; and what goes out next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState, WorkflowState

from cms.admin.home.lost_approvals import count_lost
from cms.channels import Appointment, Waiting, channels
from cms.consent.gate import needs_second_person, second_approval_exists
from cms.models import (
    CONTENT_MODELS,
    Commitment,
    Consent,
    ConsentTerms,
    Content,
    Item,
    TakeBack,
    Translation,
    Voice,
)
from cms.models.kinds.commitment import overdue

EXPIRES_SOON = timedelta(days=30)


def waiting_for(user: Any) -> list[Waiting]:
    """Everything that waits for `user`, the urgent first."""
    found = [
        *lost_approvals(user),
        *reviews(user),
        *returned(user),
        *collected(user),
        *sensitive(user),
        *expiring(user),
        *by_themselves(user),
        *behind_their_original(user),
        *promised(user),
        *(waiting for channel in channels() for waiting in channel.waiting_for(user)),
    ]
    return sorted((waiting for waiting in found if waiting.count), key=lambda waiting: not waiting.is_urgent)


def agenda(start: datetime, end: datetime) -> list[Appointment]:
    """What every channel sends out from `start` until before `end`, in order."""
    return sorted(
        (appointment for channel in channels() for appointment in channel.agenda(start, end)),
        key=lambda appointment: appointment.at,
    )


def list_url(model: type[Content], query: str = "") -> str:
    return reverse(model.snippet_viewset.get_url_name("list")) + query


def lost_approvals(user: Any) -> Iterator[Waiting]:
    """What was approved, and is not any more as it was."""
    count = count_lost(user)
    if count:
        label = ngettext("approval that no longer counts", "approvals that no longer count", count)
        yield Waiting(label, count, reverse("lost_approvals"), "warning", is_urgent=True)


def reviews(user: Any) -> Iterator[Waiting]:
    """Content handed in for review, by kind."""
    states = TaskState.objects.reviewable_by(user)
    for model in CONTENT_MODELS:
        count = states.filter(revision__base_content_type__model=model._meta.model_name).count()
        if count:
            label = _("%(kind)s to review") % {"kind": _name(model, count)}
            yield Waiting(label, count, list_url(model, "?state=review"), "openquote")


def returned(user: Any) -> Iterator[Waiting]:
    """What a reviewer gave back to this person with a comment."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
    for model in CONTENT_MODELS:
        of_kind = states.filter(base_content_type__model=model._meta.model_name)
        count = of_kind.count()
        if count:
            label = _("%(kind)s given back to you with changes to make") % {"kind": _name(model, count)}
            yield Waiting(label, count, list_url(model, "?state=review"), "edit")


def collected(user: Any) -> Iterator[Waiting]:
    """What people left at a workshop, and nobody of the team has worked on yet."""
    for model in CONTENT_MODELS:
        if not user.has_perm(f"cms.change_{model._meta.model_name}"):
            continue
        fresh = model.objects.filter(
            item__captured__isnull=False,
            item__withdrawn_at__isnull=True,
            item__archived_at__isnull=True,
            live=False,
            latest_revision__user__isnull=True,
        )
        keys = list(fresh.values_list("pk", flat=True)[:200])
        if keys:
            label = ngettext(
                "%(kind)s from a workshop, to look through", "%(kind)s from a workshop, to look through", len(keys)
            ) % {"kind": _name(model, len(keys))}
            edit = reverse(model.snippet_viewset.get_url_name("edit"), args=keys) if len(keys) == 1 else ""
            yield Waiting(label, len(keys), edit or list_url(model, "?collected=true"), "mobile-alt")


def sensitive(user: Any) -> Iterator[Waiting]:
    """Live and sensitive, without a second person's approval; nobody is asked to approve their own."""
    if not user.has_perm("cms.approve_item"):
        return
    items = (
        Item.objects.not_withdrawn()
        .filter(needs_second_person())
        .exclude(second_approval_exists())
        .exclude(written_by=user)
    )
    for model in CONTENT_MODELS:
        live = model.objects.filter(translation_key=OuterRef("translation_key"), live=True)
        keys = list(items.filter(Exists(live), kind=model.kind).values_list("pk", flat=True))
        if keys:
            url = (
                reverse("approve_item", args=keys) if len(keys) == 1 else list_url(model, "?sensitive=true&state=live")
            )
            label = ngettext(
                "%(kind)s marked as sensitive, to approve", "%(kind)s marked as sensitive, to approve", len(keys)
            ) % {"kind": _name(model, len(keys))}
            yield Waiting(label, len(keys), url, "view", is_urgent=True)


def expiring(user: Any) -> Iterator[Waiting]:
    """Consents in use whose last day is near."""
    if not user.has_perm("cms.view_consent"):
        return
    consents = expiring_consents()
    count = len(consents)
    if count:
        url = reverse("consent_report", args=["ends"])
        label = ngettext("consent that expires within 30 days", "consents that expire within 30 days", count)
        yield Waiting(label, count, url, "time")


def by_themselves(user: Any) -> Iterator[Waiting]:
    """What people took back or limited on their own page, until somebody looks at the receipt. The newest first."""
    if not user.has_perm("cms.withdraw_item"):
        return
    keys = list(TakeBack.objects.filter(by_the_person=True, seen_at=None).values_list("pk", flat=True))
    if keys:
        label = ngettext(
            "change that a person made on their own page: look at it",
            "changes that people made on their own pages: look at them",
            len(keys),
        )
        yield Waiting(label, len(keys), reverse("withdrawals:receipt", args=[keys[0]]), "no-view")


def behind_their_original(user: Any) -> Iterator[Waiting]:
    """Translations whose original was published with other words since, by kind."""
    behind = Translation.objects.filter(is_behind=True, item__withdrawn_at__isnull=True)
    counts = dict(behind.values_list("item__kind").annotate(Count("pk")).order_by())
    for model in CONTENT_MODELS:
        count = counts.get(model.kind, 0)
        if count and user.has_perm(f"cms.change_{model._meta.model_name}"):
            label = ngettext(
                "translation whose original changed (%(kind)s)", "translations whose original changed (%(kind)s)", count
            ) % {"kind": _name(model, count)}
            yield Waiting(label, count, list_url(model, "?behind=true"), "globe")


def promised(user: Any) -> Iterator[Waiting]:
    """Commitments whose day has passed, and nobody said how they went. One in several languages counts once."""
    if not user.has_perm("cms.change_commitment"):
        return
    late = Commitment.objects.filter(overdue(timezone.localdate()), live=True, item__withdrawn_at__isnull=True)
    count = late.values("translation_key").distinct().count()
    if count:
        label = ngettext("overdue commitment: say how it went", "overdue commitments: say how they went", count)
        yield Waiting(label, count, list_url(Commitment, "?overdue=true"), "tasks")


def expiring_consents() -> list[int]:
    """The keys of consents in use whose terms in force end within EXPIRES_SOON."""
    today = timezone.localdate()
    newest = ConsentTerms.objects.filter(consent=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    soon = ConsentTerms.objects.filter(
        is_withdrawal=False, expires_on__gte=today, expires_on__lte=today + EXPIRES_SOON
    ).values("pk")
    in_use = Item.objects.not_withdrawn().filter(consent=OuterRef("pk"), voice=Voice.PERSON)
    consents = Consent.objects.annotate(newest=Subquery(newest)).filter(Exists(in_use), newest__in=soon)
    return list(consents.values_list("pk", flat=True))


def _name(model: type[Content], count: int) -> str:
    meta = model._meta
    return str(meta.verbose_name if count == 1 else meta.verbose_name_plural)
