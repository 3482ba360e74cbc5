"""Publishing and unpublishing at the time staff chose, one `Content` after the other.

Wagtail's own command stops at the first that refuses, and all behind it would wait for a person.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision

from cms.core.errors import CosechaError
from cms.jobs.incidents import report_incident
from cms.models import CONTENT_MODELS


class EndPassedError(CosechaError):
    """It should have been out between two hours, and nobody was at work between them."""

    sentence = gettext_lazy("The hour at which it was to be taken down has passed as well.")


def keep_schedule(now: datetime) -> None:
    """Do what is due at `now`. What may not be published any more loses its date, and staff are told why."""
    for model in CONTENT_MODELS:
        for content in model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            content.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        try:
            _check_end(revision, now)
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except CosechaError as error:
            _unschedule(revision, error)


def _check_end(revision: Revision, now: datetime) -> None:
    """Raise EndPassedError where the time in which it was to be out is over. An end before its hour says nothing."""
    end, start = revision.as_object().expire_at, revision.approved_go_live_at
    if end is not None and start is not None and start <= end < now:
        raise EndPassedError


def _unschedule(revision: Revision, error: CosechaError) -> None:
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    report_incident(
        f"schedule.{revision.pk}",
        _("“%(wording)s” was not published at its hour. %(reason)s")
        % {"wording": revision.object_str, "reason": error},
        _("It stays as a draft. Mend it, and publish it or choose another hour."),
        url=AdminURLFinder().get_edit_url(revision.content_object) or "",
    )
