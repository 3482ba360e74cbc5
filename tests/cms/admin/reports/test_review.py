"""The review screen without its script: dividing, joining, and saying whose words, by links and forms alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import accept_passage
from cms.harvest.review.split_text import cut_points
from cms.models import Consent, Contributor, Passage, Quote
from tests.cms.harvest.reports import SAMPLE
from tests.factories import make_consent, make_contributor, make_organisation

pytestmark = pytest.mark.django_db

NEW_CONSENT = {
    "contributor": "new",
    "new_name": "Sabina Choque",
    "new_organisation": "Escuela de Agua",
    "consent": "new",
    "label": "Lo dicho en el taller",
    "terms-uses": ["web", "newsletter"],
    "terms-credit": "first_name",
    "terms-begins_on": "2026-01-10",
    "terms-how": "witnessed",
    "action": "save",
}


@pytest.fixture
def report(admin):
    return harvest_report(SAMPLE.read_bytes(), "informe.md", admin)


def screen(client, report, **query) -> str:
    return client.get(reverse("report_review", args=[report.pk]), query).content.decode()


def decide(client, passage, **data):
    return client.post(reverse("passage_decide", args=[passage.pk]), data)


def test_a_passage_is_divided_and_put_together_again_by_buttons(admin_client, report, quote):
    at = next(place.at for place in cut_points(quote.text) if place.ends_sentence)
    assert f'value="{at}"' in screen(admin_client, report, split=quote.pk)
    decide(admin_client, quote, action="split", at=at)
    assert report.passages.filter(position=quote.position).count() == 2
    page = screen(admin_client, report)
    assert f"{quote.position}.1" in page
    assert f"{quote.position}.2" in page
    decide(admin_client, quote, action="undo")
    assert report.passages.get(position=quote.position).text == quote.text


def test_a_place_that_is_none_is_refused_in_a_sentence(admin_client, quote):
    for at in ("", "uno", "0", "-3"):
        answer = admin_client.post(
            reverse("passage_decide", args=[quote.pk]),
            {"action": "split", "at": at},
            headers={"X-Requested-With": "fetch"},
        )
        assert answer.status_code == 409
        assert answer.json()["error"] == "Elige un lugar entre dos palabras."


def test_the_script_is_told_what_is_new_what_is_gone_and_in_which_order(admin_client, quote):
    address = reverse("passage_decide", args=[quote.pk])
    at = next(place.at for place in cut_points(quote.text) if place.ends_sentence)
    answer = admin_client.post(address, {"action": "split", "at": at}, headers={"X-Requested-With": "fetch"}).json()
    [order] = [keys for keys in answer["order"].values() if f"p{quote.pk}" in keys]
    second = order[order.index(f"p{quote.pk}") + 1]
    assert second in answer["parts"]
    undone = admin_client.post(address, {"action": "undo"}, headers={"X-Requested-With": "fetch"}).json()
    assert undone["gone"] == [second]


def test_only_the_kind_changes(admin_client, quote):
    decide(admin_client, quote, kind="testimony")
    changed = Passage.objects.get(pk=quote.pk)
    assert (changed.kind, changed.edited_text, changed.speaker) == ("testimony", quote.edited_text, quote.speaker)


def test_a_person_who_is_there_is_searched_and_chosen_with_a_consent(admin_client, report, quote):
    consent = make_consent(make_contributor("Sabina Choque", organisation=make_organisation("Escuela de Agua")))
    assert "Sabina Choque</strong>" in screen(admin_client, report, whose=quote.pk, q="escuela agua")
    page = screen(admin_client, report, whose=quote.pk, contributor=consent.contributor_id)
    assert consent.label in page
    assert "Puede salir en" in page
    chosen = {"contributor": consent.contributor_id, "consent": consent.pk, "action": "accept"}
    admin_client.post(reverse("passage_whose", args=[quote.pk]), chosen)
    draft = Quote.objects.get()
    assert (draft.item.contributor, draft.item.consent) == (consent.contributor, consent)


def test_a_person_and_their_consent_are_made_on_the_card(admin_client, report, quote):
    assert 'name="new_organisation"' in screen(admin_client, report, whose=quote.pk, contributor="new")
    admin_client.post(reverse("passage_whose", args=[quote.pk]), NEW_CONSENT)
    person = Contributor.objects.get()
    assert (person.full_name, person.organisation.name) == ("Sabina Choque", "Escuela de Agua")
    terms = Consent.objects.get().current_terms
    assert (terms.allows_web, terms.allows_newsletter, terms.allows_social) == (True, True, False)
    assert (terms.credit, terms.how, terms.recorded_by.username) == ("first_name", "witnessed", "admin")
    quote.refresh_from_db()
    assert quote.contributor == person
    page = screen(admin_client, report)
    assert "Puede salir en: sitio web, correo mensual." in page


def test_what_is_missing_in_a_new_consent_is_said_and_nothing_is_half_made(admin_client, quote):
    address = reverse("passage_whose", args=[quote.pk])
    wrong = NEW_CONSENT | {"terms-is_minor": "on", "terms-guardian": ""}
    answer = admin_client.post(address, wrong, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert "quién decide" in answer.json()["panel"]
    assert 'value="Escuela de Agua"' in answer.json()["panel"]
    assert not Contributor.objects.exists()
    assert not Consent.objects.exists()


def test_a_card_says_what_its_draft_lacks_until_it_lacks_nothing(admin_client, report, quote, admin):
    accept_passage(quote, admin)
    page = screen(admin_client, report, state="lacking")
    assert "Para publicar falta: su consentimiento." in page
    assert page.count("data-passage ") == 1
    admin_client.post(
        reverse("passage_whose", args=[quote.pk]),
        NEW_CONSENT | {"contributor": Quote.objects.get().item.contributor_id},
    )
    assert "Para publicar falta" not in screen(admin_client, report, state="accepted")


def test_nobody_is_asked_for_where_the_group_speaks(admin_client, report):
    page = screen(admin_client, report, kind="learning")
    assert "Persona y consentimiento" not in page
