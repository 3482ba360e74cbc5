"""The stamp rises with every committed change of what readers see, by whatever door."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.api.resources import OFFERS
from cms.content.scheduled_publishing import keep_schedule
from cms.content.translations import name_original
from cms.core import append_only
from cms.core.cache import stamp
from cms.core.cache.stamp import TABLE, read_stamp, seen_tables
from cms.models import Item, Quote, Topic
from cms.public.items.item_urls import address_of
from cms.public.lists.sections import section_of
from cms.public.pages.seen_models import NOT_COUNTED
from cms.terms.record import narrow_terms, standing_terms
from cms.withdrawal.withdraw import withdraw_item
from media.models import Brand
from tests.cms.admin.content.forms import quote_form, url
from tests.cms.refused import KINDS, make_readable
from tests.factories import add_terms, make_consent, make_quote, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


def change_by_sql(table: str) -> str:
    """SQL that changes one row of a registered table past all code of ours."""
    model = next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)
    row = f"WHERE id = (SELECT MAX(id) FROM {table})"
    texts = (field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField))
    field = next((field for field in texts if not field.choices), None)
    return f"UPDATE {table} SET {field.column} = 'x' {row}" if field else f"DELETE FROM {table} {row}"


def test_a_change_of_any_table_that_readers_see_raises_it_whoever_makes_it(admin_client, admin):
    topic, consent = make_topic(), make_consent()
    quote = make_quote(topics=(topic,), consent=consent)
    other, scheduled = make_quote(topics=(topic,)), make_quote(live=False)
    rows = {kind: make_readable(kind) for kind in KINDS}
    photo = rows["testimony"].photo
    name_original(quote.item, quote.locale, quote)
    Brand.load().save()

    def publish_by_form() -> None:
        data = quote_form(admin_client, Quote.objects.get(pk=quote.pk), text="Otras palabras.") | {"action-publish": 1}
        admin_client.post(url("edit", quote), data)

    def schedule_passes() -> None:
        revision = scheduled.save_revision()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
        keep_schedule(timezone.now())

    doors = {
        "a new topic": lambda: make_topic(),
        "QuerySet.update": lambda: Topic.objects.filter(pk=topic.pk).update(name="Otro"),
        "a link between two": lambda: quote.topics.through.objects.filter(quote=quote.pk).delete(),
        "bulk_create": lambda: Topic.objects.bulk_create([Topic(name="Uno", slug="uno")], ignore_conflicts=True),
        "bulk_update": lambda: Topic.objects.bulk_update([Topic(pk=topic.pk, slug="dos")], ["slug"]),
        "a form of the admin": publish_by_form,
        "the clock": schedule_passes,
        "new terms": lambda: add_terms(consent, allows_web=True),
        "narrower terms": lambda: narrow_terms(
            consent, **standing_terms(consent.current_terms) | {"allows_social": False, "allows_all_networks": False}
        ),
        "unpublishing": lambda: other.unpublish(),
        "withdrawing": lambda: withdraw_item(Item.objects.get(pk=quote.item.pk), by=admin),
        "a photo's description": lambda: type(photo).objects.filter(pk=photo.pk).update(description="Otra"),
        "deleting": lambda: Topic.objects.filter(pk=topic.pk).delete(),
    }
    guarded = {rule.table for rule in append_only._rules.values()}

    def write(table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(change_by_sql(table))

    # Those are written by the doors above.
    for table in sorted(seen_tables() - guarded):
        if has_rows(table):
            doors[f"SQL on {table}"] = partial(write, table)
    silent = []
    for name, door in doors.items():
        before = read_stamp()
        door()
        if not read_stamp() > before:
            silent.append(name)
    assert silent == []
    assert len(doors) > 13 + 18


def has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
        return bool(cursor.fetchone()[0])


def test_what_is_taken_back_does_not_raise_it_and_a_savepoint_neither():
    before = read_stamp()
    with transaction.atomic():
        make_topic()
        assert read_stamp() is None  # its own changes are not counted yet
        transaction.set_rollback(True)
    assert read_stamp() == before
    with transaction.atomic():
        with transaction.atomic():
            make_topic()
            transaction.set_rollback(True)
        assert not Topic.objects.exists()
        with transaction.atomic():
            make_topic()
    assert read_stamp() > before
    after = read_stamp()
    with transaction.atomic(durable=True):
        with suppress(IntegrityError), transaction.atomic():
            Topic.objects.create(name="Uno", slug="uno")
            Topic.objects.create(name="Uno", slug="dos")
        Topic.objects.create(name="Tres", slug="tres")
    assert read_stamp() > after


def test_without_all_its_counters_there_is_no_stamp():
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE shard = 7")
    assert read_stamp() is None
    stamp.create_triggers()
    assert read_stamp() is not None


def test_each_table_that_an_answer_for_readers_is_made_of_raises_it(client):
    topic = make_topic()
    contents = [make_readable(kind, topics=(topic,)) for kind in KINDS]
    pages = {reverse(name) for name in ("root", "sitemap", "robots", "brand_css")} | {"/es/", "/api/v1/topics"}
    pages |= {
        reverse("list", args=["en", section_of(content.kind).segment]) + f"?tema={topic.slug}" for content in contents
    }
    pages |= {urlsplit(address_of(content)).path for content in contents}
    pages |= {f"/api/v1/{kind.path}" for kind in OFFERS}
    with CaptureQueriesContext(connection) as captured:
        answers = [client.get(page) for page in sorted(pages)]
    assert {answer.status_code for answer in answers} <= {200, 302}
    read = {name for query in captured for name in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"])}
    uncounted = {apps.get_model(label)._meta.db_table for label in NOT_COUNTED}
    # The first answer makes the row of the brand, which puts approvals in doubt.
    bookkeeping = {TABLE, "cms_tally", "cms_approvedversion"}
    assert read - seen_tables() - uncounted - bookkeeping == set()


def test_each_registered_table_is_watched():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'stamp%%' AND tgdeferrable")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'stamp%%'")
        found = {name for (name,) in cursor.fetchall()}
    wanted = {f"stamp_{table}_{operation}" for table in seen_tables() for operation in ("insert", "update", "delete")}
    assert found == wanted
    assert len(wanted) > 60
