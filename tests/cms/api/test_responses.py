"""What the content API says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch import index

from cms.content.attribution import Attribution, attribute
from cms.models import Contributor, Credit, Item, Quote
from cms.public.items.item_urls import address_of
from tests.cms.refused import make_photo
from tests.factories import (
    add_terms,
    make_consent,
    make_learning,
    make_quote,
    make_testimony,
    make_topic,
    make_workshop,
    save_live,
)

pytestmark = pytest.mark.django_db


def get(client, path, **parameters):
    return client.get(f"/api/v1{path}", parameters)


def items(client, path, **parameters):
    answer = get(client, path, **parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_the_credit_says_no_more_than_was_allowed(client):
    person = Contributor.objects.create(full_name="Rosa Huamán", role="Lideresa", region="Cusco")
    consent = make_consent(person, credit=Credit.FULL_NAME)
    quote = make_quote("Nadie me calla.", consent=consent)
    assert items(client, "/quotes")[0]["credit"] == "Rosa Huamán"
    add_terms(consent, credit=Credit.ROLE_REGION, shows_organisation=False)
    assert items(client, "/quotes")[0]["credit"] == "Lideresa, Cusco"
    assert "Rosa" not in get(client, f"/quotes/{quote.translation_key}").text


def test_a_photo_comes_in_named_sizes_that_can_be_fetched_only_where_the_face_is_allowed(client, settings):
    consent = make_consent()
    make_testimony(photo=make_photo(2400, 1600, "Rosa al alba"), place="Ollantaytambo", consent=consent)
    (testimony,) = items(client, "/testimonies")
    assert testimony["place"] == "Ollantaytambo"
    assert testimony["photo"]["alt"] == "Rosa al alba"
    assert (testimony["photo"]["small"]["width"], testimony["photo"]["small"]["height"]) == (480, 320)
    for size in ("small", "medium", "large"):
        assert testimony["photo"][size]["url"].startswith(settings.BASE_URL + "/")
        assert client.get(testimony["photo"][size]["url"]).status_code == 200
    add_terms(consent, shows_face=False, shows_place=False)
    (testimony,) = items(client, "/testimonies")
    assert testimony["photo"] is None
    assert testimony["place"] == ""


def test_long_texts_come_as_safe_html_and_markdown_with_absolute_links(client, settings):
    learning = make_learning()
    learning.body = (
        '<h3>Uno</h3><p>Hola <b>tú</b>, <a href="/es/citas/">mira</a></p><ul><li>a</li></ul><script>alert(1)</script>'
        '<p><a href="javascript:alert(1)" onclick="x()">no</a></p>'
    )
    save_live(learning)
    (answer,) = items(client, "/learnings")
    assert f'href="{settings.BASE_URL}/es/citas/"' in answer["body"]["html"]
    assert "<script" not in answer["body"]["html"]
    assert "javascript" not in answer["body"]["html"]
    assert "onclick" not in answer["body"]["html"]
    assert f"[mira]({settings.BASE_URL}/es/citas/)" in answer["body"]["markdown"]
    assert "### Uno" in answer["body"]["markdown"]
    assert "javascript" not in answer["body"]["markdown"]


def test_one_language_can_be_asked_for_and_the_others_are_named(client):
    quote = make_quote("Nadie me calla.", topics=(make_topic("Género"),))
    english = make_quote("Nobody silences me.", language="en", translation_of=quote)
    make_quote("Solo en español.")
    assert {one["text"] for one in items(client, "/quotes")} == {"Nadie me calla.", "Solo en español."}
    (answer,) = items(client, "/quotes", language="en")
    assert answer["text"] == "Nobody silences me."
    assert answer["available_languages"] == ["es", "en"]
    assert answer["id"] == str(quote.translation_key)
    assert answer["url"] == address_of(english, quote.item)
    assert get(client, f"/quotes/{quote.translation_key}", language="fr").status_code == 404


@pytest.mark.indexes
def test_lists_are_narrowed_by_topic_type_workshop_and_words(client):
    topic, workshop = make_topic("Género"), make_workshop("Encuentro")
    wanted = make_learning("Agua limpia", summary="De la fuente", topics=(topic,), workshop=workshop)
    wanted.type = "challenge"
    save_live(wanted)
    index.insert_or_update_object(wanted)
    make_learning("Otra cosa")
    narrowings = ({"topic": "genero"}, {"type": "challenge"}, {"workshop": "Encuentro"}, {"search": "fuente agua"})
    for parameters in narrowings:
        assert [one["title"] for one in items(client, "/learnings", **parameters)] == ["Agua limpia"], parameters
    assert items(client, "/learnings", topic="nada") == []


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"language": "xx"}, "language"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"cursor": "no-es-nuestro"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"updated_since": "ayer"}, "updated_since"),
        ({"updated_since": "2026-11-22T10:00:00"}, "updated_since"),
        ({"search": "a"}, "search"),
    ],
)
def test_a_wrong_parameter_is_named(client, parameters, field):
    answer = get(client, "/quotes", **parameters)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_following_next_meets_everything_once_while_things_come_and_go(client):
    quotes = [make_quote() for _ in range(9)]
    same_moment = datetime(2026, 11, 1, tzinfo=UTC)
    Quote.objects.update(first_published_at=same_moment)
    answer = get(client, "/quotes", limit=2).json()
    seen = [one["text"] for one in answer["items"]]
    while answer["next"]:
        if len(seen) == 4:
            newcomer = make_quote("Recién llegada.")
            Item.objects.filter(pk=quotes[7].item.pk).update(withdrawn_at=timezone.now())
        answer = client.get(answer["next"]).json()
        seen += [one["text"] for one in answer["items"]]
    assert newcomer.text not in seen
    assert seen == [quote.text for quote in reversed(quotes)]


def test_updated_since_finds_what_was_edited_approved_or_given_other_terms(client):
    from cms.consent.approvals import approve_item
    from tests.factories import make_user

    quotes = {name: make_quote(f"Cita {name}", is_sensitive=name == "approved") for name in ["old", "edited", "terms"]}
    quotes["approved"] = make_quote("Cita approved", is_sensitive=True)
    start = timezone.now() + timedelta(microseconds=1)
    quotes["edited"].save_revision().publish()
    add_terms(quotes["terms"].item.consent, credit=Credit.ANONYMOUS)
    item = Item.objects.get(pk=quotes["approved"].item.pk)
    approve_item(item, item.content_digest, make_user(is_superuser=True))
    since = start.isoformat()
    found = {one["text"] for one in items(client, "/quotes", updated_since=since)}
    assert found == {"Cita edited", "Cita terms", "Cita approved"}


def test_updated_since_finds_what_got_a_warning(client, admin):
    make_quote("Como antes.")
    item = make_quote("Con aviso.").item
    since = (timezone.now() + timedelta(microseconds=1)).isoformat()
    seen = Attribution.of(item)
    attribute(item, replace(seen, content_warning="Habla de una muerte."), seen, admin)
    (found,) = items(client, "/quotes", updated_since=since)
    assert (found["text"], found["content_warning"]) == ("Con aviso.", "Habla de una muerte.")
    assert datetime.fromisoformat(found["updated_at"]) >= datetime.fromisoformat(since)


def test_updated_since_finds_what_is_said_under_another_name(client):
    contributor = Contributor.objects.create(full_name="Rosa Quispe")
    make_quote("Con su nombre.", consent=make_consent(contributor))
    make_quote("De otra persona.")
    since = (timezone.now() + timedelta(microseconds=1)).isoformat()
    contributor.full_name = "Rosa Huanca"
    contributor.save()
    found = [(one["text"], one["credit"]) for one in items(client, "/quotes", updated_since=since)]
    assert found == [("Con su nombre.", "Rosa Huanca")]


def test_updated_since_finds_what_a_date_has_cleared(client):
    consent = make_consent(begins_on=timezone.localdate())
    make_quote("Desde hoy.", consent=consent)
    make_quote("De antes.")
    Quote.objects.update(last_published_at=timezone.now() - timedelta(days=30))
    tomorrow_less_one = timezone.now() + timedelta(seconds=1)
    found = [one["text"] for one in items(client, "/quotes", updated_since=tomorrow_less_one.isoformat())]
    assert found == ["Desde hoy."]


def test_topics_come_with_their_names_and_only_where_there_is_something_to_read(client):
    topic = make_topic("Género")
    topic.names = {"en": "Gender"}
    topic.save()
    make_topic("Sin nada")
    make_learning(topics=(topic,))
    (answer,) = items(client, "/topics", language="en")
    assert answer["name"] == "Gender"
    assert answer["names"]["nl"] == "Género"
    assert get(client, "/topics/genero").json()["name"] == "Género"
    assert get(client, "/topics/sin-nada").status_code == 404


@pytest.mark.parametrize("path", ["/quotes", "/testimonies", "/learnings", "/topics"])
def test_more_rows_cost_no_more_queries(client, path):
    def add(count: int) -> None:
        workshop = make_workshop()
        for _ in range(count):
            make_quote(topics=(make_topic(),), workshop=workshop)
            testimony = make_testimony(topics=(make_topic(), make_topic()), photo=make_photo(), workshop=workshop)
            make_testimony(language="en", translation_of=testimony)
            make_learning(topics=(make_topic(),), voice="person", workshop=workshop)

    add(2)
    get(client, path)
    with CaptureQueriesContext(connection) as few:
        assert len(items(client, path)) >= 2
    add(4)
    with CaptureQueriesContext(connection) as many:
        assert len(items(client, path)) >= 6
    assert len(many) == len(few)
    assert len(few) <= 5
