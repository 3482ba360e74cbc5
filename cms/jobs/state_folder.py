"""The folder outside of the database in which each process keeps how far it has come.

One file per process, named by its token, with its number; the process holds a lock on it for as long as it lives. The
folder may be lost, or not writable: then a copy is recognised by its other signs alone.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.core.local_folder import FILE_MODE, ensure_folder

logger = logging.getLogger(__name__)

INCIDENTS = "incidents.jsonl"
UNNAMED = "."


def places() -> tuple[Path, Path]:
    """Where the folder may be: as the setting says, or beside VAR."""
    return Path(settings.STATE_FOLDER), settings.VAR.with_name(f"{settings.VAR.name}-state")


def writable_folder(name: str = "") -> Path | None:
    """The first place that can be written, with the folder `name` in it; None where there is none."""
    for place in places():
        try:
            return ensure_folder(place / name)
        except OSError:
            continue
    return None


def numbers_of(key: str) -> dict[str, int]:
    """The number of each process that used the database called `key`, by token."""
    return {path.name: _read(path) for path in _files(key)}


def running(key: str) -> list[str]:
    """The tokens of the processes that live: each holds the lock on its file."""
    return [path.name for path in _files(key) if _is_locked(path)]


def forget_dead(key: str, kept: str) -> None:
    """Remove the files of processes that are gone. What came after them, the file `kept`, stands for them too."""
    for path in _files(key):
        if path.name != kept and not _is_locked(path):
            path.unlink(missing_ok=True)


class RunFile:
    """The file of this process. Where no folder can be written, it only remembers."""

    def __init__(self, key: str, token: str) -> None:
        self.number = -1
        self.descriptor: int | None = None
        folder = writable_folder(key)
        try:
            if folder is not None:
                # Locked before it has its name: another process that starts removes what has one and no lock.
                unnamed = folder / f"{UNNAMED}{token}"
                self.descriptor = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                unnamed.rename(folder / token)
        except OSError:
            logger.warning("The state folder cannot be written: a copy may not be recognised.", exc_info=True)

    def write(self, number: int) -> None:
        """Keep `number`, unless a higher one is kept."""
        if number <= self.number:
            return
        self.number = number
        if self.descriptor is None:
            return
        try:
            os.pwrite(self.descriptor, b"%020d" % number, 0)
            os.fsync(self.descriptor)
        except OSError:
            logger.warning("The state folder cannot be written: a copy may not be recognised.", exc_info=True)

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


def keep_incident(values: dict[str, Any]) -> None:
    """Keep an incident that the database cannot take, until it can. Raises OSError where no folder can be written."""
    folder = writable_folder()
    if folder is None:
        raise OSError("neither the state folder nor the one beside VAR can be written")
    descriptor = os.open(folder / INCIDENTS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        # On a line of its own, whatever a full disk cut off before.
        file.write("\n" + json.dumps({"var": str(settings.VAR), **values}, ensure_ascii=False) + "\n")


def kept_incidents() -> list[dict[str, Any]]:
    """The incidents of this installation that wait for the database, the oldest first; what is spoiled is left out."""
    found = [_incident_in(line) for place in places() for line in _lines(place / INCIDENTS)]
    return [incident for incident in found if incident and incident.get("var") == str(settings.VAR)]


def drop_kept_incidents() -> None:
    """They are in the database now. Those of another installation of this user stay."""
    for place in places():
        path = place / INCIDENTS
        lines = _lines(path)
        others = [line for line in lines if (found := _incident_in(line)) and found.get("var") != str(settings.VAR)]
        if others:
            path.write_text("\n".join(others) + "\n", encoding="utf-8")
        elif lines:
            path.unlink()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _incident_in(line: str) -> dict[str, Any] | None:
    """What `keep_incident` wrote; None where the line is cut off, or none of ours."""
    try:
        incident = json.loads(line)
        datetime.fromisoformat(incident["at"])
        return incident if isinstance(incident["key"], str) else None
    except (ValueError, TypeError, KeyError):
        return None


def _files(key: str) -> Iterator[Path]:
    for place in places():
        try:
            found = list((place / key).iterdir())
        except OSError:  # there is none, or it is another user's
            continue
        yield from (path for path in found if not path.name.startswith(UNNAMED))


def _read(path: Path) -> int:
    try:
        return int(path.read_bytes() or b"0")
    except (OSError, ValueError):
        return 0


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
