"""Huey tasks of `cms`: the heartbeat of workers, scheduled publishing, ends of consents, reading reports."""

from threading import Lock
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from huey import crontab
from huey.contrib.djhuey import close_db, db_periodic_task, db_task, on_startup, signal
from huey.signals import SIGNAL_ERROR

from cms.consent.disclosure import recheck_stale
from cms.consent.lost_approvals import mark_stale, mark_unknown
from cms.content.lost_approvals import compare_all, tell_lost_approvals
from cms.content.scheduled_publishing import keep_schedule
from cms.core import rate_limits
from cms.core.storage_failures import SENTENCES, storage_failure
from cms.files.queue import due_tasks, note_files, work_next
from cms.harvest.reading.queue import due_reports, read_next
from cms.jobs.heartbeat import beat
from cms.jobs.incidents import report_incident, write_kept
from cms.notifications import tell_of_ends, tell_second_persons
from cms.terms.expiry import end_consents
from cms.users import password_reset
from cms.withdrawal.erase import finish_erasures

_reading = Lock()
_cleaning = Lock()


@on_startup()
@close_db
def show_at_once() -> None:
    """A worker that has just started writes its heartbeat and reads what another one left, without waiting a minute."""
    beat()
    mark_unknown()
    if due_reports(timezone.now()).exists():
        read_reports()


@db_periodic_task(crontab(minute="*"))
def write_heartbeat() -> None:
    """Record that this worker is alive, and write down what the database could not take before."""
    beat()
    write_kept()


@db_periodic_task(crontab(minute="*"))
def publish_scheduled() -> None:
    """Publish and unpublish what staff scheduled for now. Twice at once is harmless: both do the same."""
    keep_schedule(timezone.now())


@db_periodic_task(crontab(minute="*"))
def take_back_what_ended() -> None:
    """On the day after a consent's last, what rested on it is taken back."""
    end_consents(timezone.now())


@db_periodic_task(crontab(minute="*"))
def forget_what_was_erased() -> None:
    """What was erased and has left its networks meanwhile leaves no address either."""
    finish_erasures()


@db_periodic_task(crontab(minute="*"))
def forget_tries() -> None:
    """Network addresses are not kept longer than what they tried is counted."""
    rate_limits.delete_past_windows()


@db_periodic_task(crontab(minute="5"))
def tell_of_consents_that_end() -> None:
    """Staff are told 30, 7 and 1 days before a consent ends."""
    tell_of_ends(timezone.now())


@db_periodic_task(crontab(minute="*"))
def tell_of_missing_approvals() -> None:
    """Who may approve what is sensitive is told once that it waits."""
    tell_second_persons()


@db_task()
def compare_approvals() -> None:
    """Compare a slice of the approvals in doubt, and stand in the queue again for the rest; then tell what was lost."""
    if compare_all():
        compare_approvals()
    else:
        tell_lost_approvals()


@db_periodic_task(crontab(minute="*"))
def compare_what_waits() -> None:
    """Find approvals in doubt that nobody was woken for, and losses that could not be told."""
    compare_approvals()


@db_periodic_task(crontab(minute="25"))
def doubt_approvals() -> None:
    """What changes with time alone, such as a webinar that is over, raises no signal."""
    mark_stale()


@db_periodic_task(crontab(minute="*"))
def read_what_waits() -> None:
    """Find reports that nobody was woken for, and those whose worker is gone."""
    if due_reports(timezone.now()).exists():
        read_reports()


@db_periodic_task(crontab(minute="*"))
def find_stale_items() -> None:
    """Find items that wait for their disclosure verdict and that nobody was woken for."""
    recheck_stale_items()


@db_task()
def recheck_stale_items() -> None:
    """Judge a slice of the stale items, and stand in the queue again for the rest."""
    if recheck_stale():
        recheck_stale_items()


@db_task()
def read_reports() -> None:
    """Read one report, and stand in the queue again behind whatever else waits there.

    One at a time in a worker: a long one would otherwise keep its other threads from mail and take-downs.
    """
    if not _reading.acquire(blocking=False):
        return
    try:
        read_next()
    finally:
        _reading.release()
    if due_reports(timezone.now()).exists():
        read_reports()


@db_periodic_task(crontab(minute="*"))
def find_files() -> None:
    """Find pictures and documents that are not for readers yet."""
    note_files()
    if due_tasks(timezone.now()).exists():
        prepare_files()


@db_task()
def prepare_files() -> None:
    """Clean or read one file, and stand in the queue again behind whatever else waits there."""
    if not _cleaning.acquire(blocking=False):
        return
    try:
        is_more = work_next()
    finally:
        _cleaning.release()
    if is_more:
        prepare_files()


@db_task()
def send_password_link(email: str) -> None:
    """Send what somebody asked for on the page "Forgotten password?"."""
    password_reset.send_password_link(email)


@signal(SIGNAL_ERROR)
@close_db
def report_failure(_signal: str, task: Any, error: Exception | None = None) -> None:
    """A task that fails is shown to staff: work is rows, so the next tick tries it again."""
    if failure := storage_failure(error):
        report_incident(f"storage.{failure.value}", *SENTENCES[failure], detail=repr(error))
        return
    report_incident(
        f"task.{task.name}",
        _("Something that runs in the background failed. It is tried again every minute."),
        _("If it keeps happening, show the detail to the person who looks after this installation."),
        detail=repr(error),
    )
