"""Huey's part: a tick each minute, a wake-up at the next due time, a nudge after commit. All look for due rows."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from campaigns.models import Post
from campaigns.publishing.publish import due_posts, publish_due
from campaigns.publishing.reconcile import due_looks, look_up_unsure
from campaigns.publishing.takedown import due_take_downs, take_down_due

# How many rows of each sort one run takes before it lets others at the worker.
SLICE = 3
TICK = timedelta(minutes=1)


@db_periodic_task(crontab(minute="*"))
def tick() -> None:
    """Find what nobody was woken for, and arrange to be awake at the next due time."""
    work_slice()
    wake_at_next()


@db_task()
def work() -> None:
    """One slice; the next one when there is more, a wake-up when there is something soon."""
    if work_slice():
        wake_at_next()


def work_slice() -> int:
    """Take-downs first, then doubts, then what is due; how many rows were moved."""
    return take_down_due(SLICE) + look_up_unsure(SLICE) + publish_due(SLICE)


def wake_at_next() -> None:
    """One wake-up when something is due before the next tick. Those further away are the tick's to find."""
    now = timezone.now()
    at = next_due(now)
    if at is None or at > now + TICK:
        return
    if at <= now:
        work()
    else:
        work.schedule(eta=at)


def next_due(now: datetime) -> datetime | None:
    """When the next row is due; `now` when one is already."""
    if due_take_downs(now).exists() or due_looks(now).exists() or due_posts(now).exists():
        return now
    soon = now + TICK
    due = due_posts(soon).filter(piece__scheduled_at__gt=now).aggregate(at=Min("piece__scheduled_at"))["at"]
    again = Post.objects.filter(
        state__in=[Post.State.WAITING, Post.State.UNSURE, Post.State.TAKING_DOWN],
        next_try_at__gt=now,
        next_try_at__lte=soon,
    ).aggregate(at=Min("next_try_at"))["at"]
    return min((at for at in (due, again) if at), default=None)
