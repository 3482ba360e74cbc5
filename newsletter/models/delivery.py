"""One row per edition and subscriber: what happened to each of them adds up to the frozen audience."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.jobs.leases import Leased
from newsletter.models.audience import Subscriber
from newsletter.models.edition import Edition, Rendering


class Delivery(Leased):
    """An edition on its way to one subscriber.

    `queued → claimed → sending → sent | deferred(next try) | rejected | unsure`, `skipped(reason)` and `cancelled`.
    A row found in `sending` whose worker is gone is *unsure*: a person decides, for mail cannot be looked up.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Picked up")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEFERRED = "deferred", _("To be tried again")
        REJECTED = "rejected", _("Rejected")
        UNSURE = "unsure", _("Unsure: a person decides")
        SKIPPED = "skipped", pgettext_lazy("delivery", "Left out")
        CANCELLED = "cancelled", _("Cancelled")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("edition"))
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries", verbose_name=_("subscriber")
    )
    rendering = models.ForeignKey(Rendering, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=5)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=240, blank=True)
    message_id = models.CharField(max_length=120, unique=True, help_text="The same on every try.")
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    sending_since = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "subscriber"], name="one_delivery_a_subscriber")
        ]
        indexes: ClassVar = [models.Index(fields=["edition", "state", "next_try_at"], name="due_deliveries")]

    def __str__(self) -> str:
        return f"{self.edition} → {self.subscriber}"
