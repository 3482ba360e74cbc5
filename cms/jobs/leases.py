"""Claim rows of work with a lease.

Huey forgets a task when its worker is killed, so everything that must happen is a row with a state, and a task only
looks for due rows. A worker claims rows with a lease; when it dies, the lease expires and another worker decides.
"""

import os
import socket
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.models.jobs import Leased

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
