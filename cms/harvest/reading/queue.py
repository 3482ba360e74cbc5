"""Reports that wait to be read: a worker takes one, says how far it is, and leaves it ready or with the reason why not.

What a worker that was killed had begun is begun again by another when its lease is over.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cms.core.errors import NotPermittedError, WrongMomentError
from cms.harvest.formats.errors import FileProblem
from cms.harvest.reading import read_file
from cms.harvest.reading.import_report import keep, understand
from cms.jobs.leases import claim
from cms.models import Report
from cms.users.models import User

# Longer than a worker is ever silent about a report it reads.
LEASE = timedelta(seconds=90)
# A report that took its worker down so often is not begun again.
MOST_ATTEMPTS = 3
# Seconds between two notes of how far it is.
PAUSE = 1.0


class TakenError(Exception):
    """The report is not this worker's any more: it was deleted, or its lease was over."""


def due_reports(now: datetime) -> QuerySet[Report]:
    """The reports that wait, and those whose worker is gone."""
    waits = Q(state=Report.State.WAITING) | Q(state=Report.State.READING, lease_ends_at__lt=now)
    return Report.objects.filter(waits).order_by("harvested_at")


def read_next() -> bool:
    """Read the report that has waited longest, if any does. Answers whether there was one."""
    reports = claim(due_reports(timezone.now()), Report.State.READING, LEASE, 1, attempts=F("attempts") + 1, percent=0)
    for report in reports:
        try:
            _read(report)
        except TakenError:
            continue
        except read_file.UnreadableReportError as error:
            _fail(report, error)
    return bool(reports)


def _read(report: Report) -> None:
    if report.attempts > MOST_ATTEMPTS:
        raise read_file.UnreadableReportError(FileProblem.GAVE_UP)
    noted = time.monotonic()

    def note(percent: int) -> None:
        nonlocal noted
        if time.monotonic() - noted >= PAUSE:
            noted = time.monotonic()
            if not _mine(report).update(percent=percent, lease_ends_at=timezone.now() + LEASE):
                raise TakenError

    understood = understand(read_file.read(bytes(report.file.data), report.filename, note), report.filename)
    with transaction.atomic():
        locked = _mine(report).select_for_update().first()
        if locked is None:
            raise TakenError
        keep(locked, understood)


def _fail(report: Report, error: read_file.UnreadableReportError) -> None:
    """Leave the report with the reason why it cannot be read; its bytes are not kept."""
    with transaction.atomic():
        failed = {"state": Report.State.FAILED, "problem": error.problem, "problem_about": error.about}
        if _mine(report).update(**failed, leased_by="", lease_ends_at=None):
            report.file.delete()


def discard_report(report: Report, by: User) -> None:
    """Remove a report that could not be read from the list. Raises NotPermittedError, WrongMomentError."""
    if not by.has_perm("cms.add_report"):
        raise NotPermittedError
    deleted, _rows = Report.objects.filter(pk=report.pk, state=Report.State.FAILED).delete()
    if not deleted:
        raise WrongMomentError


def _mine(report: Report) -> QuerySet[Report]:
    """The row, as long as it is this attempt's."""
    return Report.objects.filter(pk=report.pk, state=Report.State.READING, attempts=report.attempts)
