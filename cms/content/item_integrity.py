"""The reference from each `Content` to its item, by `translation_key`, is kept valid here.

A plain foreign key would be part of the revisions, and restoring a revision would bring an old item back.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef

from cms.content.archive import is_referred_to
from cms.models import CONTENT_MODELS, Content, Item


def ensure_foreign_keys(using: str = "default", **_: Any) -> None:
    """After every migrate: PostgreSQL holds each translation key to an item, and asks when a transaction ends.

    SQLite adds no constraint to a table that exists; there, `manage.py check_items` finds what has no item.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        existing = {name for (name,) in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
        for model in CONTENT_MODELS:
            table = model._meta.db_table
            if table in tables and f"{table}_has_item" not in existing:
                cursor.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT {table}_has_item FOREIGN KEY (translation_key) "
                    f"REFERENCES {Item._meta.db_table} (translation_key) DEFERRABLE INITIALLY DEFERRED"
                )


def content_without_item() -> Iterator[Content]:
    """Content whose translation key belongs to no item, or to an item of another kind."""
    for model in CONTENT_MODELS:
        own = Item.objects.filter(translation_key=OuterRef("translation_key"), kind=model.kind)
        yield from model._default_manager.filter(~Exists(own)).order_by("pk")


def items_without_content() -> Iterator[Item]:
    """Items without any `Content` that something refers to. Erased ones have none left; others are harmless."""
    for model in CONTENT_MODELS:
        contents = model._default_manager.filter(translation_key=OuterRef("translation_key"))
        empty = Item.objects.filter(~Exists(contents), kind=model.kind, erasures__isnull=True)
        yield from (item for item in empty.order_by("pk") if is_referred_to(item))
