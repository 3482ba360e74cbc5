"""Huey's SQLite queue, which writes nothing before it is used, and goes on where its file is damaged."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from huey.storage import SqliteStorage

from cms.core.queue.expendable_file import file_number, is_damage, open_or_replace


class FileStorage(SqliteStorage):
    """Creates folder, file and tables with the first connection, not when the queue is imported.

    What must happen is in the database, so a damaged queue costs nothing: it is put aside, at the start or later.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self.number: int | None = None
        self._conn: sqlite3.Connection | None = None
        super().__init__(*args, **options | {"create_tables": False})

    def _create_connection(self) -> sqlite3.Connection:
        if self.filename == ":memory:":
            return self._open()
        connection = open_or_replace(Path(self.filename), self._open)
        self.number = file_number(Path(self.filename))
        return connection

    def _open(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._create_connection()
        try:
            for statement in self.ddl:
                connection.execute(statement)
            for table in ("task", "schedule", "kv", "counter"):
                connection.execute(f"SELECT queue FROM {table} LIMIT 1")  # noqa: S608  # names of ours
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    @contextlib.contextmanager
    def db(self, commit: bool = False, close: bool = False) -> Iterator[sqlite3.Cursor]:
        """As in Huey; a file found damaged is opened anew by the next question, which puts it aside."""
        if self._conn is not None and self.number != file_number(Path(self.filename)):
            self._reopen()  # replaced by another process, or removed
        try:
            with super().db(commit=commit, close=close) as cursor:
                yield cursor
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                self._reopen()
            raise

    def _reopen(self) -> None:
        with self.lock:
            if self._conn is not None:
                self._conn.close()
            self._conn = None


class FileHuey(SqliteHuey):
    storage_class = FileStorage
