"""Editions that wait for a person because the database is a copy of the past: they may have gone out already.

A draft, and one that was late, goes nowhere by itself; it is marked so that its page says so before it is approved.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.log_actions import log

from cms.jobs.holds import Held, Holder, key_of
from cms.jobs.wake import wake
from cms.models.jobs import Hold
from newsletter.models import Edition

State = Edition.State


class EditionsHolder(Holder):
    """Approved editions whose hour has come, and those that were being sent or paused.

    Where the database is certainly a copy, those whose hour is still to come as well: somebody may have sent them at
    once after it was made, and an edition that goes out twice reaches everybody twice.
    """

    name = "edition"
    permission = "newsletter.approve_edition"

    def hold(self, at: datetime, sign: Hold.Sign) -> int:
        due = Q(state=State.APPROVED, send_at__lte=at) | Q(state__in=(State.SENDING, State.PAUSED))
        if sign != Hold.Sign.SILENT:
            due |= Q(state__in=(State.APPROVED, State.DRAFT, State.LATE))
        return Edition.objects.filter(due, held_at=None).update(held_at=at)

    def held(self) -> list[Held]:
        return [
            Held(
                f"edition:{edition.pk}", str(edition), reverse("newsletter_edition", args=[edition.pk]), edition.send_at
            )
            for edition in held_editions().select_related("audience").order_by("send_at", "pk")
        ]

    def release(self, reference: str, by: AbstractUser) -> bool:
        edition = held_editions().filter(pk=key_of(reference)).first()
        if edition is None or not held_editions().filter(pk=edition.pk).update(held_at=None):
            return False
        log(edition, "cosecha.release", user=by)
        wake("newsletter.tasks.send_a_slice", edition.pk)
        return True


def held_editions() -> QuerySet[Edition]:
    """Those that would go out if they were not held."""
    return Edition.objects.filter(held_at__isnull=False, state__in=Edition.WOULD_GO_OUT)
