"""How often somebody tried something lately, counted for all processes together.

Where nothing else is set up, the count is in a file of its own, which the processes of one machine share; with
PostgreSQL it is there, and with Redis there, for any number of machines. To count is one step that no other process can
come between, so that many processes together allow no more tries than one would.
"""

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis, RedisError

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# Names are digests, of which 64 letters are enough; `ends_at` is in seconds since 1970.
TABLE = "CREATE TABLE IF NOT EXISTS cms_tally (name varchar(64) PRIMARY KEY, count integer, ends_at double precision)"
COUNT = (
    "INSERT INTO cms_tally (name, count, ends_at) VALUES (%s, 1, %s) "
    "ON CONFLICT (name) DO UPDATE SET count = cms_tally.count + 1"
)
TAKE_BACK = "UPDATE cms_tally SET count = count - 1 WHERE name = %s"
FORGET = "DELETE FROM cms_tally WHERE ends_at <= %s"


@dataclass(frozen=True)
class Tally:
    """How many tries there are in this stretch of time, the one just counted included; and the seconds that it lasts
    still."""

    name: str
    count: int
    seconds_left: int


def count(what: str, seconds: int) -> Tally:
    """Count one more of `what` in this stretch of `seconds`; the stretches are the same for everybody."""
    now = time.time()
    stretch = int(now // seconds)
    ends_at = (stretch + 1) * seconds
    # What is counted holds network addresses, and may be of any length.
    name = hashlib.sha256(f"{settings.QUEUE_NAME}:{what}:{stretch}".encode()).hexdigest()
    tries = _ask(lambda tallies: tallies.count(name, ends_at, now))
    return Tally(name, tries, max(1, int(ends_at - now)))


def take_back(tally: Tally) -> None:
    """What was counted turned out not to be a try."""
    _ask(lambda tallies: tallies.take_back(tally.name))


def forget() -> None:
    """Drop what was counted in stretches that are over."""
    _ask(lambda tallies: tallies.forget(time.time()))


class Tallies(Protocol):
    """Where tries are counted."""

    def count(self, name: str, ends_at: float, now: float) -> int: ...
    def take_back(self, name: str) -> None: ...
    def forget(self, now: float) -> None: ...


class FileTallies:
    """In a SQLite file: whoever counts holds it for that moment. A power cut may lose the last counts, and no more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.local = threading.local()

    def connected(self) -> sqlite3.Connection:
        if not hasattr(self.local, "connection"):
            self.local.connection = sqlite3.connect(self.path, timeout=5, isolation_level=None)
            self.local.connection.execute("PRAGMA journal_mode=WAL")
            self.local.connection.execute("PRAGMA synchronous=OFF")
            self.local.connection.execute(TABLE)
        return self.local.connection

    def count(self, name: str, ends_at: float, now: float) -> int:
        file = self.connected()
        file.execute("BEGIN IMMEDIATE")
        try:
            file.execute(COUNT.replace("%s", "?"), (name, ends_at))
            (tries,) = file.execute("SELECT count FROM cms_tally WHERE name = ?", (name,)).fetchone()
        finally:
            file.execute("COMMIT")
        return int(tries)

    def take_back(self, name: str) -> None:
        self.connected().execute(TAKE_BACK.replace("%s", "?"), (name,))

    def forget(self, now: float) -> None:
        self.connected().execute(FORGET.replace("%s", "?"), (now,))


class DatabaseTallies:
    """In PostgreSQL, in a table that it does not write to its log."""

    def count(self, name: str, ends_at: float, now: float) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"{COUNT} RETURNING count", [name, ends_at])
            return int(cursor.fetchone()[0])

    def take_back(self, name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_BACK, [name])

    def forget(self, now: float) -> None:
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [now])


class RedisTallies:
    """In Redis, which forgets by itself."""

    def __init__(self, url: str) -> None:
        self.redis = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def count(self, name: str, ends_at: float, now: float) -> int:
        with self.redis.pipeline(transaction=True) as steps:
            steps.set(f"tally:{name}", 0, ex=max(1, int(ends_at - now) + 1), nx=True)
            steps.incr(f"tally:{name}")
            return int(steps.execute()[1])

    def take_back(self, name: str) -> None:
        self.redis.decr(f"tally:{name}")

    def forget(self, now: float) -> None:
        pass


class OwnTallies:
    """In this process alone, while the shared count cannot be reached."""

    def __init__(self) -> None:
        self.counts: dict[str, tuple[int, float]] = {}
        self.lock = threading.Lock()

    def count(self, name: str, ends_at: float, now: float) -> int:
        with self.lock:
            self.counts = {known: tally for known, tally in self.counts.items() if tally[1] > now}
            tries = self.counts.get(name, (0, ends_at))[0] + 1
            self.counts[name] = (tries, ends_at)
            return tries

    def take_back(self, name: str) -> None:
        with self.lock:
            tries, ends_at = self.counts.get(name, (0, 0.0))
            self.counts[name] = (tries - 1, ends_at)

    def forget(self, now: float) -> None:
        pass


_own = OwnTallies()


@lru_cache(maxsize=4)
def tallies_at(url: str, folder: Path) -> Tallies:
    """The count that `LIMITS_URL` names: Redis, PostgreSQL, or else a file in `folder`."""
    if url.startswith(("redis://", "rediss://")):
        return RedisTallies(url)
    return DatabaseTallies() if connection.vendor == "postgresql" else FileTallies(folder / "limits.sqlite3")


def _ask(question: Callable[[Tallies], Answer]) -> Answer:
    """What the shared count answers. Nobody is shut out, and nobody let in without end, because it cannot be reached:
    each process counts on its own meanwhile."""
    try:
        return question(tallies_at(settings.LIMITS_URL, settings.VAR))
    except (sqlite3.Error, DatabaseError, RedisError):
        logger.warning("Tries cannot be counted for all processes together, so this one counts alone.", exc_info=True)
        return question(_own)
