"""This process in the database and outside of it: registered before anything leaves, and marked around what leaves.

However the process was started, its first `mark()` registers it, looks for the signs of a copy (`generation`) and
holds what was due where there is one. A later `mark()` that does not find its own number means that the database was
replaced under the running process, and does the same again.
"""

import logging
import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.jobs import generation, holds, state_folder
from cms.jobs.leases import worker_name
from cms.models.jobs import DatabaseOrigin, Hold, ProcessRun

logger = logging.getLogger(__name__)

# The rows of processes are kept for as long as a machine may be switched off and come back with its state folder.
KEPT = timedelta(days=730)


@dataclass
class OwnRun:
    """This process, once it is registered."""

    pid: int
    token: UUID
    beats: bool
    file: state_folder.RunFile


_own: OwnRun | None = None
_lock = threading.RLock()


def begin(*, beats: bool = False) -> Hold | None:
    """Register this process, and hold what was due where the database is a copy. A worker `beats`."""
    global _own  # one process, one run
    with _lock:
        token = uuid4()
        with transaction.atomic():
            hold = _look_for_copy(timezone.now())
            origin = DatabaseOrigin.objects.get(pk=1)
            now = timezone.now()
            ProcessRun.objects.create(
                token=token, process=worker_name(), beats=beats, started_at=now, seen_at=now, marks=1
            )
            ProcessRun.objects.filter(seen_at__lt=now - KEPT).delete()
            transaction.on_commit(partial(_become, str(origin.key), token, beats))
    if hold:
        logger.warning("This database is taken for a copy: %s What was due waits for a person.", hold)
    return hold


def mark() -> None:
    """Raise this process's number, inside and outside. Called before and after whatever leaves."""
    with _lock:
        own = _own if _own and _own.pid == os.getpid() else None
        if own is None or not _raise_number(own):
            begin(beats=bool(own and own.beats))


def is_any_alive() -> bool:
    """Whether another process of this machine that may send runs on this database."""
    own = str(_own.token) if _own and _own.pid == os.getpid() else ""
    keys = DatabaseOrigin.objects.values_list("key", flat=True)
    return any(token != own for key in keys for token in state_folder.running(str(key)))


def stop() -> None:
    """A clean stop: the last thing this process writes. Nothing where it was never registered."""
    with _lock:
        if _own and _own.pid == os.getpid() and _raise_number(_own):
            ProcessRun.objects.filter(token=_own.token).update(stopped_at=timezone.now())


def may_send_notices() -> bool:
    """Whether messages to the team may leave now."""
    mark()
    return not holds.are_notices_held()


def database_now() -> str:
    """Which database this is: the file, or on a server the database and the table as they were created."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT d.oid, 'cms_processrun'::regclass::oid FROM pg_database d WHERE d.datname = current_database()"
            )
            return "postgresql:{}:{}".format(*cursor.fetchone())
    name = str(connection.settings_dict["NAME"])
    if name.startswith(("file:", ":memory:")):
        return ""
    # Not the device: its number may differ after each start of the machine.
    found = Path(name).stat()
    return f"sqlite:{found.st_ino}:{getattr(found, 'st_birthtime', '')}"


def _look_for_copy(now: datetime) -> Hold | None:
    """Hold where there is a sign. From then on the database is another one, with a state folder of its own."""
    DatabaseOrigin.objects.get_or_create(pk=1)
    origin = DatabaseOrigin.objects.select_for_update().get(pk=1)  # one process at a time
    inside, outside = _inside(origin), _outside(origin)
    sign = generation.sign_of_copy(inside, outside, now)
    hold = None
    if sign:
        hold = holds.hold_what_was_due(sign, inside.last.seen_at if inside.last else origin.copied_at, now)
        origin.key, origin.copied_at = uuid4(), None
    origin.opened_as = outside.opened_as
    origin.save()
    return hold


def _inside(origin: DatabaseOrigin) -> generation.Inside:
    outside = state_folder.numbers_of(str(origin.key))
    rows = ProcessRun.objects.filter(token__in=outside).values_list("token", "marks")
    return generation.Inside(
        marks={str(token): marks for token, marks in rows},
        opened_as=origin.opened_as,
        is_marked_as_copy=origin.copied_at is not None,
        last=_last_run(origin),
    )


def _last_run(origin: DatabaseOrigin) -> generation.LastRun | None:
    last = ProcessRun.objects.filter(beats=True).order_by("-seen_at", "-pk").first()
    if last is None:
        return None
    is_alive = str(last.token) in state_folder.running(str(origin.key))
    return generation.LastRun(last.seen_at, last.stopped_at is not None, is_alive)


def _outside(origin: DatabaseOrigin) -> generation.Outside:
    return generation.Outside(state_folder.numbers_of(str(origin.key)), database_now())


def _become(key: str, token: UUID, beats: bool) -> None:
    global _own  # one process, one run
    file = state_folder.RunFile(key, str(token))
    file.write(1)
    if _own and _own.pid == os.getpid():
        _own.file.close()
    _own = OwnRun(os.getpid(), token, beats, file)
    state_folder.forget_dead(key, str(token))


def _raise_number(own: OwnRun) -> bool:
    """False where the database does not hold what this process wrote into it."""
    with transaction.atomic():
        rows = ProcessRun.objects.filter(token=own.token, marks__gte=own.file.number)
        if not rows.update(marks=F("marks") + 1, seen_at=timezone.now()):
            return False
        number = ProcessRun.objects.values_list("marks", flat=True).get(token=own.token)
        transaction.on_commit(partial(own.file.write, number))
    return True
