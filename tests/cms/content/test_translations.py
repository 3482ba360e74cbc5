"""A translation remembers what it was made of: staff are told when that changes, readers see who made it."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from cms.content.translations import confirm_translation, credit_translator, translate, translation_of, words_digest
from cms.core.errors import NotPermittedError, StaleApprovalError
from cms.models import Item, Quote, Translation
from cms.withdrawal.withdraw import withdraw_item
from tests.factories import make_consent, make_contributor, make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(admin):
    """A published quote and its published translation into English."""
    quote = publish(make_quote("El agua llegó.", workshop=None), "El agua llegó.", admin)
    english = translate(quote, Locale.objects.get(language_code="en"), admin, "Lucía Arana")
    return quote, publish(english, "The water came.", admin)


def publish(quote: Quote, text: str, by) -> Quote:
    quote.text = text
    quote.save_revision(user=by).publish(user=by)
    return Quote.objects.get(pk=quote.pk)


def is_behind(quote: Quote) -> bool:
    return translation_of(quote).is_behind


def test_it_names_its_original_and_its_translator(translated):
    quote, english = translated
    translation = translation_of(english)
    assert (translation.source, translation.translator, translation_of(quote)) == (quote.locale, "Lucía Arana", None)


def test_it_is_behind_once_readers_see_other_words_in_the_original_and_not_before(admin, translated):
    quote, english = translated
    quote.text = "El agua llegó tarde."
    draft = quote.save_revision(user=admin)
    assert not is_behind(english)
    draft.publish(user=admin)
    assert is_behind(english)
    publish(quote, "El agua llegó.", admin)
    assert not is_behind(english)


def test_publishing_the_translation_or_restoring_an_old_version_of_it_does_not_say_that_it_was_checked(
    admin, translated
):
    quote, english = translated
    publish(quote, "El agua llegó tarde.", admin)
    publish(english, "The water came, at last.", admin)
    english.revisions.order_by("pk").first().publish(user=admin)
    assert is_behind(english)


def test_a_person_who_compared_the_two_says_that_it_says_the_same(admin, translated):
    quote, english = translated
    quote = publish(quote, "Llegó el agua.", admin)
    confirm_translation(english, words_digest(quote), admin)
    assert not is_behind(english)
    publish(quote, "Llegó el agua, por fin.", admin)
    assert is_behind(english)


def test_what_changed_while_they_compared_is_not_passed_over(admin, translated):
    quote, english = translated
    seen = words_digest(quote)
    publish(quote, "El agua no llegó.", admin)
    with pytest.raises(StaleApprovalError):
        confirm_translation(english, seen, admin)
    assert is_behind(english)


def test_only_those_who_may_edit_say_so(translated):
    quote, english = translated
    visitor = make_user("visita")
    with pytest.raises(NotPermittedError):
        confirm_translation(english, words_digest(quote), visitor)
    with pytest.raises(NotPermittedError):
        credit_translator(english, "Otra", visitor)


def test_the_translator_of_what_readers_see_is_named_by_who_may_publish(translated):
    _original, english = translated
    editor = make_user(groups=("Editor",))
    with pytest.raises(NotPermittedError):
        credit_translator(english, "Otra", editor)
    credit_translator(english, "Otra", make_user(groups=("Revisor",)))
    english.live = False
    credit_translator(english, "Otra más", editor)


def test_a_translators_name_reveals_nothing_that_the_person_hides(admin, translated):
    _quote, english = translated
    person = make_contributor("Alba Zorritos Ponce")
    item = Item.objects.get()
    item.consent, item.contributor, item.voice = make_consent(person, credit="anonymous"), person, "person"
    item.save()
    credit_translator(english, "Alba Zorritos", admin)
    item = Item.objects.get()
    assert not item.disclosure_is_clean
    assert {found["where"] for found in item.disclosure_findings} == {"en.translator"}


def test_the_page_marks_what_changed_and_takes_the_answer(admin_client, admin, translated):
    quote, english = translated
    quote = publish(quote, "El agua <b> llegó tarde.", admin)
    address = f"/admin/translations/quote/{english.pk}/"
    page = admin_client.get(address).content.decode()
    assert '<span class="addition">' in page
    assert "&lt;b&gt;" in page
    assert "<b> lleg" not in page
    assert "The water came." in page
    home = admin_client.get("/admin/").content.decode()
    assert "traducción cuyo original cambió" in home
    listed = admin_client.get("/admin/snippets/cms/quote/?behind=true").content.decode()
    assert "The water came." in listed
    assert "tarde" not in listed
    admin_client.post(address, {"seen": words_digest(quote)})
    assert not is_behind(english)
    admin_client.post(address, {"translator": ""})
    assert Translation.objects.get().translator == ""


def test_an_original_and_a_foreign_kind_have_no_such_page(admin_client, translated):
    quote, english = translated
    assert admin_client.get(f"/admin/translations/quote/{quote.pk}/").status_code == 404
    assert admin_client.get(f"/admin/translations/nothing/{english.pk}/").status_code == 404


def test_readers_see_who_translated_it_and_where_the_original_is(client, translated):
    slug = Item.objects.get().slug
    page = client.get(f"/en/citas/{slug}/").content.decode()
    assert "Translated by Lucía Arana." in page
    assert f'/es/citas/{slug}/">The original is in Spanish.</a>' in page
    assert "Translated by" not in client.get(f"/es/citas/{slug}/").content.decode()


def test_the_api_names_original_and_translator(client, translated):
    quote, _english = translated
    address = f"/api/v1/quotes/{quote.translation_key}"
    assert client.get(address).json()["translation"] is None
    assert client.get(address, {"language": "en"}).json()["translation"] == {
        "original": "es",
        "translator": "Lucía Arana",
    }


def test_nobody_is_asked_to_bring_withdrawn_words_up_to_date(admin_client, admin, translated):
    quote, _english = translated
    publish(quote, "El agua llegó tarde.", admin)
    withdraw_item(Item.objects.get(), admin)
    assert "original cambió" not in admin_client.get("/admin/").content.decode()
