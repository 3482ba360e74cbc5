"""Words taken back, for whatever cause, and what became of every copy."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.consent import Consent, ConsentTerms
from cms.models.items import Item
from cms.models.people import Contributor
from media.text.fields import KeptCharField, KeptTextField


class TakeBack(models.Model):
    """Words taken back: one item, all that a consent covered, or what is no longer allowed of it.

    A withdrawal is the one of cause WITHDRAWN: the act of a person, which leaves a tombstone on every item.
    """

    class Cause(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn for good")
        REDUCED = "reduced", _("Less is allowed")
        EXPIRED = "expired", _("The consent ended")
        MOVED = "moved", _("Moved to another consent")

    items = models.ManyToManyField(Item, related_name="take_backs")
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="take_backs", verbose_name=_("consent")
    )
    contributor = models.ForeignKey(
        Contributor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="take_backs",
        verbose_name=_("contributor"),
    )
    terms = models.ForeignKey(
        ConsentTerms,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="take_backs",
        verbose_name=_("consent terms"),
        help_text=_("The terms it follows from: those that allow less, or that have ended."),
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices, default=Cause.WITHDRAWN)
    reason = KeptTextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_the_person = models.BooleanField(
        _("by the person"), default=False, help_text=_("Done on their own page, by the person or who helps them.")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    seen_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When staff first looked at what a person did by themself."
    )

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return str(_("Withdrawal %(number)s")) % {"number": self.pk}

    @property
    def is_narrowing(self) -> bool:
        """Whether only some uses were taken back, and the words may still be elsewhere."""
        return self.cause != self.Cause.WITHDRAWN


class Receipt(models.Model):
    """What became of one copy. A channel settles it through `cms.withdrawal.withdraw.settle_receipt`."""

    class State(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back")
        PENDING = "pending", _("On its way")
        FAILED = "failed", _("Could not be taken back: needs a person")

    take_back = models.ForeignKey(TakeBack, on_delete=models.CASCADE, related_name="receipts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="receipts")
    channel = models.CharField(_("channel"), max_length=40)
    reference = models.CharField(max_length=80, help_text="The channel's own name for the copy, for example post:12.")
    facts = models.JSONField(
        default=dict,
        blank=True,
        help_text="What it is, in plain values: its channel words it in any language.",
    )
    label = KeptCharField(
        _("copy"), max_length=240, blank=True, help_text="Its name as it was written down, where there are no facts."
    )
    url = models.URLField(blank=True, max_length=500)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    detail = KeptCharField(_("detail"), max_length=240, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["take_back", "item", "channel", "reference"], name="one_receipt_per_copy")
        ]

    def __str__(self) -> str:
        return f"{self.channel}, {self.reference}: {self.get_state_display()}"
