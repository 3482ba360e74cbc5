"""From approved to being sent: only at its hour, only what was approved, only once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.consent.approvals import approval_of, forget_versions
from cms.consent.lost_approvals import mark_stale
from cms.core.errors import StaleApprovalError
from cms.core.http.public_address import PrivateAddressError
from cms.core.mail import require_working_links
from cms.jobs.incidents import report_incident
from cms.jobs.leases import claim
from cms.models import Incident
from newsletter.frozen_renderings import freeze_renderings, render_languages
from newsletter.models import Edition

# For an edition without a recipe, which would say it.
LATE_AFTER = timedelta(hours=6)


def begin_edition(edition_id: int, now: datetime) -> bool:
    """Freeze an approved edition whose hour has come. Whether it is now being sent.

    Too late, or changed since it was approved: it is not sent, and staff are told.
    """
    for edition in claim(startable(now).filter(pk=edition_id), Edition.State.APPROVED, settings.SENDING_LEASE, 1):
        if is_too_late(edition, now):
            _stop(edition, Edition.State.LATE)
            tell_late(edition)
        elif not has_working_links():
            _stop(edition, Edition.State.DRAFT)
            tell_private_address(edition)
        elif not _freeze_what_was_approved(edition):
            _stop(edition, Edition.State.DRAFT)
            tell_changed(edition)
            mark_stale()
        else:
            begun = _still_approved(edition).update(
                state=Edition.State.SENDING, frozen_at=timezone.now(), leased_by="", lease_ends_at=None
            )
            if begun:
                forget_versions(Edition, [edition.pk])
            return begun == 1
    return False


def has_working_links() -> bool:
    """Whether readers will be able to open the links of what is sent now."""
    try:
        require_working_links()
    except PrivateAddressError:
        return False
    return True


def startable(now: datetime) -> QuerySet[Edition]:
    """Approved editions whose hour has come, that are not held and that no other worker is beginning."""
    free = Q(lease_ends_at=None) | Q(lease_ends_at__lt=now)
    return Edition.objects.filter(free, state=Edition.State.APPROVED, send_at__lte=now, held_at=None)


def is_too_late(edition: Edition, now: datetime) -> bool:
    """Whether its hour passed so long ago (the server was down) that a person decides."""
    window = timedelta(hours=edition.recipe.late_hours) if edition.recipe else LATE_AFTER
    return edition.send_at is not None and now > edition.send_at + window


def report_unapproved(now: datetime) -> None:
    """Tell staff, once, of each edition whose hour came before anybody approved it."""
    for edition in Edition.objects.filter(state=Edition.State.DRAFT, send_at__lte=now).select_related("audience"):
        key = f"edition-unapproved:{edition.pk}:{edition.send_at}"
        if not Incident.objects.filter(key=key).exists():
            report_incident(
                key,
                *_unapproved(edition),
                edition_address(edition),
            )


def _unapproved(edition: Edition) -> tuple[str, str]:
    """What happened, and what to do."""
    if edition.held_at:
        sentence = _("“%(edition)s” is a draft in this copy of the database, and its hour has passed.")
        what_to_do = _("It may have been approved and sent after the copy was made. Look in your own mailbox first.")
    else:
        sentence = _("“%(edition)s” was not sent: nobody approved it before its hour.")
        what_to_do = _("Review it, choose a new hour and approve it.")
    return sentence % {"edition": edition}, what_to_do


def edition_address(edition: Edition) -> str:
    return reverse("newsletter_edition", args=[edition.pk])


def _freeze_what_was_approved(edition: Edition) -> bool:
    """Keep the renderings if they are exactly what the approval binds to, and the words were still these afterwards."""
    rendered = render_languages(edition)
    if approval_of(edition, rendered.digest) is None:
        return False
    try:
        freeze_renderings(edition, rendered)
    except StaleApprovalError:
        return False
    return rendered.is_current()


def _still_approved(edition: Edition) -> QuerySet[Edition]:
    return Edition.objects.filter(pk=edition.pk, state=Edition.State.APPROVED, leased_by=edition.leased_by)


def _stop(edition: Edition, state: Edition.State) -> None:
    _still_approved(edition).update(state=state, leased_by="", lease_ends_at=None)


def tell_late(edition: Edition) -> None:
    report_incident(
        f"edition-late:{edition.pk}",
        _("“%(edition)s” was not sent at its hour, and now it is too late to send it without asking.")
        % {"edition": edition},
        _("Decide whether it is still sent."),
        edition_address(edition),
    )


def tell_changed(edition: Edition) -> None:
    report_incident(
        f"edition-changed:{edition.pk}",
        _("“%(edition)s” was not sent: it is no longer what was approved.") % {"edition": edition},
        _("Something in it changed, or is no longer allowed. Look at it and approve it again."),
        edition_address(edition),
    )


def tell_private_address(edition: Edition) -> None:
    report_incident(
        f"edition-private-address:{edition.pk}",
        _("“%(edition)s” was not sent: readers could not open its links.") % {"edition": edition},
        str(PrivateAddressError.sentence),
        edition_address(edition),
    )
