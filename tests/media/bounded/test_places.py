"""However many processes and threads bring files at once, a few are read on the machine."""

from __future__ import annotations

import os
import threading

import pytest

from media.bounded import places
from media.bounded.errors import BUSY, FileRefusedError
from media.bounded.places import MOST_THREADS, PLACES, place


@pytest.fixture(autouse=True)
def own_locks(settings, tmp_path):
    settings.VAR = tmp_path


def is_busy(patience: float = 0.0) -> bool:
    try:
        with place(patience):
            return False
    except FileRefusedError as error:
        return error.problem == BUSY


def test_there_are_two_and_the_third_waits_until_one_is_left(tmp_path):
    with place(), place():
        assert is_busy()
        freed = threading.Timer(0.2, lambda: None)
        freed.start()
    assert not is_busy()
    assert (tmp_path / "locks").stat().st_mode & 0o777 == 0o700


def test_who_waits_gets_the_place_that_is_left():
    left = threading.Event()

    def hold() -> None:
        with place(), place():
            held.set()
            left.wait(10)

    held = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    threading.Timer(0.1, left.set).start()
    assert not is_busy(patience=10.0)
    holder.join()


def test_a_place_stays_taken_as_long_as_the_process_that_was_started_keeps_its_lock():
    with place() as lock:
        kept = os.dup(lock)
    with place():
        assert is_busy()
    os.close(kept)
    assert not is_busy()


def test_the_threads_of_one_process_do_not_all_wait(monkeypatch):
    monkeypatch.setattr(places, "_threads", threading.BoundedSemaphore(2))
    assert PLACES < MOST_THREADS
    with place():
        with place():
            assert is_busy(patience=60.0), "refused at once"
        assert not is_busy()
