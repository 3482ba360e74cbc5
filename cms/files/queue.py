"""Stored files that wait: to be cleaned, where they lie as they came in, or for their words to be read.

Readers get none of them until then (`media.models.Cleaned.is_clean`, `CustomDocument.is_for_readers`).
"""

import logging
from datetime import datetime, timedelta

from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.files.clean_stored import LostFileError, clean_stored, read_words
from cms.jobs.incidents import report_incident
from cms.jobs.leases import claim
from cms.models import FileTask
from cms.terms.evidence import evidence
from media.bounded.errors import BUSY
from media.models import CustomDocument, CustomImage
from media.refusals import RefusedFileError

logger = logging.getLogger(__name__)

# Longer than the bounds of what is started for one file.
LEASE = timedelta(minutes=20)
# A file that took its worker down so often is not begun again.
MOST_ATTEMPTS = 3
# How many are noted at a time.
MOST_NOTED = 500


def note_files() -> int:
    """Write down which files wait, those that are new among them; how many there were."""
    images = CustomImage.objects.filter(CustomImage.unclean())
    documents = CustomDocument.objects.filter(CustomDocument.unclean() | Q(is_read=False)).exclude(evidence())
    tasks = [
        *(FileTask(image=image, name=image.file.name) for image in _unnoted(images)),
        *(FileTask(document=document, name=document.file.name) for document in _unnoted(documents)),
    ]
    FileTask.objects.bulk_create(tasks, ignore_conflicts=True)
    return len(tasks)


def _unnoted(rows: QuerySet) -> QuerySet:
    return rows.exclude(file_tasks__name=F("file"))[:MOST_NOTED]


def due_tasks(now: datetime) -> QuerySet[FileTask]:
    """The files that wait, and those whose worker is gone."""
    waits = Q(state=FileTask.State.WAITING) | Q(state=FileTask.State.WORKING, lease_ends_at__lt=now)
    return FileTask.objects.filter(waits).order_by("pk")


def work_next() -> bool:
    """Do what the file that has waited longest waits for. Answers whether there may be more to do now."""
    for task in claim(due_tasks(timezone.now()), FileTask.State.WORKING, LEASE, 1, attempts=F("attempts") + 1):
        return _work(task)
    return False


def _work(task: FileTask) -> bool:
    row = task.image or task.document
    if row is None or row.file.name != task.name:
        task.delete()
        return True
    try:
        if task.attempts > MOST_ATTEMPTS:
            raise LostFileError(detail="its worker was lost several times")
        if isinstance(row, CustomDocument) and row.is_clean:
            read_words(row)
        else:
            clean_stored(row)
    except RefusedFileError as error:
        if error.problem == BUSY:
            FileTask.objects.filter(pk=task.pk).update(state=FileTask.State.WAITING, attempts=F("attempts") - 1)
            return False
        _fail(task, row, str(error), error.detail)
    except LostFileError as error:
        _fail(task, row, str(error), error.detail)
    else:
        task.delete()
    return True


def _fail(task: FileTask, row: Model, sentence: str, detail: str) -> None:
    """Readers do not get the file; staff are told, and bring in another one."""
    FileTask.objects.filter(pk=task.pk).update(state=FileTask.State.FAILED, problem=sentence)
    view = "wagtailimages:edit" if task.image_id else "wagtaildocs:edit"
    report_incident(
        f"file.{task.pk}",
        _("Readers do not get the file “%(title)s”: %(why)s") % {"title": row, "why": sentence},
        _("Open it and replace it with another one."),
        url=reverse(view, args=[row.pk]),
        detail=detail,
    )
