"""The reader page of an item."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cms.models import Contributor, Credit, Item
from cms.public.items.item_page import render_item_page
from cms.public.items.item_urls import address_of
from media.models import Brand, CustomImage
from tests.cms.refused import make_photo
from tests.factories import (
    add_terms,
    make_consent,
    make_learning,
    make_organisation,
    make_quote,
    make_testimony,
    make_topic,
    make_workshop,
    save_live,
)

pytestmark = pytest.mark.django_db


def page(client, content, language="es"):
    return client.get(address_of(content, Item.objects.get(pk=content.item.pk), language))


def test_a_quote_is_shown_whole_with_its_credit(client):
    consent = make_consent(Contributor.objects.create(full_name="Rosa Huamán", organisation=make_organisation("Ayllu")))
    words = "Lo que una sabe, lo sabe por todas. " * 12
    html = page(client, make_quote(words.strip(), consent=consent)).text
    assert words.strip() in html
    assert "Rosa Huamán, Ayllu" in html


@pytest.mark.parametrize(
    ("credit", "seen", "hidden"),
    [
        (Credit.FIRST_NAME, "Rosa", "Huamán"),
        (Credit.ROLE_REGION, "Lideresa, Cusco", "Rosa"),
        (Credit.ANONYMOUS, "Una persona participante", "Lideresa"),
    ],
)
def test_the_credit_says_no_more_than_was_allowed(client, credit, seen, hidden):
    person = Contributor.objects.create(
        full_name="Rosa Huamán", role="Lideresa", region="Cusco", organisation=make_organisation("Ayllu Sumaq")
    )
    consent = make_consent(person, credit=credit, shows_organisation=False)
    html = page(client, make_quote("Nadie me calla.", consent=consent)).text
    assert seen in html
    assert hidden not in html
    assert "Ayllu Sumaq" not in html


def test_the_face_and_the_place_appear_only_where_they_are_allowed(client):
    consent = make_consent()
    testimony = make_testimony(photo=make_photo(description="Rosa al amanecer"), place="Ollantaytambo", consent=consent)
    html = page(client, testimony).text
    assert "Rosa al amanecer" in html
    assert "Ollantaytambo" in html
    source = re.search(r'<img src="([^"]+foto-medium.jpg)"', html)[1]
    assert client.get(source)["Content-Type"] == "image/jpeg"
    add_terms(consent, shows_face=False, shows_place=False)
    html = page(client, testimony).text
    assert "<img" not in html
    assert "Rosa al amanecer" not in html
    assert "Ollantaytambo" not in html
    assert client.get(source).status_code == 404


def test_a_photo_loses_where_and_when_it_was_taken(client):
    exif = Image.Exif()
    exif[0x010F] = "CameraThatKnowsTooMuch"
    buffer = io.BytesIO()
    Image.new("RGB", (2000, 1000), "#446688").save(buffer, "JPEG", exif=exif)
    buffer.seek(0)
    photo = CustomImage.objects.create(title="x", description="Río", file=ImageFile(buffer, "x.jpg"))
    content = make_testimony(photo=photo)
    answer = client.get(reverse("photo", args=["es", "testimonios", content.item.slug, "small"]))
    assert b"CameraThatKnowsTooMuch" not in answer.content
    image = Image.open(io.BytesIO(answer.content))
    assert image.size == (480, 240)
    assert not image.getexif()


def test_a_photo_in_an_email_goes_when_the_email_is_no_longer_allowed(client):
    content = make_testimony(photo=make_photo(), consent=make_consent(allows_web=False))
    address = reverse("photo", args=["es", "testimonios", content.item.slug, "correo"])
    assert client.get(address).status_code == 200
    assert client.get(address.replace("correo", "medium")).status_code == 404
    add_terms(content.item.consent, allows_web=False, allows_newsletter=False)
    assert client.get(address).status_code == 404


def test_a_file_s_own_address_is_for_staff_and_the_logo_for_everybody(client, admin):
    photo, logo = make_photo(), make_photo()
    Brand.objects.create(logo=logo)
    original, small = photo.file.url, photo.get_rendition("width-20").url
    assert {client.get(address).status_code for address in (original, small)} == {404}
    assert client.get(logo.get_rendition("max-400x120|format-png").url).status_code == 200
    client.force_login(admin)
    assert {client.get(address).status_code for address in (original, small)} == {200}


def test_an_unknown_size_of_a_photo_is_not_found(client):
    content = make_testimony(photo=make_photo())
    assert client.get(reverse("photo", args=["es", "testimonios", content.item.slug, "huge"])).status_code == 404


def test_a_learning_shows_what_sort_it_is_and_where_it_came_from(client):
    learning = make_learning("Escuchar primero")
    learning.type, learning.activity = "quick_win", "Café del mundo"
    learning.body = '<p>Texto</p><script>alert(1)</script><p onclick="x()"><a href="javascript:x()">mal</a></p>'
    save_live(learning)
    html = page(client, learning).text
    assert "Victoria rápida" in html
    assert "Café del mundo" in html
    assert "<script" not in html
    assert "onclick" not in html
    assert "javascript:" not in html


def test_the_page_speaks_the_readers_language_around_words_that_are_not_translated(client):
    quote = make_quote("Nadie me calla.")
    html = page(client, quote, "fr").text
    assert '<html lang="fr"' in html
    assert "Ces mots sont en espagnol" in html
    assert 'lang="es"' in html
    assert f'<link rel="canonical" href="{address_of(quote)}">' in html
    assert 'hreflang="fr" href' not in html.split("</head>")[0]


def test_a_translation_is_offered_to_search_engines_and_shown_to_its_readers(client):
    quote = make_quote("Nadie me calla.")
    english = make_quote("Nobody silences me.", language="en", translation_of=quote)
    head = page(client, quote).text.split("</head>")[0]
    assert f'hreflang="en" href="{address_of(english, quote.item)}"' in head
    assert f'hreflang="es" href="{address_of(quote)}"' in head
    html = page(client, quote, "en").text
    assert "Nobody silences me." in html
    assert "Nadie me calla." not in html


def test_a_translation_that_is_not_published_is_not_shown(client):
    quote = make_quote("Nadie me calla.")
    make_quote("Nobody silences me.", language="en", live=False, translation_of=quote)
    html = page(client, quote, "en").text
    assert "Nadie me calla." in html
    assert "Nobody silences me." not in html


def test_words_in_quechua_have_a_page_of_their_own(client):
    quote = make_quote("Manan pipas upallachiwanchu.", language="qu")
    html = page(client, quote, "qu").text
    assert '<html lang="es"' in html
    assert '<blockquote lang="qu"' in html


def test_topics_lead_to_the_list_in_the_readers_language(client):
    topic = make_topic("Género")
    topic.names = {"en": "Gender"}
    topic.save()
    html = page(client, make_quote(topics=(topic,)), "en").text
    assert 'href="/en/citas/?tema=genero">Gender<' in html


def test_things_from_the_same_workshop_are_offered_in_turn_of_kind(client):
    workshop = make_workshop("Encuentro de Chinchero")
    quotes = [make_quote(workshop=workshop) for _ in range(4)]
    learning, testimony = make_learning(workshop=workshop), make_testimony(workshop=workshop)
    html = page(client, quotes[0]).text.split('class="related"')[1]
    assert "Encuentro de Chinchero" in html
    assert quotes[3].text in html
    assert learning.title in html
    assert testimony.title in html
    assert quotes[0].text not in html


def test_more_from_the_same_workshop_costs_no_more_queries(client, django_assert_num_queries):
    workshop = make_workshop()
    quote = make_quote(workshop=workshop, topics=(make_topic(),))
    make_quote(workshop=workshop)
    for _ in range(2):
        make_testimony(workshop=workshop, photo=make_photo(), topics=(make_topic(),))
    page(client, quote)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, quote)
    for _ in range(4):
        make_testimony(workshop=workshop, photo=make_photo(), topics=(make_topic(),))
        make_quote(workshop=workshop)
    with django_assert_num_queries(len(few)):
        page(client, quote)


def test_another_site_may_show_the_items(client, settings):
    quote = make_quote()
    settings.ITEM_URL_PATTERN = "https://site.example/{language}/{kind}/{slug}"
    answer = client.get(f"/es/citas/{quote.item.slug}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"https://site.example/es/citas/{quote.item.slug}" == address_of(quote)
    Item.objects.update(is_sensitive=True)
    assert client.get(f"/es/citas/{quote.item.slug}/").status_code == 404


def test_an_item_is_not_found_under_another_kind(client):
    quote = make_quote()
    assert client.get(f"/es/testimonios/{quote.item.slug}/").status_code == 404


def test_a_page_is_asked_for_again_within_the_minute_and_not_sent_twice(client):
    quote = make_quote()
    first = page(client, quote)
    assert "max-age=60" in first["Cache-Control"]
    assert "must-revalidate" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(address_of(quote), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    quote.text = "Otra cosa."
    save_live(quote)
    assert client.get(address_of(quote), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_carries_nothing_inline(client):
    answer = page(client, make_testimony(photo=make_photo(), workshop=make_workshop()))
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_a_draft_can_be_looked_at_before_anybody_else_sees_it():
    testimony = make_testimony("Una historia", photo=make_photo(), live=False)
    html = render_item_page(testimony, RequestFactory().get("/"), is_preview=True)
    assert "Una historia" in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "/uploads/" in html


def test_a_preview_of_something_never_saved_has_no_address():
    from wagtail.models import Locale

    from cms.models import Quote

    quote = Quote(text="Todavía no.", locale=Locale.objects.get(language_code="es"))
    assert "Todavía no." in render_item_page(quote, RequestFactory().get("/"), is_preview=True)
