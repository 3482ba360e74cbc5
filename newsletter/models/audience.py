"""Who gets the mail, the proof that they asked for it, and who must never get it again."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.text.skeleton_search import FoundBySkeleton, SkeletonField
from media.text.email_address import shown_address
from media.text.email_fields import EmailAddressField
from media.text.fields import KeptCharField, KeptTextField
from newsletter.addresses import HASH_VERSION, address_hash, normalised_address


class Audience(models.Model):
    """One newsletter's readers, and how its mail presents itself."""

    name = KeptCharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True, help_text=_("Part of the List-Id of its mail; never changes."))
    description = KeptCharField(_("description"), max_length=240, blank=True)
    from_name = KeptCharField(_("sender's name"), max_length=120)
    from_email = EmailAddressField(_("sender's address"))
    reply_to = EmailAddressField(_("replies go to"), blank=True, help_text=_("A person reads them."))
    default_language = models.CharField(_("main language"), max_length=5, default="es")

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Subscriber(FoundBySkeleton):
    """A reader. `email` is kept in its canonical form; `address_hash` is its keyed hash, as in `Suppression`."""

    email = EmailAddressField(_("email"), unique=True)
    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = KeptCharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="es")
    skeleton = SkeletonField(of=("email", "name"))
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    # Set as the first step of an erasure, in the same transaction as the others.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering: ClassVar = ["email"]

    def __str__(self) -> str:
        return self.shown_email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalised_address(self.email)
        self.address_hash = address_hash(self.email)
        super().save(*args, **kwargs)

    @property
    def shown_email(self) -> str:
        """The address as people read it."""
        return shown_address(self.email)


class OptIn(models.Model):
    """The proof that somebody asked for an audience's mail: when, how, and what exactly they were shown.

    Somebody is active in an audience while they have an opt-in there that is confirmed, not ended, and given for the
    address that they have now. It is the standing result of the steps in `SubscriptionEvent`.
    """

    class How(models.TextChoices):
        FORM = "form", _("Form on a website")
        PAPER = "paper", _("Sign-up sheet")
        IMPORT = "import", _("Imported list")
        STAFF = "staff", _("Added by staff")

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="opt_ins", verbose_name=_("subscriber")
    )
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="opt_ins", verbose_name=_("audience"))
    # Of the address for which it was given: a subscription does not follow an address that is changed.
    address_hash = models.CharField(max_length=64, editable=False)
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    text_shown = KeptTextField(_("text shown"), blank=True, help_text=_("The exact words the person agreed to."))
    language = models.CharField(_("language"), max_length=5, default="es")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opt-in")
        verbose_name_plural = _("opt-ins")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subscriber", "audience"],
                condition=models.Q(ended_at__isnull=True),
                name="one_standing_opt_in",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} · {self.audience}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.address_hash = self.address_hash or self.subscriber.address_hash
        super().save(*args, **kwargs)

    @property
    def is_for_present_address(self) -> bool:
        return self.address_hash == self.subscriber.address_hash


class Suppression(models.Model):
    """An address that must not get mail: from one audience, or from all when `audience` is empty.

    Only a keyed hash is kept, so that it outlives the erasure of the reader and stops a re-import.
    """

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        COMPLAINED = "complained", _("Reported as spam")
        BOUNCED = "bounced", _("Address does not exist")
        ASKED = "asked", _("Asked us")

    address_hash = models.CharField(max_length=64, db_index=True)
    # Which form of the address it is the hash of: `newsletter.addresses`.
    hash_version = models.PositiveSmallIntegerField(default=HASH_VERSION, editable=False)
    audience = models.ForeignKey(Audience, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=14, choices=Reason.choices)
    source = KeptCharField(_("source"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # When they said so last.
    last_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address_hash", "audience"], name="one_suppression_an_audience"),
            models.UniqueConstraint(
                fields=["address_hash"], condition=models.Q(audience__isnull=True), name="one_suppression_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} · {self.at:%Y-%m-%d}"
