"""A commitment says who promised, and staff are told when its day has passed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.admin.home.todo import waiting_for
from cms.consent.gate import Refusal, Use, clearance
from cms.content.publish_checks import IncompleteError
from cms.models import Commitment, Item
from cms.models.kinds.commitment import overdue
from cms.public.items.item_urls import address_of
from tests.factories import make_commitment, make_consent, make_contributor, make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("state", Commitment.State.values)
@pytest.mark.parametrize("due_on", [None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])
def test_the_query_and_the_rule_of_what_is_overdue_are_one(state, due_on):
    commitment = make_commitment(state=state, due_on=due_on, state_on=TODAY)
    assert Commitment.objects.filter(overdue(TODAY)).exists() == commitment.is_overdue(TODAY)


def test_what_is_overdue_waits_on_the_home_page_and_is_marked_in_the_list(admin, admin_client):
    late = make_commitment("Registrar los manantiales", due_on=timezone.localdate() - timedelta(days=1))
    make_commitment("Record the springs", language="en", translation_of=late, due_on=late.due_on)
    make_commitment("Con tiempo", due_on=timezone.localdate() + timedelta(days=9))
    (waiting,) = [one for one in waiting_for(admin) if one.url.endswith("?overdue=true")]
    assert waiting.count == 1
    listed = admin_client.get(waiting.url).text
    assert "Registrar los manantiales" in listed
    assert "Vencido" in listed
    assert "Con tiempo" not in listed
    page = admin_client.get(reverse("wagtailsnippets_cms_commitment:list"), {"overdue": "false"}).text
    assert "Con tiempo" in page
    assert "Registrar los manantiales" not in page


def test_readers_see_who_promised_and_how_it_stands_and_not_that_it_is_late(client):
    organisation = make_organisation("Comité de Regantes")
    late = make_commitment(organisation=organisation, due_on=timezone.localdate() - timedelta(days=400))
    page = client.get(address_of(late)).text
    assert "Comité de Regantes" in page
    assert "Abierto" in page
    assert "encido" not in page


def test_a_commitment_of_nobody_is_not_published(admin):
    commitment = make_commitment(organisation=None, live=False)
    with pytest.raises(IncompleteError):
        commitment.save_revision(user=admin).publish(user=admin)


def test_how_it_went_comes_with_its_day(admin):
    commitment = make_commitment(state="kept", live=False)
    assert list(commitment.lacking(has_person=False)) == ["state_on"]


def test_an_organisation_that_the_person_keeps_back_is_found_in_their_commitment():
    organisation = make_organisation("Ayllu Sumaq")
    person = make_contributor("Rosa Huamán", organisation=organisation)
    consent = make_consent(person, shows_organisation=False)
    commitment = make_commitment(voice="person", consent=consent, organisation=organisation)
    item = Item.objects.get(pk=commitment.item.pk)
    assert clearance(item, Use.WEB, timezone.now()).refusal == Refusal.REVEALS_TOO_MUCH


def test_another_name_of_the_organisation_is_read_again():
    person = make_contributor("Rosa Huamán")
    organisation = make_organisation("Otra")
    consent = make_consent(person, credit="anonymous")
    item = make_commitment(voice="person", consent=consent, organisation=organisation).item
    assert Item.objects.get(pk=item.pk).disclosure_is_clean
    organisation.name = "Casa de Rosa Huamán"
    organisation.save()
    assert not Item.objects.get(pk=item.pk).disclosure_is_clean


def test_lists_of_the_api_are_narrowed_by_how_it_went(client):
    make_commitment("Abierta")
    make_commitment("Cumplida", state="kept", state_on=TODAY)
    (found,) = client.get("/api/v1/commitments?state=kept").json()["items"]
    assert (found["title"], found["state"], found["state_on"]) == ("Cumplida", "kept", "2026-11-23")
