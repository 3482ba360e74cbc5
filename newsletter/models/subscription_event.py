"""What happened between a person and our mail: each ask, confirmation, change and end. Rows are only added."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import append_only
from media.text.email_address import shown_address
from media.text.email_fields import EmailAddressField
from media.text.fields import KeptCharField, KeptTextField
from newsletter.models.audience import Audience, OptIn, Subscriber


class SubscriptionEvent(models.Model):
    """One step, with what was shown and given at that step and at no other.

    An ask belongs to nobody until its own link is clicked: anybody may have typed the address. The confirmation names
    its ask, and only a confirmed ask is the proof of anything.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("Asked for it")
        CONFIRMED = "confirmed", _("Confirmed from their own mailbox")
        RECORDED = "recorded", _("Written down by staff")
        CHANGED = "changed", _("Changed")
        ENDED = "ended", _("Left")
        LINK = "link", _("Asked for the link to leave")

    kind = models.CharField(_("what happened"), max_length=10, choices=Kind.choices)
    # Empty in asks: see above.
    subscriber = models.ForeignKey(Subscriber, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("audience")
    )
    ask = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    # In the ask of a reader, or of staff, for another address: whose subscription moves there once it is confirmed.
    replaces = models.ForeignKey(Subscriber, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    email = EmailAddressField(_("email"), db_index=True)
    name = KeptCharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=OptIn.How.choices, blank=True)
    source = KeptCharField(_("where from"), max_length=200, blank=True)
    text_shown = KeptTextField(_("text shown"), blank=True)
    text_version = models.CharField(max_length=12, blank=True, help_text="The same for the same words.")
    detail = KeptCharField(_("detail"), max_length=400, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    # When the mail that this asks for was handed over; empty while it waits.
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step of a subscription")
        verbose_name_plural = _("steps of subscriptions")
        ordering: ClassVar = ["at", "pk"]
        default_permissions: ClassVar = ["view"]
        indexes: ClassVar = [models.Index(fields=["kind", "mailed_at", "at"], name="mail_of_events")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.at:%Y-%m-%d}"

    @property
    def shown_email(self) -> str:
        """The address as people read it."""
        return shown_address(self.email)


# An ask that nobody confirmed may go, and everything of a reader who is being erased.
append_only.register(
    append_only.AppendOnly(
        "newsletter.SubscriptionEvent",
        may_change=("recorded_by_id", "mailed_at", "replaces_id"),
        may_delete="(OLD.subscriber_id IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM newsletter_subscriptionevent AS answer WHERE answer.ask_id = OLD.id)) OR EXISTS "
        "(SELECT 1 FROM newsletter_subscriber WHERE id = OLD.subscriber_id AND erased_at IS NOT NULL)",
    )
)


@receiver(pre_delete, sender=Subscriber)
def forget_steps(instance: Subscriber, **_options: Any) -> None:
    """The steps of a reader go with them, by whatever door they are deleted: first the answers, then their asks."""
    Subscriber.objects.filter(pk=instance.pk).update(erased_at=timezone.now())
    own = SubscriptionEvent.objects.filter(subscriber=instance)
    asks = list(own.exclude(ask=None).values_list("ask_id", flat=True))
    own._raw_delete(own.db)
    unconfirmed = SubscriptionEvent.objects.filter(Q(pk__in=asks) | Q(email=instance.email) | Q(replaces=instance))
    rest = unconfirmed.filter(subscriber=None, answers=None).values_list("pk", flat=True)
    SubscriptionEvent.objects.filter(pk__in=list(rest)).delete()


def steps_of(subscriber: Subscriber) -> models.QuerySet[SubscriptionEvent]:
    """What staff see of a reader, newest first: their own steps and every ask under their address."""
    mine = Q(subscriber=subscriber) | Q(answers__subscriber=subscriber) | Q(replaces=subscriber)
    rows = SubscriptionEvent.objects.filter(mine | Q(email=subscriber.email, subscriber=None))
    return rows.select_related("audience", "recorded_by").distinct().order_by(F("at").desc(), "-pk")
