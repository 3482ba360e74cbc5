"""The monthly edition, and the recipe by which it builds itself."""

import secrets
from datetime import time
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin

from cms.core.language_texts import LanguageTextsField, text_in
from cms.jobs.leases import Leased
from cms.models import Item, Topic
from media.text.fields import KeptCharField
from newsletter.blocks.kind_blocks import CARRIED
from newsletter.blocks.stream import EditionBody, item_ids
from newsletter.models.audience import Audience
from newsletter.rendering.preview import MODES, email_view


class Recipe(ClusterableModel):
    """How and when an audience's edition builds itself each month."""

    name = KeptCharField(_("name"), max_length=120)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="recipes", verbose_name=_("audience"))
    day = models.PositiveSmallIntegerField(
        _("day of the month"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("In a shorter month, its last day."),
    )
    hour = models.TimeField(_("hour"), default=time(9))
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/Lima")
    build_days_before = models.PositiveSmallIntegerField(
        _("days for review"), default=5, help_text=_("How many days before sending the draft is built.")
    )
    late_hours = models.PositiveSmallIntegerField(
        _("hours it may be late"), default=6, help_text=_("Later than this, a person decides whether it is sent.")
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("only these topics"), blank=True, help_text=_("Empty means all of them.")
    )
    reviewers = ParentalManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewers"), blank=True, help_text=_("They are told by email.")
    )
    allows_sensitive = models.BooleanField(
        _("may pick sensitive items"), default=False, help_text=_("Only those that a second person approved.")
    )
    asks_four_eyes = models.BooleanField(
        _("a second person approves"),
        default=False,
        help_text=_("Whoever edited an edition last cannot approve it."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("recipe")
        verbose_name_plural = _("recipes")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class RecipeSection(models.Model):
    """So many items of a kind."""

    recipe = ParentalKey(Recipe, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, kind.label) for kind in CARRIED])
    count = models.PositiveSmallIntegerField(
        _("how many"), default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    minimum = models.PositiveSmallIntegerField(
        _("at least"), default=1, help_text=_("With fewer than this it is a thin month: staff are told instead.")
    )
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("section")
        ordering: ClassVar = ["sort_order"]

    def __str__(self) -> str:
        return f"{self.count} × {self.get_kind_display()}"


class Edition(RevisionMixin, PreviewableMixin, Leased, ClusterableModel):
    """One monthly email to one audience. Its texts and blocks are in `newsletter.blocks.stream`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("Being sent")
        PAUSED = "paused", _("Paused")
        SENT = "sent", pgettext_lazy("edition", "Sent")
        LATE = "late", _("Too late: a person decides")
        CANCELLED = "cancelled", _("Cancelled")

    # What goes out by itself, or when somebody says "go on".
    WOULD_GO_OUT = (State.APPROVED, State.SENDING, State.PAUSED)

    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, related_name="editions", verbose_name=_("audience")
    )
    recipe = models.ForeignKey(
        Recipe, null=True, blank=True, on_delete=models.SET_NULL, related_name="editions", verbose_name=_("recipe")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    slug = models.SlugField(
        max_length=80, unique=True, editable=False, help_text="Unguessable; part of its web address."
    )
    subject = KeptCharField(
        _("subject"), max_length=120, default="", help_text=_("What readers see first. Best under 60.")
    )
    subjects = LanguageTextsField(_("subject in other languages"), max_length=120)
    preheader = KeptCharField(
        _("preview line"), max_length=160, blank=True, help_text=_("Shown beside the subject in the list of messages.")
    )
    preheaders = LanguageTextsField(_("preview line in other languages"), max_length=160)
    body = StreamField(EditionBody(), verbose_name=_("content"), blank=True)
    send_at = models.DateTimeField(
        _("send at"), null=True, blank=True, help_text=_("Nothing goes out before it is approved.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    built_at = models.DateTimeField(null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Whoever was a reader at this moment is in its audience."
    )
    audience_size = models.PositiveIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="Deliveries there are, once the audience is frozen to the last.",
    )
    reviewers_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    held_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Set while it waits because the database is a copy."
    )
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering: ClassVar = ["-month", "-pk"]
        permissions: ClassVar = [
            ("approve_edition", "Can approve an edition"),
            ("empty_mailbox", "Can empty the local mailbox"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipe", "month"],
                condition=models.Q(recipe__isnull=False) & ~models.Q(state="cancelled"),
                name="one_edition_a_month",
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience} · {date_format(self.month, 'YEAR_MONTH_FORMAT')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = f"{self.month:%Y-%m}-{secrets.token_urlsafe(12)}".replace("_", "-").lower()
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._keep_items_in_step()

    def _keep_items_in_step(self) -> None:
        """One row per item that stands in the blocks; the reasons of those that stay are kept."""
        standing = set(Item.objects.filter(pk__in=item_ids(self.body)).values_list("pk", flat=True))
        self.edition_items.exclude(item_id__in=standing).delete()
        known = set(self.edition_items.values_list("item_id", flat=True))
        EditionItem.objects.bulk_create(
            EditionItem(edition=self, item_id=item_id) for item_id in sorted(standing - known)
        )

    def subject_in(self, language: str) -> str:
        """The subject that a reader of `language` sees."""
        return text_in(language, self.subject, self.subjects)

    def preheader_in(self, language: str) -> str:
        return text_in(language, self.preheader, self.preheaders)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return MODES

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return [
            {"name": "phone", "icon": "mobile-alt", "device_width": 390, "label": _("Preview on a phone")},
            {"name": "desktop", "icon": "desktop", "device_width": 1000, "label": _("Preview on a computer")},
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return email_view(self, mode_name)


class Rendering(models.Model):
    """An edition as it was frozen in one language. A correction is a new row; each delivery says which it got."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="renderings")
    language = models.CharField(max_length=5)
    subject = KeptCharField(max_length=240)
    html = models.TextField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    words = models.JSONField(
        default=dict, help_text="What it was made of, from which it is rendered again without what may not be shown."
    )
    items = models.ManyToManyField(Item, related_name="+", help_text="Whose words are in it.")
    created_at = models.DateTimeField(auto_now_add=True)
    redacted_at = models.DateTimeField(
        null=True, blank=True, help_text="Its words were blanked because one of its items was withdrawn."
    )

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.edition} · {self.language}"


class EditionItem(models.Model):
    """Which item stands in an edition, and why it was picked. Kept in step with the blocks at every save."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_items")
    item = models.ForeignKey("cms.Item", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why it was picked"), max_length=240, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "item"], name="an_item_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.item}"
