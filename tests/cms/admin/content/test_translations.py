"""Beginning a translation in the admin."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from cms.models import Item, Quote
from cms.withdrawal.withdraw import withdraw_item
from tests.factories import make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client):
    user = make_user("revisora", groups=("Revisor",))
    client.force_login(user)
    return user


def test_a_translation_is_a_draft_that_joins_the_same_item(client, reviewer):
    quote = make_quote("En español.")
    english = Locale.objects.get(language_code="en")
    response = client.post(f"/admin/translate/quote/{quote.pk}/", {"locale": english.pk}, follow=True)
    assert response.status_code == 200
    translated = Quote.objects.get(locale=english)
    assert not translated.live
    assert translated.item == quote.item
    assert translated.latest_revision.user == reviewer
    translated.text = "In English."
    translated.save_revision(user=reviewer).publish()
    assert {content.language for content in Item.objects.get().contents(live_only=True)} == {"es", "en"}
    assert client.post(f"/admin/translate/quote/{quote.pk}/", {"locale": english.pk}).context["form"].errors


def test_withdrawn_words_are_not_translated(client, reviewer):
    quote = make_quote()
    withdraw_item(quote.item, reviewer)
    english = Locale.objects.get(language_code="en")
    response = client.post(f"/admin/translate/quote/{quote.pk}/", {"locale": english.pk})
    assert "retir" in " ".join(str(message) for message in response.context["messages"]).lower()
    assert Quote.objects.count() == 1


def test_a_stranger_does_not_reach_it(client):
    quote = make_quote()
    client.force_login(make_user())
    assert client.get(f"/admin/translate/quote/{quote.pk}/").status_code in (302, 403)
