"""What staff decide about an edition that is on its way, and about deliveries nobody can be sure of."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.consent.approvals import approval_of, forget_versions
from cms.core.errors import CosechaError, NotPermittedError, WrongMomentError
from cms.jobs.wake import wake
from cms.users.models import User
from newsletter.frozen_renderings import RenderedEdition, freeze_renderings, render_languages
from newsletter.models import Delivery, Edition
from newsletter.sending.preconditions import pause
from newsletter.sending.reasons import DeliveryReason
from newsletter.sending.states import may_follow


class NotApprovedError(CosechaError):
    """What would go out is not what somebody approved."""

    sentence = _("The edition is not approved as it is now. Review it and approve it first.")


def pause_edition(edition: Edition, by: User) -> None:
    """Stop sending at once. Mail that has left is gone; the others wait."""
    _check(by, "newsletter.change_edition")
    if not pause(edition):
        raise WrongMomentError
    log(edition, "cosecha.pause", user=by)


def resume_edition(edition: Edition, by: User, rendered: RenderedEdition | None = None) -> None:
    """Go on with a paused edition: whoever still waits gets it as it is approved now.

    `rendered` is the edition as it is now, where the caller has just rendered it.
    """
    _check(by, "newsletter.approve_edition")
    rendered = rendered or render_languages(edition)
    if approval_of(edition, rendered.digest) is None:
        raise NotApprovedError
    freeze_renderings(edition, rendered)
    _move(edition, Edition.State.PAUSED, Edition.State.SENDING)
    log(edition, "cosecha.resume", user=by)
    _wake(edition)


@transaction.atomic
def cancel_edition(edition: Edition, by: User) -> int:
    """Give up an edition: those who have not got it will not. How many those are."""
    _check(by, "newsletter.approve_edition")
    if not may_follow(edition, Edition.State.CANCELLED):
        raise WrongMomentError
    _move(edition, Edition.State(edition.state), Edition.State.CANCELLED)
    forget_versions(Edition, [edition.pk])
    waiting = Delivery.objects.filter(
        edition=edition, state__in=(Delivery.State.QUEUED, Delivery.State.CLAIMED, Delivery.State.DEFERRED)
    )
    count = waiting.update(
        state=Delivery.State.CANCELLED, reason=DeliveryReason.CANCELLED, settled_at=timezone.now(), lease_ends_at=None
    )
    log(edition, "cosecha.cancel", user=by, data={"deliveries": count})
    return count


def say_sent(deliveries: list[Delivery], by: User) -> int:
    """A person knows that these unsure mails arrived. How many were still unsure."""
    return _decide(deliveries, by, Delivery.State.SENT, DeliveryReason.SAID_SENT, settled_at=timezone.now())


def send_again(deliveries: list[Delivery], by: User) -> int:
    """A person accepts that these unsure mails may arrive twice; they keep their Message-ID, so that many mailboxes
    show them once. How many were still unsure."""
    count = _decide(deliveries, by, Delivery.State.QUEUED, DeliveryReason.SEND_AGAIN, settled_at=None)
    for edition in {delivery.edition for delivery in deliveries}:
        Edition.objects.filter(pk=edition.pk, state=Edition.State.SENT).update(state=Edition.State.SENDING)
        _wake(edition)
    return count


@transaction.atomic
def _decide(deliveries: list[Delivery], by: User, state: Delivery.State, reason: DeliveryReason, **changes: Any) -> int:
    _check(by, "newsletter.change_delivery")
    unsure = Delivery.objects.filter(pk__in=[row.pk for row in deliveries], state=Delivery.State.UNSURE)
    count = unsure.update(state=state, reason=reason, leased_by="", lease_ends_at=None, **changes)
    if not count:
        raise WrongMomentError
    for edition in {delivery.edition for delivery in deliveries}:
        log(edition, "cosecha.decide", user=by, data={"state": str(state), "deliveries": count})
    return count


def _check(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise NotPermittedError


def _move(edition: Edition, before: Edition.State, after: Edition.State, **changes: Any) -> None:
    """One step of the table, unless somebody else made another one first."""
    if not Edition.objects.filter(pk=edition.pk, state=before).update(state=after, **changes):
        raise WrongMomentError
    edition.refresh_from_db()


def _wake(edition: Edition) -> None:
    wake("newsletter.tasks.send_a_slice", edition.pk)
