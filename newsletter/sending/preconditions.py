"""What may stop an edition that is being sent, asked at every slice; and how staff hear of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from cms.consent.approvals import approval_of, has_approval
from cms.consent.gate import Use
from cms.jobs.leases import report_incident
from cms.models import Item
from newsletter.models import Edition
from newsletter.renderings import edition_digest
from newsletter.sending.start import edition_address


def may_go_on(edition: Edition, now: datetime) -> bool:
    """Whether what was frozen is still approved and allowed; otherwise it is paused and staff are told."""
    if has_approval(edition) and (not refused_items(edition, now) or _is_as_approved(edition)):
        return True
    if pause(edition):
        report_incident(
            f"edition-paused:{edition.pk}",
            _("“%(edition)s” was paused: something in it is no longer allowed.") % {"edition": edition},
            _("Take it out, approve the edition again and go on: those who are still waiting get the new one."),
            edition_address(edition),
        )
    return False


def pause(edition: Edition) -> bool:
    """Stop within the mail that is leaving now. False when it was not being sent."""
    rows = Edition.objects.filter(pk=edition.pk, state=Edition.State.SENDING)
    return bool(rows.update(state=Edition.State.PAUSED))


def refused_items(edition: Edition, now: datetime) -> bool:
    """Whether the gate refuses an item of the edition now. One query."""
    items = Item.objects.filter(pk__in=edition.edition_items.values("item"))
    return items.exclude(pk__in=items.cleared_for(Use.NEWSLETTER, now).values("pk")).exists()


def _is_as_approved(edition: Edition) -> bool:
    """An item that was refused already when the edition was approved is not in its renderings."""
    return approval_of(edition, edition_digest(edition)) is not None


def pause_refused(edition: Edition, detail: str) -> None:
    """The mail server refuses us, whoever the reader is."""
    if pause(edition):
        report_incident(
            f"edition-refused:{edition.pk}",
            _("“%(edition)s” was paused: the mail server does not accept our mail.") % {"edition": edition},
            _("Nobody lost their subscription. Whoever looks after the server checks its access and its DNS records."),
            edition_address(edition),
            detail,
        )


def report_unreachable(detail: str) -> None:
    """The mail server cannot be talked to; the next tick tries again."""
    report_incident(
        "mail-server-unreachable",
        _("The mail server does not answer. Mail waits and is tried again every minute."),
        _("If this goes on, tell whoever looks after the server."),
        detail=detail,
    )
