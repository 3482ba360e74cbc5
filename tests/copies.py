"""Copying the test's own database and putting it back, as an operator does, and ending the process that used it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

from cms.jobs import runs


def die() -> None:
    """As kill -9: nothing more is written, and the lock is gone."""
    if runs._own:
        runs._own.file.close()
    runs._own = None


def stop() -> None:
    """As a clean stop."""
    runs.stop()
    die()


class DatabaseCopy:
    """A copy of the test database as it was when this was made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, f"copied_{uuid4().hex[:10]}"
        self.number = 0
        if connection.vendor == "postgresql":
            self._create(self.name, self._own())
            return
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / self.name)) as copy:
            connection.connection.backup(copy)

    def put_back(self, how: str) -> None:
        """`over`: as cp over the file; `anew`: as rm and cp -a. On a server both are a new database."""
        connection.close()
        if connection.vendor == "postgresql":
            self._create(self._own(), self.name)
            return
        own = Path(self._own())
        for suffix in ("-wal", "-shm"):
            own.with_name(own.name + suffix).unlink(missing_ok=True)
        if how == "over":
            own.write_bytes((self.folder / self.name).read_bytes())
            return
        self.number += 1
        shutil.copy2(self.folder / self.name, self.folder / f"{self.name}-{self.number}")
        own.unlink()
        (self.folder / f"{self.name}-{self.number}").rename(own)

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            connection.close()
            with self._server() as server:
                server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _own(self) -> str:
        return str(connection.settings_dict["NAME"])

    def _create(self, name: str, template: str) -> None:
        connection.close()
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _server(self) -> Any:
        import psycopg

        access = connection.settings_dict
        return psycopg.connect(
            dbname="postgres",
            user=access["USER"],
            password=access["PASSWORD"] or None,
            host=access["HOST"],
            port=access["PORT"] or 5432,
            autocommit=True,
        )
