"""How many such processes run at once: a few on the machine, whatever the number of web processes and workers."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from media.bounded.errors import BUSY, FileRefusedError

# On the machine: each may take as much memory as its bounds allow.
PLACES = 2
# In one web process or worker, with those that are at work: its other threads stay free for what needs no place.
MOST_THREADS = 4
# Seconds that somebody who looks at a form waits for a place.
PATIENCE = 20.0
_LOOK_EVERY = 0.05

_threads = threading.BoundedSemaphore(MOST_THREADS)


@contextmanager
def place(patience: float = PATIENCE) -> Iterator[int]:
    """Hold one of the places; answers the open lock, which the process that is started is to keep open as well.

    So a place stays taken while a process lives, even where whoever started it was killed. Raises FileRefusedError
    when there is none within `patience` seconds.
    """
    if not _threads.acquire(blocking=False):
        raise FileRefusedError(BUSY, detail="too many threads of this process wait")
    try:
        lock = _wait_for_lock(_folder(), time.monotonic() + patience)
        try:
            yield lock
        finally:
            os.close(lock)
    finally:
        _threads.release()


def _wait_for_lock(folder: Path, deadline: float) -> int:
    while True:
        for number in range(PLACES):
            lock = os.open(folder / f"reading-{number}", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                return lock
        if time.monotonic() >= deadline:
            raise FileRefusedError(BUSY, detail="no place became free")
        time.sleep(_LOOK_EVERY)


def _folder() -> Path:
    folder = Path(settings.VAR) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
