"""The lists of content."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Quote
from cms.withdrawal.withdraw import withdraw_item
from media.text.kept import kept
from tests.cms.admin.content.forms import url
from tests.factories import (
    make_consent,
    make_contributor,
    make_learning,
    make_quote,
    make_testimony,
    make_topic,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    page = client.get(url("list", model=Quote) + query)
    return {quote.text for quote in page.context["object_list"]}


@pytest.mark.parametrize("make", [make_quote, make_testimony, make_learning])
def test_more_rows_cost_no_more_queries(admin_client, make):
    def fill(count):
        for _ in range(count):
            content = make(topics=(make_topic(),), workshop=make_workshop())
        return url("list", model=type(content))

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    address = fill(2)
    queries(address)
    few = queries(address)
    fill(4)
    assert queries(address) == few


def test_a_row_says_how_it_stands_and_never_names_who_wants_to_stay_unnamed(admin_client):
    person = make_contributor("Elena Condori", role="Promotora", region="Puno")
    make_quote("Somos muchas.", consent=make_consent(person, credit="role_region"))
    page = admin_client.get(url("list", model=Quote)).content.decode()
    assert "Promotora, Puno" in page
    assert "Elena" not in page
    assert "Sitio web: puede salir" in page


def test_the_filters_find_what_they_say(admin_client, admin):
    topic, workshop = make_topic(), make_workshop()
    make_quote("viva", topics=(topic,))
    make_quote("borrador", live=False, workshop=workshop)
    make_quote("sensible", is_sensitive=True)
    make_quote("sin redes", consent=make_consent(allows_social=False))
    gone = make_quote("retirada")
    withdraw_item(gone.item, admin)
    in_review = make_quote("en revisión", live=False)
    in_review.get_workflow().start(in_review, admin)
    assert shown(admin_client, "?state=draft") == {"borrador"}
    assert shown(admin_client, "?state=withdrawn") == {"retirada"}
    assert shown(admin_client, "?state=review") == {"en revisión"}
    assert shown(admin_client, f"?topic={topic.pk}") == {"viva"}
    assert shown(admin_client, f"?workshop={workshop.pk}") == {"borrador"}
    assert shown(admin_client, "?sensitive=true") == {"sensible"}
    assert shown(admin_client, "?goes_to=social") == {"viva"}
    assert shown(admin_client, "?goes_to=web") == {"viva", "sin redes"}
    assert shown(admin_client, "?locale=en") == set()


@pytest.mark.indexes
def test_search_finds_words_and_goes_together_with_filters(admin_client):
    from wagtail.search import index

    for quote in (
        make_quote("La asamblea decide"),
        make_quote("El río decide"),
        make_quote("La asamblea calla", live=False),
    ):
        index.insert_or_update_object(quote)
    assert shown(admin_client, "?q=asamblea") == {"La asamblea decide", "La asamblea calla"}
    assert shown(admin_client, "?q=asamblea&state=draft") == {"La asamblea calla"}
    assert shown(admin_client, "?q=decide&goes_to=web&locale=es") == {"La asamblea decide", "El río decide"}


def test_the_export_shows_what_readers_may_see(admin_client):
    person = make_contributor("Elena Condori", role="Promotora", region="Puno")
    make_quote("Somos muchas.", consent=make_consent(person, credit="role_region"))
    response = admin_client.get(url("list", model=Quote) + "?export=csv")
    text = b"".join(response.streaming_content).decode()
    assert "Promotora, Puno" in text
    assert "Elena" not in text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " =", "＝", "\t=", "\n="])
def test_what_strangers_say_is_no_formula_in_an_exported_file(admin_client, sign):
    make_quote(f"{sign}HYPERLINK(1)", topics=(make_topic(f"{sign}tema"),))
    response = admin_client.get(url("list", model=Quote) + "?export=csv")
    (row,) = csv.DictReader(StringIO(b"".join(response.streaming_content).decode(), newline=""))
    assert {f"'{kept(sign)}HYPERLINK(1)", f"'{kept(sign)}tema"} <= set(row.values())


def test_an_empty_list_says_how_to_begin(admin_client):
    assert "Todavía no hay citas" in admin_client.get(url("list", model=Quote)).content.decode()


def test_topics_count_what_is_about_them_without_a_query_each(admin_client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/admin/snippets/cms/topic/")
        return len(captured)

    make_quote(topics=(make_topic(), make_topic()))
    queries()
    few = queries()
    make_quote(topics=tuple(make_topic() for _ in range(6)))
    assert queries() == few


def test_somebody_without_a_role_sees_no_list(client):
    client.force_login(make_user())
    assert client.get(url("list", model=Quote)).status_code == 302
