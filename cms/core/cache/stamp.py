"""One number that rises with every committed change of what readers may see, whoever makes it.

Triggers on the registered tables raise it, so that no door is forgotten: forms, `QuerySet.update()`, raw SQL, another
process, a person with psql. It is the sum of ROWS counters in the same database. On PostgreSQL a *deferred* trigger
raises one of them at the very end of the transaction, once, and takes one that nobody holds: writers neither wait for
one another nor deadlock. SQLite has one writer at a time: there the first counter is raised where the row is written.

A reader that takes the stamp first and reads the rows after it never keeps old rows under a new stamp, for the counter
and the rows are committed together. Inside a transaction there is no stamp: its own changes are not counted yet.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connections, transaction

ROWS = 16
TABLE = "cms_change_stamp"
RAISE = "cms_raise_change_stamp"
OPERATIONS = ("INSERT", "UPDATE", "DELETE")

_labels: set[str] = set()

CREATE_TABLE = f"CREATE TABLE IF NOT EXISTS {TABLE} (shard smallint PRIMARY KEY, raised bigint NOT NULL)"
FILL = f"INSERT INTO {TABLE} (shard, raised) VALUES (%s, 0) ON CONFLICT (shard) DO NOTHING"  # noqa: S608  # a constant
READ = f"SELECT COUNT(*), SUM(raised) FROM {TABLE}"  # noqa: S608  # a constant

# `set_config(…, true)` is undone with the savepoint that a failed statement is undone with, as the counter is.
# Where all counters are held, or were deleted, the last statement waits for one or makes it.
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {RAISE}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  this text := pg_current_xact_id()::text;
  free smallint;
BEGIN
  IF current_setting('cosecha.raised', true) = this THEN
    RETURN NULL;
  END IF;
  SELECT shard INTO free FROM {TABLE} ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED;
  INSERT INTO {TABLE} AS kept (shard, raised) VALUES (COALESCE(free, floor(random() * {ROWS})), 1)
    ON CONFLICT (shard) DO UPDATE SET raised = kept.raised + 1;
  PERFORM set_config('cosecha.raised', this, true);
  RETURN NULL;
END $$
"""  # noqa: S608


def register(*labels: str) -> None:
    """Readers see these models ("app.Model"), and what links them to others: from the next migrate on, writing to
    their tables raises the stamp."""
    _labels.update(labels)


def seen_tables() -> set[str]:
    """The registered tables, and those of their many-to-many links."""
    found = set()
    for label in _labels:
        options = apps.get_model(label)._meta
        found |= {options.db_table, *(link.remote_field.through._meta.db_table for link in options.local_many_to_many)}
    return found


def read_stamp(using: str = "default") -> int | None:
    """The stamp, or None where nothing may be kept: inside a transaction, or while counters are missing. One query."""
    connection = connections[using]
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(READ)
        rows, total = cursor.fetchone()
    return int(total) if rows == ROWS else None


def drop_triggers(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Before migrate changes tables. Without a plan it changes none."""
    if not plan:
        return
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in _existing(cursor, connection):
            _drop(cursor, connection.vendor, table)


def create_triggers(using: str = "default", **_: Any) -> None:
    """After every migrate. Safe to repeat. It raises the stamp: what a migration wrote was not counted."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(CREATE_TABLE)
        cursor.executemany(FILL, [[shard] for shard in range(ROWS)])
        cursor.execute(f"UPDATE {TABLE} SET raised = raised + 1 WHERE shard = 0")  # noqa: S608  # a constant
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for table in _existing(cursor, connection):
            _drop(cursor, connection.vendor, table)
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def _existing(cursor: Any, connection: Any) -> Iterable[str]:
    return sorted(seen_tables() & set(connection.introspection.table_names(cursor)))


def _drop(cursor: Any, vendor: str, table: str) -> None:
    for operation in OPERATIONS:
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, operation)}{on_table}")


def _statements(vendor: str, table: str) -> list[str]:
    return [_for_postgresql(table, each) if vendor == "postgresql" else _for_sqlite(table, each) for each in OPERATIONS]


def _for_sqlite(table: str, operation: str) -> str:
    raise_first = f"UPDATE {TABLE} SET raised = raised + 1 WHERE shard = 0"  # noqa: S608  # a constant
    return f"CREATE TRIGGER {_name(table, operation)} AFTER {operation} ON {table} BEGIN {raise_first}; END"


def _for_postgresql(table: str, operation: str) -> str:
    """Only a constraint trigger can be deferred. https://www.postgresql.org/docs/current/sql-createtrigger.html"""
    is_changed = "WHEN (OLD.* IS DISTINCT FROM NEW.*) " if operation == "UPDATE" else ""
    return (
        f"CREATE CONSTRAINT TRIGGER {_name(table, operation)} AFTER {operation} ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {is_changed}EXECUTE FUNCTION {RAISE}()"
    )


def _name(table: str, operation: str) -> str:
    # Triggers of one event fire in the order of their names: after the foreign keys' ("RI_…").
    return f"stamp_{table}_{operation.lower()}"
