"""Database triggers that keep recorded rows as they are, whatever writes to their table.

Django's table remake on SQLite drops a table's triggers without a word, and neither database lets a table change that
a trigger of another names. So migrate drops all of them before it changes anything, and makes them anew at its end.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model


@dataclass(frozen=True)
class AppendOnly:
    """The rule for one model. Conditions are SQL that both databases understand."""

    # As "app.Model".
    model: str
    # Columns that may change all the same.
    may_change: tuple[str, ...] = ()
    # When a row may go, in terms of OLD.
    may_delete: str = ""
    # When a row may come, in terms of NEW.
    may_insert: str = ""

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table

    @property
    def trigger(self) -> str:
        return f"{self.table}_append_only"

    @property
    def message(self) -> str:
        return f"rows of {self.table} are append-only"

    @property
    def refusals(self) -> dict[str, str]:
        """What is refused, by operation: a condition in terms of OLD and NEW."""
        refusals = {"DELETE": f"NOT COALESCE(({self.may_delete or 'FALSE'}), FALSE)"}
        if self.may_insert:
            refusals["INSERT"] = f"NOT COALESCE(({self.may_insert}), FALSE)"
        return refusals

    def columns(self) -> list[str]:
        """The columns that must stay as they are."""
        fields = apps.get_model(self.model)._meta.concrete_fields
        return [field.column for field in fields if field.column not in self.may_change]


_rules: dict[str, AppendOnly] = {}


def register(rule: AppendOnly) -> None:
    """Guard a table from the next migrate on. Called where its model is defined."""
    _rules[rule.model] = rule


def is_append_only(model: type[Model]) -> bool:
    """Whether the database refuses to change rows of `model`."""
    return model._meta.label in _rules


def drop_triggers(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Before migrate changes tables. Without a plan it changes none."""
    if not plan:
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for rule in _rules.values():
            _drop(cursor, connections[using].vendor, rule)


def create_triggers(using: str = "default", **_: Any) -> None:
    """After every migrate. Safe to repeat."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for rule in _rules.values():
            if rule.table in tables:
                _drop(cursor, connection.vendor, rule)
                for statement in _statements(connection.vendor, rule):
                    cursor.execute(statement)


def _drop(cursor: Any, vendor: str, rule: AppendOnly) -> None:
    for operation in ("update", "delete", "insert"):
        on_table = f" ON {rule.table}" if vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {rule.trigger}_{operation}{on_table}")


def _statements(vendor: str, rule: AppendOnly) -> list[str]:
    return _for_postgresql(rule) if vendor == "postgresql" else _for_sqlite(rule)


def _for_sqlite(rule: AppendOnly) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in rule.columns())
    return [
        f"CREATE TRIGGER {rule.trigger}_{operation.lower()} BEFORE {operation} ON {rule.table} "
        f"WHEN {refused} BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
        for operation, refused in {"UPDATE": changed, **rule.refusals}.items()
    ]


def _for_postgresql(rule: AppendOnly) -> list[str]:
    """The conditions stand in the function's body, so that no column depends on a trigger."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in rule.columns())
    statements = []
    for operation, refused in {"UPDATE": changed, **rule.refusals}.items():
        name = f"{rule.trigger}_{operation.lower()}"
        row = "OLD" if operation == "DELETE" else "NEW"
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {row}; END $$",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements
