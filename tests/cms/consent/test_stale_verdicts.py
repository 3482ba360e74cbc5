"""A change that many items show leaves them refused until a worker has judged them, and stops nothing by mistake."""

from __future__ import annotations

import pytest

from cms.consent import disclosure
from cms.consent.disclosure import recheck_stale
from cms.consent.gate import Refusal, Use, clearance, cleared
from cms.models import Item
from tests.factories import make_consent, make_contributor, make_organisation, make_quote, now

pytestmark = pytest.mark.django_db

SAYS = "Soy del Colectivo Manantial y lo repito."


@pytest.fixture
def organisation(monkeypatch):
    """Two people of an organisation who keep its name back: one of them says a name that it does not have yet."""
    monkeypatch.setattr(disclosure, "AT_ONCE", 1)
    organisation = make_organisation("Red Semillas")
    for words in (SAYS, "Nadie cuida el agua por nosotras."):
        person = make_contributor(organisation=organisation)
        make_quote(words, consent=make_consent(person, shows_organisation=False))
    return organisation


def refusals() -> list[Refusal | None]:
    return [clearance(item, Use.WEB, now()).refusal for item in Item.objects.order_by("pk")]


def test_saving_an_organisation_of_many_judges_none_of_them_and_the_gate_refuses_all(organisation):
    assert refusals() == [None, None]
    organisation.name = "Colectivo Manantial"
    organisation.save()
    assert refusals() == [Refusal.BEING_CHECKED] * 2
    assert not cleared(Item.objects.all(), Use.WEB, now()).exists()


def test_a_worker_judges_the_stale_ones_in_slices_until_none_is_left(organisation):
    organisation.name = "Colectivo Manantial"
    organisation.save()
    assert [recheck_stale(most=1) for _ in range(3)] == [True, True, False]
    assert refusals() == [Refusal.REVEALS_TOO_MUCH, None]
    assert [item.contents()[0].text for item in cleared(Item.objects.all(), Use.WEB, now())] != [SAYS]
