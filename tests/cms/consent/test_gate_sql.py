"""Promise 1 where the gate's question is kept: the question may be old, the answer never is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from cms.consent.gate import Use, cleared
from cms.consent.gate_sql import IsCleared, question_of
from cms.models import CONTENT_MODELS, Item, Quote
from cms.withdrawal.withdraw import withdraw_item
from tests.cms.consent.test_gate import NOW, build, situations
from tests.factories import add_terms, make_consent, make_quote

pytestmark = pytest.mark.django_db


def listed(client) -> list[str]:
    return [one["text"] for one in client.get("/api/v1/quotes").json()["items"]]


def asked(quote: Quote) -> int:
    return Quote.objects.filter(IsCleared("quote", Use.WEB, timezone.now()), pk=quote.pk).count()


@given(rows=st.lists(situations, min_size=1, max_size=3), use=st.sampled_from(list(Use)), hours=st.integers(-60, 60))
def test_what_is_kept_asks_what_the_gate_asks(db, rows, use, hours):
    at = NOW + timedelta(hours=hours)
    keys = {build(row).translation_key for row in rows}
    by_gate = cleared(Item.objects.all(), use, at).filter(translation_key__in=keys).values_list("translation_key")
    live = Quote.objects.filter(IsCleared("quote", use, at), live=True, translation_key__in=keys)
    assert set(live.values_list("translation_key")) == set(by_gate)


def test_an_item_is_cleared_as_its_own_kind_only():
    quote = make_quote()
    for model in CONTENT_MODELS:
        found = Quote.objects.filter(IsCleared(model.kind, Use.WEB, timezone.now()), pk=quote.pk)
        assert found.exists() == (model is Quote)


def test_the_question_is_put_into_words_once_a_day():
    quote = make_quote()
    assert [asked(quote), asked(quote)] == [1, 1]
    assert question_of.cache_info().misses == 1


def test_a_withdrawal_is_seen_at_once(client, admin):
    quote = make_quote("Nadie me calla.")
    assert listed(client) == ["Nadie me calla."]
    withdraw_item(quote.item, admin)
    assert listed(client) == []


def test_less_being_allowed_is_seen_at_once(client):
    consent = make_consent()
    make_quote("Nadie me calla.", consent=consent)
    assert listed(client) == ["Nadie me calla."]
    add_terms(consent, allows_web=False)
    assert listed(client) == []


def test_an_end_is_seen_when_the_day_is_over(client, settings):
    settings.TIME_ZONE = "America/Lima"
    last_day = datetime(2026, 11, 23, 4, 59, 30, tzinfo=UTC)
    with travel(last_day, tick=False) as clock:
        make_quote("Nadie me calla.", consent=make_consent(expires_on=timezone.localdate()))
        assert listed(client) == ["Nadie me calla."]
        clock.shift(60)
        assert listed(client) == []
