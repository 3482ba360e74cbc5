"""Whose words a passage holds: said in the report, applied to the draft, and never around the consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.content.attribution import ForeignConsentError
from cms.core.errors import ConsentTermsError, NotPermittedError
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.attribution import (
    NewPerson,
    NobodyBeforeError,
    NoNameError,
    NotInForceError,
    consents_in_force,
    make_consent,
    make_person,
    people_found,
    same_as_before,
    say_whose,
)
from cms.harvest.review.decide import AlreadyDecidedError, accept_passage, skip_passage, undo_decision
from cms.models import Consent, Contributor, Item, Organisation, Passage, Quote
from cms.withdrawal.withdraw import withdraw_consent
from tests.cms.harvest.reports import SAMPLE
from tests.factories import add_terms, make_contributor, make_organisation, make_user
from tests.factories import make_consent as a_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(admin):
    return harvest_report(SAMPLE.read_bytes(), "informe.md", admin)


@pytest.fixture
def consent() -> Consent:
    return a_consent(make_contributor("Sabina Choque Mamani", role="promotora"))


def test_an_accepted_passage_is_a_draft_of_whom_and_under_what_was_chosen(quote, consent, admin):
    say_whose(quote, consent.contributor, consent, admin)
    item = accept_passage(quote, admin)
    assert (item.contributor, item.consent) == (consent.contributor, consent)
    assert Contributor.objects.count() == 1


def test_undoing_the_acceptance_keeps_what_was_chosen(quote, consent, admin):
    say_whose(quote, consent.contributor, consent, admin)
    accept_passage(quote, admin)
    undone = undo_decision(quote, admin)
    assert not Quote.objects.exists()
    assert (undone.contributor, undone.consent) == (consent.contributor, consent)


def test_a_draft_already_made_is_moved_to_them_at_once(quote, consent, admin):
    item = accept_passage(quote, admin)
    say_whose(quote, consent.contributor, consent, admin)
    item.refresh_from_db()
    assert (item.contributor, item.consent) == (consent.contributor, consent)
    assert undo_decision(quote, admin).state == Passage.State.PENDING
    assert not Item.objects.exists()


def test_a_consent_of_another_person_is_refused(quote, consent, admin):
    with pytest.raises(ForeignConsentError):
        say_whose(quote, make_contributor(), consent, admin)
    with pytest.raises(ForeignConsentError):
        say_whose(quote, None, consent, admin)


def test_a_consent_that_is_over_is_refused(quote, admin):
    yesterday = timezone.localdate() - timedelta(days=1)
    expired = a_consent(expires_on=yesterday)
    withdrawn = a_consent()
    withdraw_consent(withdrawn, admin)
    for consent in (expired, withdrawn):
        with pytest.raises(NotInForceError):
            say_whose(quote, consent.contributor, consent, admin)
        assert consents_in_force(consent.contributor) == []


def test_the_same_as_before_takes_over_person_and_consent_but_none_that_is_over(report, quote, consent, admin):
    with pytest.raises(NobodyBeforeError):
        same_as_before(quote, admin)
    earlier = report.passages.filter(kind="quote", position__lt=quote.position).last()
    say_whose(earlier, consent.contributor, consent, admin)
    same = same_as_before(quote, admin)
    assert (same.contributor, same.consent) == (consent.contributor, consent)
    add_terms(consent, is_withdrawal=True)
    same = same_as_before(quote, admin)
    assert (same.contributor, same.consent) == (consent.contributor, None)


def test_what_was_left_out_has_nobody(quote, consent, admin):
    skip_passage(quote, admin)
    with pytest.raises(AlreadyDecidedError):
        say_whose(quote, consent.contributor, consent, admin)


def test_people_are_found_by_any_word_of_name_role_and_organisation_without_accents():
    org = make_organisation("Asociación Súmaq Allpa")
    rosa = make_contributor("Rosa Quíspe", role="lideresa", organisation=org)
    make_contributor("Ana Mamani")
    for query in ("quispe", "ROSA", "sumaq", "lider ros", "allpa quispe"):
        assert people_found(query, 8) == [rosa]
    assert people_found("nadie", 8) == []
    assert len(people_found("", 1)) == 1


def test_a_new_person_comes_with_the_organisation_there_is_or_a_new_one(admin):
    known = make_organisation("Sumaq Allpa")
    assert make_person(NewPerson("  Rosa   Quispe ", "lideresa", "sumaq allpa"), admin).organisation == known
    assert make_person(NewPerson("Ana", organisation="Red Warmi"), admin).organisation.name == "Red Warmi"
    assert Organisation.objects.count() == 2
    with pytest.raises(NoNameError):
        make_person(NewPerson("  "), admin)


def test_a_consent_recorded_here_has_its_first_terms_or_is_not_kept(admin):
    person = make_contributor()
    consent = make_consent(person, "Lo dicho", {"allows_web": True}, admin)
    assert consents_in_force(person) == [consent]
    with pytest.raises(ConsentTermsError):
        make_consent(person, "Otra", {"begins_on": timezone.localdate() + timedelta(days=2)}, admin)
    assert Consent.objects.count() == 1


def test_who_may_not_makes_neither_people_nor_consents(quote, consent):
    reviewer = make_user()
    with pytest.raises(NotPermittedError):
        make_person(NewPerson("Rosa"), reviewer)
    with pytest.raises(NotPermittedError):
        make_consent(consent.contributor, "Lo dicho", {}, reviewer)
    with pytest.raises(NotPermittedError):
        say_whose(quote, consent.contributor, consent, reviewer)
