"""Words are found however they are typed, and a name that is kept back never is."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from cms.models import Credit, Item, Quote
from tests.factories import make_consent, make_contributor, make_learning, make_quote

pytestmark = [pytest.mark.django_db, pytest.mark.indexes]


def known(content):
    index.insert_or_update_object(content)
    return content


def found(client, words: str, path: str = "quotes", **parameters: str) -> list[str]:
    answer = client.get(f"/api/v1/{path}", {"search": words, **parameters})
    assert answer.status_code == 200, answer.text
    return [one.get("text") or one["title"] for one in answer.json()["items"]]


def shown(client, words: str) -> set[str]:
    rows = client.get(reverse(Quote.snippet_viewset.get_url_name("list")), {"q": words}).context["object_list"]
    return {row.text for row in rows}


@pytest.mark.parametrize("words", ["opresión", "opresion", "OPRESIÓN", "cadena opresion", '"opresión"', "opresión -"])
def test_words_are_found_with_and_without_their_accents(client, admin_client, words):
    known(make_quote("Rompimos la cadena de opresión."))
    known(make_quote("Otra cosa."))
    assert found(client, words) == ["Rompimos la cadena de opresión."]
    assert shown(admin_client, words) == {"Rompimos la cadena de opresión."}


def test_words_are_found_whatever_letters_they_are_written_in(client, admin_client):
    written = ("desa\u00adrrollo", "d\u200besarrollo", "ｄｅｓａｒｒｏｌｌｏ", "𝗱𝗲𝘀𝗮𝗿𝗿𝗼𝗹𝗹𝗼", "dеsarrollo")
    texts = {known(make_quote(f"Un {word} nuestro {number}.")).text for number, word in enumerate(written)}
    for asked in ("DESARROLLO nuestro", "desa\u00adrrollo", "ｄｅｓａｒｒｏｌｌｏ"):
        assert set(found(client, asked)) == texts, ascii(asked)
    assert shown(admin_client, "desarrollo") == texts


def test_every_word_must_be_there_in_whichever_field(client):
    known(make_learning("Agua limpia", summary="De la fuente"))
    known(make_learning("Agua turbia", summary="Del río"))
    assert found(client, "fuente agua", "learnings") == ["Agua limpia"]
    assert found(client, "agua cielo", "learnings") == []


@pytest.mark.parametrize("signs", ['""', "''", "--", '*"(', "%%", "\\\\"])
def test_signs_are_no_commands(client, admin_client, signs):
    known(make_quote("Nadie me calla."))
    assert found(client, signs) == []
    assert shown(admin_client, signs) == set()
    assert found(client, f"{signs}nadie{signs}") == ["Nadie me calla."]


def test_staff_find_words_that_they_are_still_typing(admin_client):
    known(make_quote("Rompimos la cadena de opresión.", live=False))
    assert shown(admin_client, "opresi") == {"Rompimos la cadena de opresión."}


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("language", "words", "typed"),
    [
        ("es", "Las promotoras caminaron con nosotras.", "promotora camina"),
        ("en", "They were walking with the promoters.", "walk promoter"),
        ("fr", "Les animatrices ont été formées.", "animatrice formee"),
        ("nl", "De vrouwen bouwden scholen.", "vrouw school"),
        ("qu", "Llaqtaykuqa ñawpaqman purin.", "llaqtaykuqa nawpaqman"),
    ],
)
def test_words_are_found_by_their_stem_in_their_own_language(client, admin_client, language, words, typed):
    known(make_quote(words, language=language))
    assert found(client, typed, language=language) == [words]
    assert shown(admin_client, typed) == {words}


def test_what_may_not_be_read_is_not_found(client):
    quote = known(make_quote("Nadie me calla."))
    assert found(client, "calla") == ["Nadie me calla."]
    Item.objects.filter(pk=quote.item.pk).update(withdrawn_at=timezone.now())
    assert found(client, "calla") == []


def test_a_name_that_is_kept_back_is_never_found(client):
    person = make_contributor("Rosa Huamán Tito", first_name="Rosa")
    known(person)
    known(make_quote("Nadie me calla.", consent=make_consent(person, credit=Credit.ANONYMOUS)))
    known(make_quote("Yo, Rosa Huamán, hablo.", consent=make_consent(person, credit=Credit.ANONYMOUS)))
    for words in ("Rosa", "huaman", "Huamán Tito", "rosa habla"):
        assert found(client, words) == []
    assert found(client, "calla") == ["Nadie me calla."]
