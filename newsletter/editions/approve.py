"""Approving an edition: exactly what was seen, and no longer than it stays so."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.consent.approvals import Approval, approval_of, approve, void_approvals
from cms.core.errors import CosechaError, FourEyesError, NotPermittedError, StaleApprovalError, WrongMomentError
from cms.core.mail import require_working_links
from cms.users.models import User
from newsletter.editions.approved_version import version_of
from newsletter.frozen_renderings import RenderedEdition, edition_digest, render_languages
from newsletter.models import Edition
from newsletter.sending.staff_actions import resume_edition

State = Edition.State
# A change in these may be approved; elsewhere there is nothing left to decide.
EDITABLE = (State.DRAFT, State.APPROVED, State.PAUSED, State.LATE)


class EmptyEditionError(CosechaError):
    sentence = _("This edition has nothing that may go out by email. Add content that is cleared for it.")


class NoSendTimeError(CosechaError):
    sentence = _("Say when this edition is to be sent before you approve it.")


class SendTimePassedError(CosechaError):
    sentence = _("Its hour has passed. Choose another, or approve it and send it now.")


def approve_edition(edition: Edition, seen: str, by: User) -> Approval:
    """Approve exactly what `by` saw, whose digest was `seen`.

    A draft then goes out at its hour. An edition that was paused while it was being sent goes on: whoever has not had
    it gets this version. One that is held because the database is a copy still waits to be released: that it is right
    does not say that it has not gone out.
    """
    if edition.send_at is None:
        raise NoSendTimeError
    if edition.state == State.DRAFT and edition.send_at < timezone.now():
        raise SendTimePassedError
    rendered = _render_seen(edition, seen, by)
    if edition.state == State.PAUSED:
        approval = approve(edition, rendered.digest, seen, by)
        resume_edition(edition, by, rendered)
        return approval
    version = version_of(rendered)
    with transaction.atomic():
        _move(edition, (State.DRAFT,), State.APPROVED)
        return approve(edition, rendered.digest, seen, by, version)


def approve_and_send_now(edition: Edition, seen: str, by: User) -> Approval:
    """Approve what `by` saw of an edition whose hour has passed, and let it go out at once."""
    rendered = _render_seen(edition, seen, by)
    edition.send_at = timezone.now()
    digest, version = rendered.digest, version_of(rendered)
    with transaction.atomic():
        _move(edition, (State.DRAFT, State.LATE), State.APPROVED, send_at=edition.send_at, held_at=None)
        return approve(edition, digest, digest, by, version)


def unapprove_edition(edition: Edition, by: User) -> None:
    """Take the approval back: the edition is a draft again."""
    if not by.has_perm("newsletter.change_edition"):
        raise NotPermittedError
    with transaction.atomic():
        _move(edition, (State.APPROVED,), State.DRAFT)
        void_approvals(edition)
        log(edition, "cosecha.unapprove_edition", user=by)


def standing_approval(edition: Edition) -> Approval | None:
    """The approval of the edition exactly as it is now. Renders it, so not for lists."""
    return approval_of(edition, edition_digest(edition))


def void_if_changed(edition: Edition) -> bool:
    """After a change: an approval of something else no longer counts. Whether one was voided."""
    if edition.state not in EDITABLE or standing_approval(edition):
        return False
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk, state=State.APPROVED).update(state=State.DRAFT)
        voided = void_approvals(edition)
    edition.refresh_from_db(fields=["state"])
    return bool(voided)


def _render_seen(edition: Edition, seen: str, by: User) -> RenderedEdition:
    """The edition as it is now, if `by` may approve it and it is what they saw."""
    if not by.has_perm("newsletter.approve_edition"):
        raise NotPermittedError
    if edition.recipe and edition.recipe.asks_four_eyes and edition.last_edited_by_id == by.pk:
        raise FourEyesError
    require_working_links()
    rendered = render_languages(edition)
    if not any(part["type"] != "introduction" for part in rendered.by_language["es"].words["parts"]):
        raise EmptyEditionError
    if rendered.digest != seen:
        raise StaleApprovalError
    return rendered


def _move(edition: Edition, before: tuple[str, ...], after: str, **changes: Any) -> None:
    """Change the state, unless somebody or a worker was faster. Raises WrongMomentError then."""
    if not Edition.objects.filter(pk=edition.pk, state__in=before).update(state=after, **changes):
        raise WrongMomentError
    edition.state = after
