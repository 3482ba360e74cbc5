"""Words that may hurt are not thrust upon a reader: the page, the email and the approval carry the warning."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.html import escape

from cms.api.resources import OFFERS
from cms.consent.gate import Use, clearance
from cms.content.attribution import Attribution, attribute
from cms.models import Item
from cms.public.lists.sections import section_of
from newsletter.rendering.content import entries_of, load_items
from tests.cms.refused import KINDS, SECRET, make_readable
from tests.factories import make_consent, make_contributor, make_quote

pytestmark = pytest.mark.django_db
WARNING = "Habla de violencia en la pareja."


def warn(item: Item, by, warning: str = WARNING) -> Item:
    seen = Attribution.of(item)
    attribute(item, Attribution(**(vars(seen) | {"content_warning": warning})), seen, by)
    return Item.objects.get(pk=item.pk)


def test_the_page_asks_before_it_shows_the_words(client, admin):
    item = warn(make_quote("Me fui una madrugada.").item, admin)
    page = client.get(f"/es/citas/{item.slug}/").content.decode()
    assert page.index("<details") < page.index("Leer de todos modos") < page.index("Me fui una")
    assert f'content="{WARNING}"' in page
    assert "og:image" not in page
    assert "<details" not in client.get(f"/es/citas/{warn(item, admin, '').slug}/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_lists_and_the_first_page_show_the_warning_in_place_of_the_words(client, admin, kind):
    content = make_readable(kind)
    addresses = ["/es/", f"/es/{section_of(kind).segment}/"]
    for address in addresses:
        assert escape(content.gist[:40]) in client.get(address).content.decode()
    warn(content.item, admin)
    for address in addresses:
        page = client.get(address).content.decode()
        assert WARNING in page
        assert escape(content.gist[:40]) not in page
        assert "entry__photo" not in page


def test_a_quote_that_warns_leads_to_its_page(client, admin):
    item = warn(make_quote("Me fui una madrugada.").item, admin)
    page = client.get("/es/citas/").content.decode()
    assert page.index(f"/es/citas/{item.slug}/") < page.index(WARNING) < page.index("Leer de todos modos")


@pytest.mark.parametrize("kind", KINDS)
def test_the_content_api_says_it_before_the_words(client, admin, kind):
    content = make_readable(kind)
    addresses = [f"/api/v1/{offer.path}" for offer in OFFERS if offer.name == kind]
    addresses += [f"{address}/{content.translation_key}" for address in addresses]
    for address in addresses:
        assert '"content_warning":null' in client.get(address).text
    warn(content.item, admin)
    for address in addresses:
        text = client.get(address).text
        assert text.index(WARNING) < text.index(SECRET)


def test_the_email_says_it_before_the_words(admin):
    item = warn(make_quote().item, admin)
    assert entries_of(load_items([item.pk], timezone.now()), "es")[item.pk].warning == WARNING


def test_a_warning_that_names_a_hidden_person_holds_the_words_back(admin):
    consent = make_consent(make_contributor("Rosa Huamán Tito", first_name="Rosa"), credit="anonymous")
    item = warn(make_quote(consent=consent).item, admin, "Rosa Huamán cuenta una agresión.")
    assert not clearance(item, Use.WEB, timezone.now()).is_cleared


def test_an_approval_is_of_the_warning_too(admin):
    item = make_quote().item
    before = item.content_digest
    assert warn(item, admin).content_digest != before
