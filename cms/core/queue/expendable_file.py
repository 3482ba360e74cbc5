"""SQLite files that may be lost: the queue of wake-ups and the counts of tries. A damaged one is put aside."""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cms.core.local_folder import ensure_private_file

logger = logging.getLogger(__name__)

# What SQLite says of a file that is none of its own, that is damaged, that is no file or may not be opened or written.
DAMAGED = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FORMAT,
    # Another table under the name of ours: a file of something else.
    sqlite3.SQLITE_ERROR,
}
BESIDE = ("", "-wal", "-shm", "-journal")


class DamagedFileError(sqlite3.DatabaseError):
    """SQLite opens the file, and finds it damaged inside."""


def is_damage(error: BaseException) -> bool:
    """Whether `error` says that the file itself cannot be used, now or later. A full disk or a lock does not."""
    if isinstance(error, DamagedFileError):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, sqlite3.DatabaseError) and code is not None:
        return code & 0xFF in DAMAGED
    # A folder, a link to nowhere, a file of somebody else.
    return isinstance(error, IsADirectoryError | PermissionError | FileNotFoundError)


def open_or_replace(path: Path, open_file: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
    """What `open_file` answers; where the file is damaged, it is put aside and opened anew, empty."""
    try:
        return _open(path, open_file)
    except (sqlite3.Error, OSError) as error:
        if not is_damage(error):
            raise
    # Once more, alone: several processes find the damage, and the first has replaced the file already.
    with _only_one(path):
        try:
            return _open(path, open_file)
        except (sqlite3.Error, OSError) as error:
            if not is_damage(error):
                raise
            _put_aside(path, error)
        return _open(path, open_file)


def _open(path: Path, open_file: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
    ensure_private_file(path)
    connection = open_file()
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != ("ok",):
            raise DamagedFileError(*(found or ("no answer",)))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    with ensure_private_file(path.with_name(f"{path.stem}.lock")).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def file_number(path: Path) -> int | None:
    """The inode of `path`: another one where it was replaced; None where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _put_aside(path: Path, error: BaseException) -> None:
    """Rename what stands at `path`, with the files beside it, by date and time."""
    stamp = f"{datetime.now():%Y%m%d-%H%M%S-%f}"
    moved = None
    for suffix in BESIDE:
        found = path.with_name(path.name + suffix)
        if not os.path.lexists(found):
            continue
        aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}{suffix}")
        found.rename(aside)
        moved = moved or aside
    logger.warning(
        "%s cannot be used (%s). It was put aside as %s, and Cosecha goes on with an empty one: nothing is lost.",
        path,
        error,
        moved,
    )
