"""What was stored before is brought into today's form once, and no approval of the same words is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from cms.consent.approvals import approval_of, approve_item
from cms.content.keep_texts import keep_stored_texts
from cms.models import Approval, Contributor, Credit, Item, Quote, Topic
from newsletter.models import Audience, Edition
from tests.factories import make_consent, make_contributor, make_quote, make_topic, make_user

pytestmark = pytest.mark.django_db


def store_raw(model, name: str, text: str, **row) -> None:
    """Write `text` past the fields, as rows of older versions hold it."""
    column = model._meta.get_field(name).column
    where = " AND ".join(f"{key} = %s" for key in row)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {where}", [text, *row.values()])


def raw(model, name: str, pk: int) -> str:
    field = model._meta.get_field(name)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field.column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_stored_texts_are_kept_once_and_a_hidden_name_is_found_then(capsys):
    person = make_contributor("Teodora Quispe")
    open_quote = make_quote("El agua no se vende.", consent=make_consent(person))
    hidden = make_quote("Me llamo.", consent=make_consent(person, credit=Credit.ANONYMOUS))
    store_raw(Quote, "text", "El a\u00adgua no se ven\u200bde.", id=open_quote.pk)
    store_raw(Quote, "text", "Me llamo Teo\u00addora.", id=hidden.pk)
    store_raw(Contributor, "skeleton", "", id=person.pk)
    assert Item.objects.get(pk=hidden.item.pk).disclosure_is_clean
    call_command("keep_texts")
    assert "3 rows changed, 2 items judged anew." in capsys.readouterr().out
    assert raw(Quote, "text", open_quote.pk) == "El agua no se vende."
    assert not Item.objects.get(pk=hidden.item.pk).disclosure_is_clean
    assert Contributor.objects.get().skeleton == "teodora quispe teodora"
    again = keep_stored_texts()
    assert (dict(again.changed), again.refused) == ({}, [])


def test_an_approval_of_the_same_words_stays_and_one_of_other_words_does_not():
    reviewer = make_user(is_superuser=True)
    items = [make_quote(f"El agua {number}.", is_sensitive=True).item for number in range(2)]
    for item in items:
        item.refresh_from_db()
        approve_item(item, item.content_digest, reviewer)
    # As an older version of the same content had it.
    Item.objects.update(content_digest="0" * 64)
    Approval.objects.update(digest="0" * 64)
    Item.objects.filter(pk=items[1].pk).update(disclosure_stale_at="2026-01-01T00:00:00Z")
    keep_stored_texts()
    same, other = (Item.objects.get(pk=item.pk) for item in items)
    assert approval_of(same, same.content_digest)
    assert not approval_of(other, other.content_digest)


def test_two_rows_that_become_one_name_are_told_and_left(capsys):
    first, second = make_topic("Agua"), make_topic("Tierra")
    store_raw(Topic, "name", "Ag\u200bua", id=second.pk)
    call_command("keep_texts")
    assert f"cms.Topic {second.pk}: another row has that name already." in capsys.readouterr().out
    assert raw(Topic, "name", first.pk) == "Agua"


def test_the_blocks_of_an_edition_are_kept_too(admin_client):
    audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="r@example.org")
    edition = Edition(audience=audience, month=date(2026, 11, 1), subject="Noviembre", body=[("text", {"es": "Hola"})])
    edition.save()
    text = raw(Edition, "body", edition.pk)
    store_raw(Edition, "body", text.replace("Hola", "Ho&shy;la"), id=edition.pk)
    done = keep_stored_texts()
    assert dict(done.changed) == {"newsletter.Edition": 1}
    assert "&shy;" not in raw(Edition, "body", edition.pk)
    assert dict(keep_stored_texts().changed) == {}
