"""One item at one time in a campaign, and its copy on each account."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from campaigns.models.account import Account
from campaigns.models.campaign import Campaign
from cms.jobs.leases import Leased
from cms.models import Item
from media.text.fields import KeptTextField

HOURS_A_DAY = 24
LONGEST_REMOTE_ID, LONGEST_ADDRESS = 200, 500


class Piece(models.Model):
    """One item at one time in a campaign.

    `slot_at` is the slot it filled and stays when staff move the piece, so that planning again does not fill it twice.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pieces", verbose_name=_("campaign"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="pieces", verbose_name=_("item"))
    slot_at = models.DateTimeField(editable=False)
    scheduled_at = models.DateTimeField(_("goes out at"))
    excerpt = KeptTextField(
        _("excerpt"),
        blank=True,
        help_text=_("For a quote that is too long: its own words, with “(…)” where you leave something out."),
    )
    reason = models.CharField(_("why it was picked"), max_length=240, blank=True, editable=False)
    is_cancelled = models.BooleanField(_("cancelled"), default=False, editable=False)
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        ordering: ClassVar = ["scheduled_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "item"], name="an_item_once_a_campaign"),
            models.UniqueConstraint(
                fields=["campaign", "slot_at"], condition=Q(is_cancelled=False), name="one_piece_a_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {date_format(timezone.localtime(self.scheduled_at), 'SHORT_DATETIME_FORMAT')}"


class Post(Leased):
    """A piece's copy on one account.

    `draft → approved → claimed → publishing → published | refused | waiting | unsure`; an unsure one is looked up
    (`looking`) and becomes published, or waiting to be tried again. `take_down_due → being_taken_down → taken_down |
    take_down_failed`. One that would go out much too late is `late` and waits for a person.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("To approve")
        APPROVED = "approved", _("Approved")
        CLAIMED = "claimed", pgettext_lazy("post", "Picked up")
        PUBLISHING = "publishing", _("Being published")
        WAITING = "waiting", _("To be tried again")
        UNSURE = "unsure", _("Unsure: being looked up")
        LOOKING = "looking", _("Being looked up")
        PUBLISHED = "published", pgettext_lazy("post", "Published")
        REFUSED = "refused", _("Refused by the network")
        LATE = "late", _("Too late: you decide")
        TAKE_DOWN_DUE = "take_down_due", _("To be taken down")
        BEING_TAKEN_DOWN = "being_taken_down", _("Being taken down")
        TAKEN_DOWN = "taken_down", _("Taken down")
        TAKE_DOWN_FAILED = "take_down_failed", _("Could not be taken down")
        CANCELLED = "cancelled", _("Cancelled")

    # What has not gone out and can still be changed or cancelled without asking the network.
    PLANNED = (State.DRAFT, State.APPROVED, State.CLAIMED, State.WAITING, State.REFUSED, State.LATE)
    # What may be on the network, although we do not know it yet.
    IN_DOUBT = (State.PUBLISHING, State.UNSURE, State.LOOKING)
    COMING_DOWN = (State.TAKE_DOWN_DUE, State.BEING_TAKEN_DOWN)

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="posts", verbose_name=_("piece"))
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts", verbose_name=_("account"))
    text = KeptTextField(_("text"), blank=True, help_text=_("Empty: the text composes itself."))
    excerpt = KeptTextField(
        _("excerpt"), blank=True, help_text=_("For this account alone. Empty: the excerpt of the piece, or all of it.")
    )
    alt_text = KeptTextField(
        _("description of the image"), blank=True, help_text=_("Empty: all the words on the card.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="The same on every try.")
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    looks = models.PositiveSmallIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True, editable=False)
    publishing_since = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    measure_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When to ask its network next what came of it."
    )
    cost = models.DecimalField(
        max_digits=7,
        decimal_places=3,
        default=0,
        editable=False,
        help_text="What its network bills for publishing it, in US dollars; written when it is approved.",
    )
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    remote_id = models.CharField(max_length=LONGEST_REMOTE_ID, blank=True, editable=False)
    more_remote_ids = models.JSONField(
        default=list, blank=True, editable=False, help_text="Those of the further parts of a thread, in their order."
    )
    url = models.URLField(max_length=LONGEST_ADDRESS, blank=True, editable=False)
    problem = models.CharField(_("what happened"), max_length=300, blank=True, editable=False)
    needs_person = models.BooleanField(default=False, editable=False)
    held_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Set while it waits because the database is a copy."
    )
    held_look_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When to look on the network whether it is there already."
    )
    must_come_down = models.BooleanField(
        default=False, editable=False, help_text="Withdrawn while it was in doubt: take it down once it is found."
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering: ClassVar = ["piece__scheduled_at", "pk"]
        permissions: ClassVar = [
            ("approve_post", "Can approve posts"),
            ("pause_posts", "Can pause all posts"),
            ("take_down_post", "Can take down posts"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["piece", "account"], name="one_post_an_account")]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try_at"], name="due_posts"),
            models.Index(fields=["lease_ends_at"], name="leased_posts"),
            models.Index(fields=["account", "publishing_since"], name="recent_posts"),
            models.Index(fields=["account", "settled_at"], name="recent_removals"),
            models.Index(fields=["measure_at"], name="posts_to_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.piece} → {self.account}"

    @property
    def is_planned(self) -> bool:
        return self.state in self.PLANNED

    @property
    def may_be_out(self) -> bool:
        """Whether it may be on its network: in a copy of the past also what was planned, until it was looked for."""
        return not self.is_planned or self.held_look_at is not None


class Payload(models.Model):
    """Exactly what a post said when it was sent to the network: frozen in the transaction that wrote the intent."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="payload")
    text = models.TextField()
    alt_text = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    content_warning = models.CharField(max_length=160, blank=True)
    card = models.BinaryField(null=True)
    title = models.TextField(blank=True)
    link = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("payload")

    def __str__(self) -> str:
        return self.digest[:8]


class PostStep(models.Model):
    """What was already done of a post at its network: an upload, a container, with the number it got there."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=40)
    value = models.TextField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "name"], name="one_step_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Measurement(models.Model):
    """What came of a post `hours` after it was published; nothing for what its network does not tell."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="measurements")
    hours = models.PositiveSmallIntegerField()
    measured_at = models.DateTimeField()
    likes = models.PositiveIntegerField(null=True)
    shares = models.PositiveIntegerField(null=True)
    replies = models.PositiveIntegerField(null=True)
    views = models.PositiveIntegerField(null=True)
    clicks = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["post", "hours"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "hours"], name="one_measurement_an_age")]

    def __str__(self) -> str:
        return f"{self.post_id} +{self.hours} h"

    @property
    def age(self) -> str:
        """In words: `7 days`."""
        if self.hours < HOURS_A_DAY:
            return ngettext("{count} hour", "{count} hours", self.hours).format(count=self.hours)
        days = self.hours // HOURS_A_DAY
        return ngettext("{count} day", "{count} days", days).format(count=days)
