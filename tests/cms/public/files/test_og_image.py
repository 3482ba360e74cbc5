"""The picture beside a link."""

from __future__ import annotations

import io
import re

import pytest
from django.utils import timezone
from PIL import Image

from cms.models import Credit, Item
from cms.public.items.item_urls import address_of
from media.models import Brand
from tests.factories import add_terms, make_consent, make_learning, make_quote, make_testimony

pytestmark = pytest.mark.django_db


def card_address(client, content) -> str:
    html = client.get(address_of(content)).text
    return re.search(r'<meta property="og:image" content="([^"]+)"', html)[1]


@pytest.mark.parametrize("make", [make_quote, make_testimony, make_learning])
def test_every_kind_has_a_card_that_networks_can_fetch(client, make):
    answer = client.get(card_address(client, make()))
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1080, 1080)


def test_a_card_of_something_withdrawn_cannot_be_fetched_any_more(client):
    quote = make_quote()
    address = card_address(client, quote)
    assert client.get(address).status_code == 200
    Item.objects.update(withdrawn_at=timezone.now())
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("change", ["words", "credit", "brand"])
def test_the_address_of_an_old_card_leads_to_the_present_one(client, change):
    consent = make_consent()
    quote = make_quote(consent=consent)
    Brand.objects.create()
    before = card_address(client, quote)
    if change == "words":
        quote.text = "Otras palabras."
        quote.save()
    elif change == "credit":
        add_terms(consent, credit=Credit.ANONYMOUS)
    else:
        Brand.objects.update(primary_colour="#B5432A")
    after = card_address(client, quote)
    assert after != before
    assert client.get(before)["Location"] == after


def test_a_learning_that_is_too_long_for_a_card_goes_by_its_title(client):
    learning = make_learning("Escuchar primero", summary="Hay mucho que contar de esto. " * 90)
    assert client.get(card_address(client, learning)).status_code == 200


def test_a_quote_that_is_too_long_has_no_card_rather_than_a_cut_one(client):
    quote = make_quote("Esto lo digo entero y no se corta. " * 120)
    assert client.get(card_address(client, quote)).status_code == 404
