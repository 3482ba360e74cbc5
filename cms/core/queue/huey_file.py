"""Huey's SQLite queue, which writes nothing before it is used."""

import sqlite3
from pathlib import Path
from typing import Any

from huey import SqliteHuey
from huey.storage import SqliteStorage

from cms.core.local_folder import ensure_private_file


class FileStorage(SqliteStorage):
    """Creates folder, file and tables with the first connection, not when the queue is imported."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"create_tables": False})

    def _create_connection(self) -> sqlite3.Connection:
        if self.filename != ":memory:":
            ensure_private_file(Path(self.filename))
        connection: sqlite3.Connection = super()._create_connection()
        for statement in self.ddl:
            connection.execute(statement)
        return connection


class FileHuey(SqliteHuey):
    storage_class = FileStorage
