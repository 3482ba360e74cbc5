"""Test databases: copies of one template per engine that is migrated once and kept between runs.

A template is keyed by a digest of all migrations, the settings and the installed packages, so that it is built again
where the schema may differ. Handlers of `post_migrate` write rows too (permissions, groups); they run once more on a
kept template whenever the product's code has changed.

After a test that commits, its database gets the template's rows back; tables that already hold them are left alone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from tests.template_digests import ROOT, code_digest, schema_digest

# Any number, the same in every process: it is the name of PostgreSQL's advisory lock around the templates.
LOCK = 7_205_759


class Databases(Protocol):
    """The databases of one engine: each a copy of the template."""

    def open_test_database(self) -> None:
        """Point Django's connection to a fresh copy."""

    def close_test_database(self) -> None:
        """Drop that copy, and point the connection to the database of the settings again."""

    def restore(self, rows: Any = None) -> None:
        """Give the test database the template's rows again, or those that `snapshot()` answered."""

    def snapshot(self) -> Any:
        """All rows of the test database, for `restore()`; made of plain values that can be pickled."""

    def make_copy(self, folder: Path) -> str:
        """A copy for other processes, as the file cosecha.sqlite3 in `folder` or as the address that is answered."""

    def drop_copies(self) -> None:
        """Drop what `make_copy` made on a server."""


def databases_of_engine(folder: Path) -> Databases:
    """Those of the engine that the settings name; a file of this run goes to `folder`."""
    return PostgresDatabases() if connection.vendor == "postgresql" else SqliteDatabases(folder)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection leads to another database for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def migrate(name: str) -> None:
    with connected_to(name):
        call_command("migrate", verbosity=0, interactive=False)


def repeat_post_migrate(name: str) -> None:
    with connected_to(name):
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def name_of_worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


