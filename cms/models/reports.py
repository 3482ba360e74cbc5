"""A workshop report read in, passage by passage."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models.consent import Consent
from cms.models.items import Item
from cms.models.jobs import Leased
from cms.models.people import Contributor, Workshop
from media.text.fields import KeptCharField, KeptJSONField, KeptTextField


class Report(Leased):
    """One file. The same bytes are never read in twice.

    A large one waits for a worker: `percent` says how far it is, `attempts` how often it was begun. One that cannot be
    read keeps the problem, a code of `cms.harvest.reading.error_messages`, and what it speaks of.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READY = "ready", pgettext_lazy("state of a report", "Read")
        FAILED = "failed", _("Could not be read")

    title = KeptCharField(_("title"), max_length=200)
    filename = KeptCharField(_("file name"), max_length=200)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the file.")
    language = models.CharField(_("language"), max_length=5, default="es")
    workshop = models.ForeignKey(
        Workshop, verbose_name=_("workshop"), null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    left_out = KeptJSONField(
        default=list, blank=True, editable=False, help_text="Page furniture, as it stood: [{text, reason}]."
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READY, editable=False)
    percent = models.PositiveSmallIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=30, blank=True, editable=False)
    problem_about = KeptCharField(max_length=80, blank=True, editable=False)
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

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED


class ReportFile(models.Model):
    """The bytes of a report that waits to be read, for any worker on any machine. Gone when it is read."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="file")
    data = models.BinaryField()

    class Meta:
        verbose_name = _("file")

    def __str__(self) -> str:
        return self.report.filename


class PassageKind(models.TextChoices):
    """What a passage may become, or what it is instead."""

    QUOTE = "quote", _("Quote")
    TESTIMONY = "testimony", _("Testimony")
    LEARNING = "learning", _("Learning")
    COMMITMENT = "commitment", _("Commitment")
    FEEDBACK = "feedback", _("Feedback")
    RESOURCE = "resource", _("Resource")
    NOTHING = "nothing", _("Nothing to keep")


class Recut(models.Model):
    """One passage made into two, or two into one: how the rows were before and after, so that it can be undone."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="recuts")
    before = KeptJSONField(help_text="The passages there were, every field of each.")
    after = KeptJSONField(help_text="The passages it made of them.")

    class Meta:
        verbose_name = _("passage cut or joined")

    def __str__(self) -> str:
        return f"{self.report_id}: {len(self.before)} → {len(self.after)}"


class Passage(models.Model):
    """A paragraph or list entry of a report with its place, what it seems to be, and what staff made of it.

    `text` is how it reads in the report: cut in two or joined with the next, and never a word of it changed. `kind`,
    `type`, `title`, `edited_text`, topics and the speaker begin as the suggestion and become what staff chose.
    `contributor` and `consent` are whose words they will be, as staff said; once there is an item, it says so.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("To review")
        ACCEPTED = "accepted", _("Accepted")
        SKIPPED = "skipped", _("Skipped")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(_("position"))
    part = models.PositiveSmallIntegerField(default=0, help_text="From 1, where the passage at `position` was cut.")
    recut = models.ForeignKey(Recut, null=True, blank=True, on_delete=models.SET_NULL, related_name="passages")
    page = models.PositiveIntegerField(_("page"), null=True, blank=True, help_text="From 1, where the file has pages.")
    heading_path = KeptJSONField(_("headings"), default=list, help_text="From the outermost to the innermost.")
    activity = KeptCharField(_("activity"), max_length=160, blank=True)
    marker = KeptCharField(max_length=12, blank=True, help_text="The number that stood before it.")
    text = KeptTextField(_("text"))
    suggested_kind = models.CharField(_("suggested kind"), max_length=20, choices=PassageKind.choices)
    suggested_type = models.CharField(_("suggested type"), max_length=20, blank=True, help_text="A Learning.Type.")
    reason = models.CharField(max_length=30, blank=True, help_text="A code of cms.harvest.suggestions.reason_labels.")
    reason_about = KeptCharField(max_length=240, blank=True, help_text="What the reason speaks of.")
    kind = models.CharField(_("kind"), max_length=20, choices=PassageKind.choices, default=PassageKind.NOTHING)
    type = models.CharField(_("type"), max_length=20, blank=True, help_text="A Learning.Type.")
    title = KeptCharField(_("title"), max_length=160, blank=True)
    edited_text = KeptTextField(_("text of the draft"), default="")
    topics = models.JSONField(_("topics"), default=list, blank=True, help_text="Slugs of topics.")
    new_topics = KeptJSONField(default=list, blank=True, help_text="Names of topics that are made on accepting.")
    speaker = KeptCharField(_("who said it"), max_length=160, blank=True)
    role = KeptCharField(_("role"), max_length=120, blank=True)
    contributor = models.ForeignKey(
        Contributor,
        verbose_name=_("contributor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="passages",
    )
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), null=True, blank=True, on_delete=models.SET_NULL, related_name="passages"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="passages", verbose_name=_("item")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering: ClassVar = ["report", "position", "part"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "position", "part"], name="one_passage_per_place")
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def version(self) -> str:
        """Another one after every change."""
        return f"{self.changed_at.timestamp():.6f}"

    @property
    def place(self) -> str:
        """Which passage of the report it is: its number, and which part of it where it was cut."""
        return f"{self.position}.{self.part}" if self.part else str(self.position)

    @property
    def is_edited(self) -> bool:
        return self.kind != self.suggested_kind or self.type != self.suggested_type
