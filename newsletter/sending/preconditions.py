"""What stops an edition that is being sent, checked at every slice, and how staff are told."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cms.consent.approvals import has_any_standing_approval
from cms.consent.disclosure import recheck_stale
from cms.consent.gate import Use, cleared
from cms.jobs.incidents import report_incident
from cms.models import Item
from newsletter.models import Edition, Rendering
from newsletter.sending.start import edition_address


def may_go_on(edition: Edition, now: datetime) -> bool:
    """Whether what was frozen is still approved and allowed; otherwise it is paused and staff are told."""
    if has_any_standing_approval(edition) and not has_refused_items(edition, now):
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


def has_refused_items(edition: Edition, now: datetime) -> bool:
    """Whether the gate refuses, now, an item whose words are still to be sent. One query, unless it refuses some.

    Stale items are judged before they stop anything.
    An item that was refused already when the edition was approved is in its body and in none of its renderings.
    """
    whole = Rendering.objects.filter(edition=edition, redacted_at=None)
    to_send = whole.exclude(Exists(whole.filter(language=OuterRef("language"), pk__gt=OuterRef("pk"))))
    items = Item.objects.filter(pk__in=Rendering.items.through.objects.filter(rendering__in=to_send).values("item"))
    refused = items.exclude(pk__in=cleared(items, Use.NEWSLETTER, now).values("pk"))
    return refused.exists() and (not recheck_stale(items) or refused.exists())


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


def pause_broken(edition: Edition, detail: str) -> None:
    """The mail server breaks off in mid-message, or refuses everybody: going on would cost readers their mail."""
    if pause(edition):
        report_incident(
            f"edition-broken:{edition.pk}",
            _("“%(edition)s” was paused: the mail server fails with one mail after the other.") % {"edition": edition},
            _("Those who have not got it wait. Let somebody look at the mail server, then go on sending."),
            edition_address(edition),
            detail,
        )


def report_failures(edition: Edition, sentence: str) -> None:
    """An edition is at its end, and did not reach all it was meant for."""
    report_incident(
        f"edition-failed:{edition.pk}",
        f"“{edition}”. {sentence}",
        _("Look at its deliveries: each says why, and those of which nobody knows can be sent again."),
        edition_address(edition),
    )


def report_put_off(detail: str) -> None:
    """The mail server answers "later" to everybody; each reader is tried again after a longer pause."""
    report_incident(
        "mail-server-puts-off",
        _("The mail server puts off one mail after the other. They wait and are tried again."),
        _("If this goes on, tell whoever looks after the server."),
        detail=detail,
    )


def report_unreachable(detail: str) -> None:
    """The mail server cannot be talked to; the next tick tries again."""
    report_incident(
        "mail-server-unreachable",
        _("The mail server cannot be used just now. Mail waits and is tried again every minute."),
        _("If this goes on, tell whoever looks after the server."),
        detail=detail,
    )
