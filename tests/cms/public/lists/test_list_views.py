"""The first page, the lists, and what stands where there is nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from cms.public.items.item_urls import address_of
from cms.public.pages.error_views import server_error
from tests.cms.refused import make_photo
from tests.factories import make_learning, make_quote, make_testimony, make_topic

pytestmark = pytest.mark.django_db


def test_the_first_page_speaks_the_browsers_language(client):
    answer = client.get("/", headers={"Accept-Language": "de, nl-BE;q=0.8, en;q=0.5"})
    assert answer["Location"] == "/nl/"
    assert "Accept-Language" in answer["Vary"]
    assert client.get("/")["Location"] == "/es/"


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Testimonios"), ("en", "Testimonies"), ("fr", "Témoignages"), ("nl", "Getuigenissen")],
)
def test_every_readers_language_is_spoken(client, language, words):
    html = client.get(f"/{language}/").text
    assert f'<html lang="{language}"' in html
    assert words in html


def test_a_list_shows_each_item_once_in_the_readers_language_or_the_originals(client):
    translated = make_quote("Nadie me calla.")
    make_quote("Nobody silences me.", language="en", translation_of=translated)
    make_quote("Solo en español.")
    html = client.get("/en/citas/").text
    assert "Nobody silences me." in html
    assert "Nadie me calla." not in html
    assert "Solo en español." in html


def test_words_that_are_not_in_the_readers_language_say_in_which_they_are(client):
    translated = make_quote("Nadie me calla.")
    make_quote("Nobody silences me.", language="en", translation_of=translated)
    make_quote("Solo en español.")
    assert client.get("/en/citas/").text.count("In Spanish") == 1
    assert client.get("/nl/citas/").text.count("In het Spaans") == 2
    assert "entry__language" not in client.get("/es/citas/").text


def test_a_list_is_narrowed_by_topic_and_turned_by_page(client):
    topic = make_topic("Género")
    for number in range(14):
        make_quote(f"Cita número {number}.", topics=(topic,))
    other = make_quote("De otra cosa.", topics=(make_topic("Agua"),))
    first = client.get("/es/citas/?tema=genero").text
    assert other.text not in first
    assert "Cita número 13." in first
    assert "/es/citas/?tema=genero&amp;pagina=2" in first
    second = client.get("/es/citas/?tema=genero&pagina=2").text
    assert "Cita número 0." in second
    assert "Cita número 13." not in second
    assert "pagina=3" not in second


def test_a_list_never_counts_what_it_does_not_show(client):
    for _ in range(14):
        make_quote()
    with CaptureQueriesContext(connection) as captured:
        assert "pagina=2" in client.get("/es/citas/").text
    assert not [query["sql"] for query in captured if "COUNT(" in query["sql"].upper()]


@pytest.mark.parametrize("query", ["?tema=nada", "?pagina=2", "?pagina=x", "?pagina=0", "?pagina=9999999"])
def test_what_a_list_does_not_have_is_not_found(client, query):
    make_quote()
    assert client.get(f"/es/citas/{query}").status_code == 404


@pytest.mark.parametrize("path", ["/es/", "/es/citas/", "/es/testimonios/", "/es/aprendizajes/", "/sitemap.xml"])
def test_more_rows_cost_no_more_queries(client, path):
    def add(count: int) -> None:
        for _ in range(count):
            make_quote(topics=(make_topic(),))
            make_testimony(topics=(make_topic(),), photo=make_photo())
            make_learning(topics=(make_topic(),), voice="person")

    add(2)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    add(4)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def test_search_engines_find_every_content_that_may_be_read(client):
    quote = make_quote()
    english = make_quote("Hello.", language="en", translation_of=quote)
    parts = re.findall("<loc>http://[^/]+(/[^<]+)</loc>", client.get("/sitemap.xml").text)
    text = "".join(client.get(part).text for part in parts)
    assert address_of(quote) in text
    assert address_of(english, quote.item) in text
    assert "Sitemap: " in client.get("/robots.txt").text


def test_an_error_page_speaks_the_language_of_its_address(client):
    answer = client.get("/fr/nada/")
    assert answer.status_code == 404
    assert "Il n’y a rien à lire ici" in answer.text
    assert "no-cache" in answer["Cache-Control"]


def test_a_page_for_when_everything_fails_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/es/"))
    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.text


def test_a_form_from_elsewhere_is_refused_with_a_sentence():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "No se pudo enviar el formulario" in answer.text
