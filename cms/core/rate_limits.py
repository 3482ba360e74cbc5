"""How often somebody tried something in the current window of time, counted for all processes together.

The counts are in Redis where LIMITS_URL names one. Otherwise they are in a table: on PostgreSQL in the database, on
SQLite in a file of its own, because writers lock the main one. Counting is one atomic step, so that many processes
together allow no more attempts than one would.
"""

import hashlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis, RedisError

from cms.core.queue.expendable_file import file_number, is_damage, open_or_replace

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# `name` is a digest that includes the window, `ends_at` is in seconds since 1970. On PostgreSQL a migration makes it.
TABLE = """
CREATE TABLE IF NOT EXISTS cms_tally (name varchar(64) PRIMARY KEY, count integer, ends_at double precision);
CREATE INDEX IF NOT EXISTS cms_tally_ends_at ON cms_tally (ends_at);
"""
CHANGE = (
    "INSERT INTO cms_tally (name, count, ends_at) VALUES (%s, %s, %s) "
    "ON CONFLICT (name) DO UPDATE SET count = cms_tally.count + excluded.count RETURNING count"
)
DELETE_PAST = "DELETE FROM cms_tally WHERE ends_at <= %s"


# How long to wait for another process that writes into the file.
BUSY_SECONDS = 5.0


@dataclass(frozen=True)
class AttemptCount:
    """The attempts in the current window, including the one just counted, and the seconds until the window ends."""

    name: str
    count: int
    ends_at: int
    seconds_left: int


def count_attempt(what: str, seconds: int) -> AttemptCount:
    """Count one more of `what` in the current window of `seconds`. Windows begin at the same time for everybody."""
    now = time.time()
    window = int(now // seconds)
    ends_at = (window + 1) * seconds
    # `what` holds network addresses, and may be of any length.
    name = hashlib.sha256(f"{settings.QUEUE_NAME}:{what}:{window}".encode()).hexdigest()
    attempts = _ask(lambda counter: counter.change(name, 1, ends_at))
    return AttemptCount(name, attempts, ends_at, max(1, int(ends_at - now)))


def cancel_attempt(tally: AttemptCount) -> None:
    """Do not count what turned out to be no attempt."""
    _ask(lambda counter: counter.change(tally.name, -1, tally.ends_at))


def delete_past_windows() -> None:
    """Delete the counts of windows that are over."""
    _ask(lambda counter: counter.delete_past(time.time()))


class TableCounter:
    """Counts in a table of the database that `execute` leads to."""

    def __init__(self, execute: Callable[[str, Sequence[Any]], list[Any]]) -> None:
        self.execute = execute

    def change(self, name: str, by: int, ends_at: int) -> int:
        return int(self.execute(CHANGE, [name, by, ends_at])[0][0])

    def delete_past(self, now: float) -> None:
        self.execute(DELETE_PAST, [now])


class RedisCounter:
    """Counts in keys of Redis, which expire by themselves."""

    def __init__(self, url: str) -> None:
        self.redis = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def change(self, name: str, by: int, ends_at: int) -> int:
        with self.redis.pipeline(transaction=True) as commands:
            commands.incrby(f"tally:{name}", by)
            commands.expireat(f"tally:{name}", ends_at + 1)
            return int(commands.execute()[0])

    def delete_past(self, now: float) -> None:
        pass


def execute_in_database(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """Run one statement on Django's connection; its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


class FileCounter(TableCounter):
    """Counts in the SQLite file `path`, by its inode `number`: a file that was replaced is opened anew."""

    def __init__(self, path: str, number: int | None) -> None:
        self.number = number
        self.lock = threading.Lock()
        self.file = _open_table(path) if path == ":memory:" else open_or_replace(Path(path), lambda: _open_table(path))
        super().__init__(self._execute)

    def _execute(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self.lock:
            return self.file.execute(sql.replace("%s", "?"), parameters).fetchall()

    def close(self) -> None:
        """Its locks would keep the file from being opened anew."""
        with self.lock:
            self.file.close()


# By path and process: a connection must not be used by the children of its process.
_files: dict[tuple[str, int], FileCounter] = {}
_files_lock = threading.Lock()


def table_in_file(path: str) -> FileCounter:
    """The table in the SQLite file `path`, opened once for this process."""
    number = None if path == ":memory:" else file_number(Path(path))
    key = (path, os.getpid())
    with _files_lock:
        counter = _files.get(key)
        if counter is None or counter.number != number:
            if counter is not None:
                counter.close()
            _files.pop(key, None)
            counter = FileCounter(path, number)
            counter.number = None if path == ":memory:" else file_number(Path(path))
            _files[key] = counter
    return counter


def close_file(path: str) -> None:
    """The next question opens the file anew; a damaged one is put aside then."""
    with _files_lock:
        counter = _files.pop((path, os.getpid()), None)
        if counter is not None:
            counter.close()


def _open_table(path: str) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _use_wal(file)
        file.execute("PRAGMA synchronous=NORMAL")  # a power cut may lose the last counts
        file.executescript(TABLE)
        file.execute("SELECT name, count, ends_at FROM cms_tally LIMIT 1")
    except sqlite3.Error:
        file.close()
        raise
    return file


def _use_wal(file: sqlite3.Connection) -> None:
    """Switch to WAL. Where several processes do it at once, SQLite fails instead of waiting as its timeout says."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            file.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


redis_at = lru_cache(maxsize=4)(RedisCounter)


def shared_counter() -> TableCounter | RedisCounter:
    """The counter that all processes share."""
    if settings.LIMITS_URL.startswith(("redis://", "rediss://")):
        return redis_at(settings.LIMITS_URL)
    if connection.vendor == "postgresql":
        return TableCounter(execute_in_database)
    return table_in_file(_limits_file())


def _limits_file() -> str:
    return str(Path(settings.VAR) / "limits.sqlite3")


def _ask(question: Callable[[TableCounter | RedisCounter], Answer]) -> Answer:
    """The answer of the shared counter. While it cannot be reached, each process counts alone: a failure neither locks
    everybody out nor removes the limits."""
    try:
        return question(shared_counter())
    except (sqlite3.Error, DatabaseError, RedisError, OSError) as error:
        if is_damage(error):
            close_file(_limits_file())
        logger.warning("Attempts cannot be counted for all processes together: this one counts alone.", exc_info=True)
        return question(table_in_file(":memory:"))
