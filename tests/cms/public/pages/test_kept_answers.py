"""Kept answers: one small query for what did not change, and never anything that was taken back."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.cache.store import AnswerStore, KeptAnswer
from cms.models import Item
from cms.public.pages.http_cache import public
from cms.public.pages.kept_answers import kept
from cms.public.pages.time_boundaries import find_boundary
from cms.withdrawal.withdraw import withdraw_item
from tests.factories import make_consent, make_quote, make_topic, make_webinar

transactional = pytest.mark.django_db(transaction=True)
PART = "/sitemap-citas-0.xml"


@transactional
def test_the_maps_are_kept_until_something_changes_and_hold_nothing_that_was_withdrawn(client, admin):
    consent = make_consent()
    gone, stays = make_quote(consent=consent), make_quote()
    first = client.get(PART)
    assert gone.item.slug in first.text
    for headers in ({}, {"If-None-Match": first["ETag"]}):
        with CaptureQueriesContext(connection) as captured:
            again = client.get(PART, headers=headers)
        # Without being kept, a part costs one query as well: of all its rows.
        assert ["cms_change_stamp" in query["sql"] for query in captured] == [True]
        assert again.status_code == (304 if headers else 200)
        assert again.content == (b"" if headers else first.content)
    assert client.head(PART)["ETag"] == first["ETag"]
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as captured:
        client.get("/sitemap.xml")
    assert len(captured) == 1, [query["sql"] for query in captured]

    # Somebody else's connection.
    def withdraw() -> None:
        with closing(connection):
            withdraw_item(Item.objects.get(pk=gone.item.pk), by=admin)

    other = Thread(target=withdraw)
    other.start()
    other.join()
    after = client.get(PART, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert gone.item.slug not in after.text
    assert stays.item.slug in after.text
    # Within a transaction its own changes are seen, and nothing of it is kept.
    with transaction.atomic():
        withdraw_item(Item.objects.get(pk=stays.item.pk), by=admin)
        assert client.get(PART).status_code == 404
        transaction.set_rollback(True)
    assert stays.item.slug in client.get(PART).text


@transactional
def test_terms_that_end_with_a_day_end_what_was_kept_at_midnight_of_the_site(client):
    with time_machine.travel(datetime(2031, 3, 1, 4, 59, tzinfo=UTC), tick=False) as clock:  # 23:59 in Lima
        consent = make_consent(expires_on=timezone.localdate())
        quote = make_quote(consent=consent)
        make_quote()
        assert quote.item.slug in client.get(PART).text
        clock.shift(120)
        assert quote.item.slug not in client.get(PART).text


@pytest.mark.django_db
def test_time_alone_changes_what_is_read_at_the_start_and_end_of_a_webinar():
    now = datetime(2031, 3, 1, 12, 0, tzinfo=UTC)
    midnight = datetime(2031, 3, 2, 5, 0, tzinfo=UTC)
    assert find_boundary(now) == midnight
    webinar = make_webinar()
    type(webinar).objects.update(begins_at=now + timedelta(hours=1), minutes=90)
    assert find_boundary(now) == now + timedelta(hours=1)
    assert find_boundary(now + timedelta(hours=1)) == now + timedelta(hours=2, minutes=30)
    assert find_boundary(now + timedelta(hours=3)) == midnight


@transactional
def test_answers_are_told_apart_by_what_the_view_depends_on_and_by_nothing_else():
    asked = []

    def view(request, *, vary: str = "Accept", cookie: bool = False) -> HttpResponse:
        asked.append(request.get_full_path())
        response = HttpResponse(f"{len(asked)}" * 300)
        response["Vary"] = vary
        if cookie:
            response.set_cookie("own", "1")
        return response

    keeping = kept(parameters=("tema",), headers=("Accept",))(public(view))

    def ask(address: str = "/", how=keeping, **options) -> int:
        before = len(asked)
        assert how(RequestFactory().get(address, **options)).status_code == 200
        return len(asked) - before

    differing = [
        {},
        {"address": "/?tema=a"},
        {"address": "/?tema=b"},
        {"address": "/?tema=a&tema=b"},
        {"address": "/otra"},
        {"HTTP_HOST": "localhost"},
        {"headers": {"Accept": "text/html"}},
        {"headers": {"Accept-Encoding": "gzip"}},
    ]
    assert [ask(**one) for one in differing] == [1] * len(differing)
    assert [ask(**one) for one in differing] == [0] * len(differing)
    assert ask("/?utm_source=x") == 0
    for unfit in ({"vary": "Cookie"}, {"vary": "*"}, {"cookie": True}):
        never = kept()(lambda request, unfit=unfit: view(request, **unfit))
        assert [ask("/nunca", never), ask("/nunca", never)] == [1, 1]
    make_topic()
    assert ask() == 1


def test_the_store_drops_what_was_used_longest_ago_and_nothing_larger_than_a_quarter_gets_in():
    now = timezone.now()

    def answer(size: int) -> KeptAnswer:
        return KeptAnswer(1, now, now + timedelta(hours=1), b"x" * size, ())

    kept_ones = AnswerStore(most_bytes=100)
    for name in "abcd":
        kept_ones.keep(name, answer(25))
    assert kept_ones.find("a", 1, now)
    kept_ones.keep("e", answer(25))
    kept_ones.keep("f", answer(26))
    found = {name for name in "abcdef" if kept_ones.find(name, 1, now)}
    assert found == {"a", "c", "d", "e"}
    assert not kept_ones.find("a", 2, now)
    assert not kept_ones.find("a", 1, now + timedelta(hours=1))
    assert not kept_ones.find("a", 1, now - timedelta(seconds=1))


@pytest.mark.django_db
def test_the_index_of_the_maps_names_each_part_that_has_something_and_each_part_is_small(client, monkeypatch):
    monkeypatch.setattr("cms.public.pages.robots_sitemap.ADDRESSES_A_PART", 2)
    quotes = [make_quote() for _ in range(5)]
    parts = re.findall("<loc>http://[^/]+(/[^<]+)</loc>", client.get("/sitemap.xml").text)
    found = [re.findall("<loc>([^<]+)</loc>", client.get(part).text) for part in parts]
    assert all(0 < len(addresses) <= 2 for addresses in found)
    assert {address.rsplit("/", 2)[1] for addresses in found for address in addresses} == {q.item.slug for q in quotes}
    for wrong in ("citas-99999", "nada-0", "citas-99999999999999999999999"):
        assert client.get(f"/sitemap-{wrong}.xml").status_code == 404
