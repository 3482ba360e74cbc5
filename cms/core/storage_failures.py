"""A full disk, a locked or a read-only database: recognised by class and code, and said in a sentence.

https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StorageFailure(Enum):
    """Why nothing can be written. The value names it in incidents."""

    FULL = "disk-full"
    BUSY = "database-busy"
    READ_ONLY = "database-read-only"
    DAMAGED = "database-damaged"
    UNREACHABLE = "database-unreachable"
    FAILING = "disk-failing"


SENTENCES: dict[StorageFailure, tuple[Promise, Promise]] = {
    StorageFailure.FULL: (
        _("The disk is full: nothing can be saved."),
        _("What you wrote was not saved. Keep this page open, make room on the disk, and try again."),
    ),
    StorageFailure.BUSY: (
        _("The database is busy."),
        _("Something else has been writing for too long. Wait a minute and try again: what you wrote was not saved."),
    ),
    StorageFailure.READ_ONLY: (
        _("The database can only be read: nothing can be saved."),
        _("Whoever looks after this installation gives its user permission to write, or frees the disk."),
    ),
    StorageFailure.DAMAGED: (
        _("The database is damaged."),
        _("Stop Cosecha and put back the latest backup with “manage.py restore”."),
    ),
    StorageFailure.UNREACHABLE: (
        _("The database does not answer."),
        _("Try again in a few minutes. If it goes on, tell whoever looks after this installation."),
    ),
    StorageFailure.FAILING: (
        _("The disk does not take what is written to it."),
        _("It may be full, unplugged or broken: tell whoever looks after this installation. Nothing was saved."),
    ),
}
# The primary code of SQLite, the low byte of the extended one.
SQLITE = {
    sqlite3.SQLITE_FULL: StorageFailure.FULL,
    sqlite3.SQLITE_BUSY: StorageFailure.BUSY,
    sqlite3.SQLITE_LOCKED: StorageFailure.BUSY,
    sqlite3.SQLITE_READONLY: StorageFailure.READ_ONLY,
    sqlite3.SQLITE_PERM: StorageFailure.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: StorageFailure.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageFailure.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: StorageFailure.UNREACHABLE,
    sqlite3.SQLITE_IOERR: StorageFailure.FAILING,
}
# SQLSTATE of PostgreSQL. Class 08: the connection; 57P: the server goes or comes.
POSTGRESQL = {
    "53100": StorageFailure.FULL,
    "53200": StorageFailure.BUSY,
    "53300": StorageFailure.BUSY,
    "55P03": StorageFailure.BUSY,
    "40P01": StorageFailure.BUSY,
    "57014": StorageFailure.BUSY,
    "25006": StorageFailure.READ_ONLY,
    "XX001": StorageFailure.DAMAGED,
    "XX002": StorageFailure.DAMAGED,
}
SYSTEM = {
    errno.ENOSPC: StorageFailure.FULL,
    errno.EDQUOT: StorageFailure.FULL,
    errno.EROFS: StorageFailure.READ_ONLY,
    errno.EIO: StorageFailure.FAILING,
}


def storage_failure(error: BaseException | None) -> StorageFailure | None:
    """What of storage failed, if that is what `error` says or was caused by."""
    return next((found for one in _chain(error) if (found := _failure_of(one))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _failure_of(error: BaseException) -> StorageFailure | None:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, sqlite3.Error) and code is not None:
        return SQLITE.get(code & 0xFF)
    if isinstance(error, OSError):
        return SYSTEM.get(error.errno or 0)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return POSTGRESQL.get(state, StorageFailure.UNREACHABLE if state[:2] == "08" or state[:3] == "57P" else None)
    # Where there is no connection at all, psycopg has no code: the class alone.
    is_psycopg = type(error).__module__.partition(".")[0] == "psycopg"
    return StorageFailure.UNREACHABLE if is_psycopg and type(error).__name__ == "OperationalError" else None
