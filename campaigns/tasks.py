"""Huey tasks: one each minute, one scheduled for the next due time, one after a commit. All look for due rows."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Min, Q
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from campaigns.models import Account, Post
from campaigns.publishing.connections import watch_connections
from campaigns.publishing.held_posts import due_held_looks, look_up_held
from campaigns.publishing.measure import due_measurements, measure_due
from campaigns.publishing.publish import due_posts, publish_due
from campaigns.publishing.reconcile import due_looks, look_up_unsure
from campaigns.publishing.takedown import due_take_downs, take_down_due

# How many rows of each sort one run takes, so that other tasks get their turn at the worker.
SLICE = 3
TICK = timedelta(minutes=1)


@db_periodic_task(crontab(minute="*"))
def tick() -> None:
    """Work on due rows for which no task was queued, and schedule a task for the next due time."""
    work_slice()
    wake_at_next()


@db_periodic_task(crontab(minute="7"))
def look_after_connections() -> None:
    """Renew the keys of accounts that end soon, or ask staff to."""
    watch_connections()


@db_task()
def work() -> None:
    """One slice; then another task when there is more, or a scheduled one when something is due soon."""
    wake_at_next(may_go_on=bool(work_slice()))


def work_slice() -> int:
    """Take-downs first, then unsure and held posts, then due ones; how many rows were worked on.

    Networks are asked what came of posts only when there is nothing else to do.
    """
    worked = take_down_due(SLICE) + look_up_unsure(SLICE) + look_up_held(SLICE) + publish_due(SLICE)
    return worked or measure_due(SLICE)


def wake_at_next(*, may_go_on: bool = True) -> None:
    """Schedule a task when something is due before the next `tick`, which finds what is due later.

    `may_go_on`: what is due already is worked on at once; not when a slice found that nobody may work on it now.
    """
    now = timezone.now()
    if may_go_on and is_due(now):
        work()
        return
    at = next_due(now)
    # Many nudges lead to one task; one that is lost is scheduled again by the next tick.
    if at is not None and cache.add(f"campaigns:work:{at:%H:%M:%S}", value=True, timeout=TICK.total_seconds() - 10):
        work.schedule(eta=at)


def is_due(now: datetime) -> bool:
    """Whether there is something to work on."""
    return (
        due_take_downs(now).exists()
        or due_looks(now).exists()
        or due_held_looks(now).exists()
        or due_posts(now).exists()
        or due_measurements(now).exists()
    )


def next_due(now: datetime) -> datetime | None:
    """When the next row becomes due, before the next `tick`."""
    soon = now + TICK
    due = due_posts(soon).filter(piece__scheduled_at__gt=now).aggregate(at=Min("piece__scheduled_at"))["at"]
    again = Post.objects.filter(
        state__in=[Post.State.WAITING, Post.State.UNSURE, Post.State.TAKE_DOWN_DUE],
        next_try_at__gt=now,
        next_try_at__lte=soon,
    ).aggregate(at=Min("next_try_at"))["at"]
    held = Account.objects.filter(
        Q(not_before__gt=now, not_before__lte=soon) | Q(take_down_not_before__gt=now, take_down_not_before__lte=soon)
    ).aggregate(publish=Min("not_before"), take_down=Min("take_down_not_before"))
    return min((at for at in (due, again, *held.values()) if at and at > now), default=None)
