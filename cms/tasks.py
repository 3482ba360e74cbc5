"""The clock's ticks that every installation needs: this worker is alive, and what was scheduled is published."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from huey import crontab
from huey.contrib.djhuey import close_db, db_periodic_task, on_startup, signal
from huey.signals import SIGNAL_ERROR

from cms import work
from cms.scheduling import keep_schedule


@on_startup()
@close_db
def show_at_once() -> None:
    """A worker that has just started is seen at once, not at its first tick."""
    work.beat()


@db_periodic_task(crontab(minute="*"))
def tick() -> None:
    """Say that this worker is alive."""
    work.beat()


@db_periodic_task(crontab(minute="*"))
def publish_scheduled() -> None:
    """Publish and unpublish what staff scheduled for now. Twice at once is harmless: both do the same."""
    keep_schedule(timezone.now())


@signal(SIGNAL_ERROR)
@close_db
def report_failure(_signal: str, task: Any, error: Exception | None = None) -> None:
    """A task that fails is shown to staff: work is rows, so the next tick tries it again."""
    work.report_incident(
        f"task.{task.name}",
        _("Something that runs in the background failed. It is tried again every minute."),
        _("If it keeps happening, show the detail to the person who looks after this installation."),
        detail=repr(error),
    )
