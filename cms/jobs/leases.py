"""Work is rows; Huey is the clock. How rows are claimed, how workers are woken, and how they show they are alive.

A task queue forgets a task when its worker is killed, so everything that must happen is a row with a state, and a task
only looks for due rows. A worker claims rows with a lease: when it dies, the lease expires and somebody else decides.
"""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from cms.models.jobs import Incident, Leased, WorkerBeat

logger = logging.getLogger(__name__)

# A worker that was not seen for this long is taken for dead. Workers beat every minute.
DEAD_AFTER = timedelta(seconds=150)

Row = TypeVar("Row", bound=Leased)


def worker_name() -> str:
    """This process, unmistakably: host and process id."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def claim(rows: "QuerySet[Row]", into: str, lease: timedelta, limit: int, **changes: Any) -> list[Row]:
    """Claim up to `limit` of `rows`: their state becomes `into`, theirs is the lease, in one committed transaction.

    Two workers never claim the same row: PostgreSQL skips locked rows, SQLite writes one transaction at a time.
    Must be called outside a transaction, for a claim that is not committed protects nothing.
    """
    with transaction.atomic(durable=True):
        keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        model = rows.model
        model._default_manager.filter(pk__in=keys).update(
            state=into, leased_by=worker_name(), lease_ends_at=timezone.now() + lease, **changes
        )
        claimed = {row.pk: row for row in model._default_manager.filter(pk__in=keys)}
    return [claimed[key] for key in keys]


def abandoned(rows: "QuerySet[Row]", now: datetime) -> "QuerySet[Row]":
    """The rows whose worker did not finish within its lease."""
    return rows.filter(lease_ends_at__lt=now)


def nudge(task: Callable[..., Any], *args: Any) -> None:
    """Wake a worker after commit. A lost nudge delays work until the next tick and loses nothing."""

    def enqueue() -> None:
        try:
            task(*args)
        except Exception:
            logger.warning("The queue did not take a wake-up; the next tick finds the work.", exc_info=True)

    transaction.on_commit(enqueue)


def beat() -> None:
    """Say that this worker is alive."""
    WorkerBeat.objects.update_or_create(worker=worker_name(), defaults={"seen_at": timezone.now()})
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()


def worker_seen_at() -> datetime | None:
    """When any worker was last seen."""
    return WorkerBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def is_worker_alive(now: datetime) -> bool:
    """Whether a worker was seen lately."""
    seen_at = worker_seen_at()
    return seen_at is not None and now - seen_at < DEAD_AFTER


def report_incident(key: str, sentence: Any, what_to_do: Any = "", url: str = "", detail: str = "") -> None:
    """Show staff that something in the background failed. The same `key` again only counts up."""
    logger.error("%s: %s %s", key, sentence, detail)
    texts = {"sentence": str(sentence), "what_to_do": str(what_to_do), "url": url, "detail": detail[:4000]}
    _incident, created = Incident.objects.update_or_create(key=key, defaults=texts | {"resolved_at": None})
    if not created:
        Incident.objects.filter(key=key).update(count=F("count") + 1)