class SqliteDatabases:
    """Files beside each other. What is restored comes from memory, through SQLite's own backup."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(settings.VAR) / "templates"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "test.sqlite3"
        self.settings_name = connection.settings_dict["NAME"]
        self.memory = sqlite3.connect(":memory:", check_same_thread=False)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            template = sqlite3.connect(self._ready_template())
            template.backup(self.memory)
            template.close()

    def _ready_template(self) -> Path:
        template = self.folder / f"{schema_digest()}.sqlite3"
        stamp, code = template.with_suffix(".code"), code_digest()
        if template.exists() and stamp.exists() and stamp.read_text() == code:
            return template
        building = self.folder / "building.sqlite3"
        remove(building)
        if template.exists():
            shutil.copy(template, building)
            repeat_post_migrate(str(building))
        else:
            migrate(str(building))
        stamp.unlink(missing_ok=True)
        building.replace(template)
        stamp.write_text(code)
        for path in self.folder.iterdir():
            if path.name != "lock" and path.stem != template.stem:
                path.unlink()
        return template

    def open_test_database(self) -> None:
        remove(self.path)
        self.path.write_bytes(self.memory.serialize())
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)

    def close_test_database(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.settings_name
        remove(self.path)

    def restore(self, rows: bytes | None = None) -> None:
        connection.ensure_connection()
        if rows is None:
            self.memory.backup(connection.connection)
            return
        kept = sqlite3.connect(":memory:")
        kept.deserialize(rows)
        kept.backup(connection.connection)
        kept.close()

    def snapshot(self) -> bytes:
        connection.ensure_connection()
        copy = sqlite3.connect(":memory:")
        connection.connection.backup(copy)
        image = copy.serialize()
        # A database in memory has no write-ahead log, and one whose header asks for it is not opened.
        # https://www.sqlite.org/c3ref/deserialize.html
        return image[:18] + b"\1\1" + image[20:]

    def make_copy(self, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cosecha.sqlite3").write_bytes(self.memory.serialize())
        return ""

    def drop_copies(self) -> None:
        pass


def remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


class PostgresDatabases:
    """Databases of one server, made with CREATE DATABASE … TEMPLATE; no privilege but CREATEDB is needed."""

    def __init__(self) -> None:
        self.settings_name = connection.settings_dict["NAME"]
        self.name = f"test_{self.settings_name}_{name_of_worker()}"
        self.copies: list[str] = []
        self.template = f"cosecha_template_{schema_digest()}"
        with self._server() as server:
            self._ready_template(server)
        self.rows: dict[str, bytes] = {}

    @contextmanager
    def _server(self) -> Iterator[Any]:
        """A connection on which the templates are locked: nothing can be copied while somebody is connected to it."""
        import psycopg

        with psycopg.connect(self._address("postgres"), autocommit=True) as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield server

    def _address(self, name: str) -> str:
        access = connection.settings_dict
        secret = f":{access['PASSWORD']}" if access["PASSWORD"] else ""
        return f"postgres://{access['USER']}{secret}@{access['HOST']}:{access['PORT'] or 5432}/{name}"

    def _ready_template(self, server: Any) -> None:
        """Build it or bring it in step. Its comment names checkout and code; without a comment it is half built."""
        code = f"{ROOT} {code_digest()}"
        described = "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE %s"
        found = dict(server.execute(described, [r"cosecha\_template\_%"]).fetchall())
        if found.get(self.template) == code:
            return
        if found.get(self.template):
            server.execute(f"COMMENT ON DATABASE {self.template} IS NULL")
            repeat_post_migrate(self.template)
        else:
            outdated = [name for name, comment in found.items() if comment and comment.startswith(f"{ROOT} ")]
            for name in [*outdated, self.template]:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {self.template}")
            migrate(self.template)
        server.execute(f"COMMENT ON DATABASE {self.template} IS '{code}'")

    def _copy_template(self, name: str) -> None:
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE {self.template}')

    def _drop(self, name: str) -> None:
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def open_test_database(self) -> None:
        self._copy_template(self.name)
        connection.close()
        connection.settings_dict["NAME"] = self.name
        self.rows = self.snapshot()

    def close_test_database(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.settings_name
        self._drop(self.name)

    def snapshot(self) -> dict[str, bytes]:
        with connection.cursor() as cursor:
            return {table: rows for table in filled_tables(cursor) if (rows := read_table(cursor, table))}

    def restore(self, rows: dict[str, bytes] | None = None) -> None:
        wanted = self.rows if rows is None else rows
        with connection.cursor() as cursor:
            tables = set(filled_tables(cursor)) | wanted.keys()
            changed = [table for table in sorted(tables) if read_table(cursor, table) != wanted.get(table, b"")]
            # Rows of tables that refuse to be changed can be put back too; foreign keys are checked at the commit.
            guarded = sorted({*changed} & tables_with_triggers(cursor))
            for table in guarded:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            cursor.execute("BEGIN")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in changed:
                cursor.execute(f'DELETE FROM "{table}"')
            for table in changed:
                if table in wanted:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(wanted[table])
            cursor.execute("COMMIT")
            for table in guarded:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            if rows is not None:
                move_sequences_past(cursor, changed)

    def make_copy(self, folder: Path) -> str:
        name = f"copy_{self.settings_name}_{uuid4().hex[:12]}"
        self.copies.append(name)
        self._copy_template(name)
        return self._address(name)

    def drop_copies(self) -> None:
        for name in self.copies:
            self._drop(name)


def filled_tables(cursor: Any) -> list[str]:
    """The tables with at least one row."""
    tables = sorted(connection.introspection.table_names(cursor))
    cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
    return [table for (table,) in cursor.fetchall()]


def read_table(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


def tables_with_triggers(cursor: Any) -> set[str]:
    cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    return {table.strip('"') for (table,) in cursor.fetchall()}


def move_sequences_past(cursor: Any, tables: list[str]) -> None:
    for row in connection.introspection.sequence_list():
        if row["table"] in tables:
            cursor.execute(
                f'SELECT setval(%s, (SELECT coalesce(max("{row["column"]}"), 1) FROM "{row["table"]}"))',
                [row["name"]],
            )
