"""What the machine says of itself: is a worker alive, and what went wrong."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Leased(models.Model):
    """A row that workers claim (`cms.jobs.leases.claim`). Subclasses have a `state` field."""

    leased_by = models.CharField(max_length=80, blank=True, editable=False)
    lease_ends_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class FileTask(Leased):
    """A stored picture or document that is to be cleaned, or whose words are to be read, under the name it has."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        WORKING = "working", _("In work")
        FAILED = "failed", _("Failed")

    image = models.ForeignKey("media.CustomImage", null=True, on_delete=models.CASCADE, related_name="file_tasks")
    document = models.ForeignKey("media.CustomDocument", null=True, on_delete=models.CASCADE, related_name="file_tasks")
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name = _("file that waits")
        verbose_name_plural = _("files that wait")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("image", "name"), name="one_task_for_an_image_file"),
            models.UniqueConstraint(fields=("document", "name"), name="one_task_for_a_document_file"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """When each worker was last seen."""

    worker = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("worker")

    def __str__(self) -> str:
        return self.worker


class Incident(models.Model):
    """A background job that failed, in words staff understand, until somebody says it is dealt with.

    `key` names what failed, so that the same failure repeating each minute is one row with a count.
    """

    key = models.CharField(max_length=120, unique=True)
    sentence = models.TextField(_("what happened"))
    what_to_do = models.TextField(_("what to do"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(auto_now=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering: ClassVar = ["-last_at"]

    def __str__(self) -> str:
        return self.sentence
