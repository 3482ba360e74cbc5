"""If this fails, a damaged queue stops every start, or a damaged file of counts takes the limits away."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from cms.core import rate_limits
from cms.core.queue.huey_file import FileHuey


def good(path: Path) -> None:
    queue = FileHuey("q", filename=str(path))
    queue.storage.enqueue(b"task")
    queue.storage.close()


def overwrite(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE task (something text)")
        file.execute("CREATE TABLE cms_tally (something text)")
    file.close()


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "in-it").write_text("x")


# What becomes of a good file of SQLite before the next process opens it.
DAMAGES = {
    "garbage": lambda path: path.write_bytes(os.urandom(9000)),
    "text": lambda path: path.write_text("not a database"),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "cut in a page": lambda path: path.write_bytes(path.read_bytes()[:4097]),
    "nothing": lambda path: path.write_bytes(b""),
    "one byte": lambda path: path.write_bytes(b"S"),
    "another header": lambda path: overwrite(path, 0, b"SQLite format 9\0"),
    "another version": lambda path: overwrite(path, 18, b"\x09\x09"),
    "a page of garbage": lambda path: overwrite(path, 4096, os.urandom(4096)),
    "garbage in the schema": lambda path: overwrite(path, 100, os.urandom(3000)),
    "other tables": other_table,
    "a folder": as_folder,
    "a dangling link": lambda path: (path.unlink(), path.symlink_to(path.parent / "missing" / "x")),
    "a log of something else": lambda path: path.with_name(path.name + "-wal").write_bytes(os.urandom(5000)),
    "read-only": lambda path: path.chmod(0o400),
    "not readable": lambda path: path.chmod(0o000),
}


@pytest.mark.parametrize("when", ["at the start", "while running"])
def test_a_damaged_queue_is_put_aside_and_work_goes_on(when, tmp_path, caplog):
    for name, damage in DAMAGES.items():
        path = tmp_path / name / "queue.sqlite3"
        good(path)
        queue = FileHuey("q", filename=str(path))
        if when == "while running":
            queue.storage.enqueue(b"before")
        damage(path)
        for _try in range(2):  # the one that finds the damage may fail; the next one has a good file
            try:
                queue.storage.dequeue()
            except sqlite3.Error:
                assert when == "while running", name
        queue.storage.flush_queue()
        queue.storage.enqueue(b"after")
        assert queue.storage.dequeue() == b"after", name
        queue.storage.close()
        other = FileHuey("q", filename=str(path))
        other.storage.enqueue(b"seen by the next process")
        assert other.storage.dequeue() == b"seen by the next process", name
        other.storage.close()
    aside = {path.parent.name for path in tmp_path.glob("*/queue.damaged-*")}
    assert {"garbage", "truncated", "another header"} <= aside or when == "while running"
    assert "nothing is lost" in caplog.text


def test_damaged_counts_are_put_aside_and_go_on_counting(settings, tmp_path):
    for name, damage in DAMAGES.items():
        settings.VAR = tmp_path / name
        path = settings.VAR / "limits.sqlite3"
        for is_running in (True, False):
            rate_limits.count_attempt("one", 3600)
            if not path.exists():
                return  # counted in PostgreSQL or Redis
            if not is_running:
                rate_limits.close_file(str(path))
            damage(path)
            rate_limits.count_attempt("two", 3600)
            before = rate_limits.count_attempt("two", 3600).count
            rate_limits.close_file(str(path))
            after = rate_limits.count_attempt("two", 3600).count
            # Counts that were only in the log are gone with it.
            assert after == before + 1 or name == "a log of something else", (name, is_running)


def test_a_full_disk_or_a_lock_is_no_damage(tmp_path):
    path = tmp_path / "queue.sqlite3"
    good(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    queue = FileHuey("q", filename=str(path), timeout=0.05)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        queue.storage.enqueue(b"x")
    holder.execute("ROLLBACK")
    holder.close()
    queue.storage.enqueue(b"x")
    assert queue.storage.queue_size() == 2
    assert list(tmp_path.glob("*damaged*")) == []
