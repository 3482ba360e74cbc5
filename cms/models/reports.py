"""A workshop report read in, passage by passage."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.items import Item
from cms.models.people import Workshop
from cms.models.topics import Topic


class Report(models.Model):
    """One file. The same bytes are never read in twice."""

    title = models.CharField(_("title"), max_length=200)
    filename = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the file.")
    language = models.CharField(_("language"), max_length=5, default="es")
    workshop = models.ForeignKey(
        Workshop, verbose_name=_("workshop"), null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    harvested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    harvested_at = models.DateTimeField(_("harvested at"), auto_now_add=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-harvested_at"]

    def __str__(self) -> str:
        return self.title


class PassageKind(models.TextChoices):
    """What a passage may become, or what it is instead."""

    QUOTE = "quote", _("Quote")
    TESTIMONY = "testimony", _("Testimony")
    LEARNING = "learning", _("Learning")
    COMMITMENT = "commitment", _("Commitment")
    FEEDBACK = "feedback", _("Feedback")
    RESOURCE = "resource", _("Resource")
    NOTHING = "nothing", _("Nothing to keep")


class Passage(models.Model):
    """A paragraph or list entry of a report with its place, what it seems to be, and what staff decided."""

    class State(models.TextChoices):
        PENDING = "pending", _("To review")
        ACCEPTED = "accepted", _("Accepted")
        SKIPPED = "skipped", _("Skipped")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(_("position"))
    heading_path = models.JSONField(_("headings"), default=list, help_text="From the outermost to the innermost.")
    activity = models.CharField(_("activity"), max_length=160, blank=True)
    text = models.TextField(_("text"))
    suggested_kind = models.CharField(_("suggested kind"), max_length=20, choices=PassageKind.choices)
    suggested_type = models.CharField(_("suggested type"), max_length=20, blank=True, help_text="A Learning.Type.")
    suggested_topics = models.ManyToManyField(Topic, verbose_name=_("suggested topics"), blank=True)
    reason = models.CharField(_("reason"), max_length=240, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="passages", verbose_name=_("item")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering: ClassVar = ["report", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "position"], name="one_passage_per_place")]

    def __str__(self) -> str:
        return self.text[:80]
