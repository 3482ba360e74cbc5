"""Open and close the form of a workshop, and find it by its address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core import signing
from cms.core.absolute_urls import link_to
from cms.core.errors import CosechaError, NotPermittedError
from cms.models import CaptureLink, Workshop
from cms.models.capture import CAPTURE_LINK
from cms.users.models import User

# A link that is passed on for longer than this is no longer about a workshop.
LONGEST = timedelta(days=31)


class BadPeriodError(CosechaError):
    sentence = _("A link can be open for a month at most, and not end in the past.")


def url_of(link: CaptureLink) -> str:
    """The address to pass on, as a text or as a QR code."""
    return link_to("capture", link.token)


def find_link(token: str) -> CaptureLink | None:
    """The link whose token this is; None when it was not made here."""
    key = signing.unsign_name(CAPTURE_LINK, token)
    return None if key is None else CaptureLink.objects.select_related("workshop").filter(pk=key).first()


def open_link(workshop: Workshop, by: User, until: datetime, languages: list[str]) -> CaptureLink:
    """A new link for `workshop`. Raises BadPeriodError, NotPermittedError."""
    if not by.has_perm("cms.add_capturelink"):
        raise NotPermittedError
    _check_period(until)
    known = [code for code, _name in settings.LANGUAGES if code in languages]
    with transaction.atomic():
        link = CaptureLink.objects.create(
            workshop=workshop, made_by=by, expires_at=until, languages=known or [settings.LANGUAGE_CODE]
        )
        log(link, "cosecha.open_capture", user=by, data={"until": until.isoformat(), "workshop": workshop.pk})
    return link


def close_link(link: CaptureLink, by: User) -> None:
    """From now on nothing arrives through it. Doing it twice changes nothing."""
    if not by.has_perm("cms.change_capturelink"):
        raise NotPermittedError
    with transaction.atomic():
        if CaptureLink.objects.filter(pk=link.pk, closed_at__isnull=True).update(closed_at=timezone.now()):
            log(link, "cosecha.close_capture", user=by)


def reopen_link(link: CaptureLink, by: User, until: datetime) -> None:
    """Open it again or for longer: what phones kept meanwhile can still arrive."""
    if not by.has_perm("cms.change_capturelink"):
        raise NotPermittedError
    _check_period(until)
    with transaction.atomic():
        CaptureLink.objects.filter(pk=link.pk).update(closed_at=None, expires_at=until)
        log(link, "cosecha.open_capture", user=by, data={"until": until.isoformat()})


def _check_period(until: datetime) -> None:
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise BadPeriodError
