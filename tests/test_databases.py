"""If these fail, what one test commits is still there in the next, or what migrations wrote is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Collection, Locale

from cms.models import Item
from tests.factories import make_quote

pytestmark = pytest.mark.django_db(transaction=True)


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def test_rows_that_were_added_changed_or_deleted_are_again_as_migrations_made_them(databases):
    before = all_rows()
    make_quote()
    Locale.objects.filter(language_code="es").update(language_code="eo")
    Collection.objects.filter(depth=1).update(name="Otra")
    Group.objects.first().delete()
    assert all_rows() != before
    databases.restore()
    assert all_rows() == before


def test_rows_that_were_kept_come_back_and_new_ones_are_numbered_after_them(databases):
    kept_item = make_quote().item
    kept = databases.snapshot()
    databases.restore()
    assert not Item.objects.exists()
    databases.restore(kept)
    assert Item.objects.get() == kept_item
    assert make_quote().item.pk > kept_item.pk


def test_a_table_that_refuses_changes_refuses_them_again_once_its_rows_were_put_back(databases):
    table = Item._meta.db_table
    refusing = "RAISE(ABORT, 'no')" if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        if refusing:
            cursor.execute(f"CREATE TRIGGER refusal BEFORE DELETE ON {table} BEGIN SELECT {refusing}; END")
        else:
            cursor.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no'; END$$")
            cursor.execute(f"CREATE TRIGGER refusal BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()")
    make_quote()
    databases.restore()
    assert not Item.objects.exists()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT tgenabled FROM pg_trigger WHERE tgname = 'refusal' AND tgrelid = '{table}'::regclass"
            )
            assert cursor.fetchone() == ("O",)
            cursor.execute(f"DROP TRIGGER refusal ON {table}; DROP FUNCTION refuse()")
