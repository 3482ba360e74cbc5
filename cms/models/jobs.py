"""What the machine says of itself: is a worker alive, what went wrong, and is this database a copy of the past."""

import uuid
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


class DatabaseOrigin(models.Model):
    """Where this database comes from: one row.

    `key` names the state folder outside of it (cms/jobs/state_folder.py) and is replaced whenever the database turns
    out to be a copy. `opened_as` is the file, or the database of a server, in which it was last used. `copied_at` is
    written by `manage.py backup` into what it makes.
    """

    key = models.UUIDField(default=uuid.uuid4)
    opened_as = models.CharField(max_length=120, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("origin of the database")

    def __str__(self) -> str:
        return str(self.key)


class ProcessRun(models.Model):
    """One process that may send something, from its start on. `marks` is raised around everything that leaves.

    Only a worker `beats`, so only its silence says something.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    process = models.CharField(max_length=80)
    beats = models.BooleanField(default=False)
    marks = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("run")

    def __str__(self) -> str:
        return self.process


class Hold(models.Model):
    """This database turned out to be a copy of the past: what was due waits for a person.

    `since` is the last sign of life in it. Messages to the team wait until `notices_released_at`; editions and posts
    carry a `held_at` of their own.
    """

    class Sign(models.TextChoices):
        MARKED = "marked", _("It is a backup that was put back.")
        BEHIND = "behind", _("It knows less than this machine: an earlier copy was put back.")
        MOVED = "moved", _("It is not the database that was last used: it was copied, or moved here.")
        SILENT = "silent", _("It was not stopped, and gave no sign of life for some time.")

    sign = models.CharField(max_length=10, choices=Sign.choices)
    since = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    notices_released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hold")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.get_sign_display()


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
