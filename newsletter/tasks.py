"""The newsletter's wake-ups. They only look for rows that are due; what must happen is in the rows."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from huey import crontab
from huey.contrib.djhuey import close_db, db_periodic_task, db_task, on_startup

from cms.jobs.incidents import report_incident
from cms.jobs.wake import wake
from newsletter.editions.build_due_editions import build_due_editions, tell_reviewers
from newsletter.editions.redact import correct_redacted_editions
from newsletter.models import Delivery, Edition
from newsletter.sending.send_edition import send_edition, settle_abandoned
from newsletter.sending.start import report_unapproved, startable
from newsletter.subscribers import asks, mails

logger = logging.getLogger(__name__)

# How long after the end of its link an unconfirmed ask is kept.
GRACE = timedelta(days=7)
TICK = timedelta(minutes=1)


@on_startup()
@close_db
def go_on_at_once() -> None:
    """A worker that has just started does not wait for the next tick: what another one left may be going out."""
    send_what_is_due()
    for edition_id in Edition.objects.filter(state=Edition.State.SENDING).values_list("pk", flat=True):
        wake("newsletter.tasks.send_a_slice", edition_id)


@db_periodic_task(crontab(minute="*"))
def send_what_is_due() -> None:
    """Every minute: settle what dead workers left, begin what is due, go on with what is being sent."""
    now = timezone.now()
    if unsure := settle_abandoned(now):
        report_incident(
            "deliveries-unsure",
            _("A worker stopped while it was sending mail. Whether the last ones arrived is not known."),
            _("Open the edition's deliveries and say for each whether to send it again."),
            detail=str(unsure),
        )
    report_unapproved(now)
    for edition_id in [*startable(now).values_list("pk", flat=True), *waiting_for_a_worker(now)]:
        wake("newsletter.tasks.send_a_slice", edition_id)
    soon = Edition.objects.filter(state=Edition.State.APPROVED, send_at__gt=now, send_at__lte=now + TICK)
    for edition_id, send_at in soon.values_list("pk", "send_at"):
        send_a_slice.schedule(args=(edition_id,), eta=send_at)


@db_task()
def send_a_slice(edition_id: int) -> None:
    """One slice of an edition; then it stands in the queue again, behind whatever else waits there."""
    if send_edition(edition_id):
        wake("newsletter.tasks.send_a_slice", edition_id)


def waiting_for_a_worker(now: datetime) -> list[int]:
    """Editions being sent on which no worker is at work at this moment."""
    busy = Delivery.objects.filter(
        state__in=(Delivery.State.CLAIMED, Delivery.State.SENDING), lease_ends_at__gte=now
    ).values("edition")
    sending = Edition.objects.filter(state=Edition.State.SENDING, held_at=None)
    return list(sending.exclude(pk__in=busy).values_list("pk", flat=True))


@db_periodic_task(crontab(minute="*"))
def build_what_is_due() -> None:
    """Every minute: build the drafts whose day has come, and tell reviewers of those they have not heard of."""
    build_due_editions(timezone.now())
    tell_reviewers()
    correct_redacted_editions()


@db_task()
def tell_reviewers_now() -> None:
    tell_reviewers()


@db_task()
def mail_askers() -> None:
    """Send the mails to confirm, and those with a link to leave, that wait."""
    mails.mail_askers()


@db_periodic_task(crontab(minute="*"))
def mail_askers_again() -> None:
    """Every minute: what a server that was away did not take."""
    mails.mail_askers()


@db_periodic_task(crontab(minute="20", hour="3"))
def delete_unconfirmed_asks() -> None:
    """Every night: addresses that somebody typed and nobody confirmed are not ours to keep."""
    deleted = asks.delete_unconfirmed_asks(settings.CONFIRM_WITHIN + GRACE)
    logger.info("Deleted %d asks for the newsletter that nobody confirmed.", deleted)
