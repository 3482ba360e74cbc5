"""What is sent is what somebody approved, as they saw it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.errors import FourEyesError, NotPermittedError, StaleApprovalError, WrongMomentError
from newsletter.editions.approve import (
    EmptyEditionError,
    NoSendTimeError,
    SendTimePassedError,
    approve_and_send_now,
    approve_edition,
    standing_approval,
    unapprove_edition,
    void_if_changed,
)
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Edition
from tests.factories import add_terms, make_quote, make_user

pytestmark = pytest.mark.django_db
State = Edition.State


@pytest.fixture
def quote(db):
    return make_quote()


@pytest.fixture
def edition(make_edition, quote):
    return make_edition(("quotes", [quote]), send_at=timezone.now() + timedelta(days=2))


def test_an_approved_edition_waits_for_its_hour(edition, admin):
    approve_edition(edition, edition_digest(edition), admin)
    edition.refresh_from_db()
    assert edition.state == State.APPROVED
    assert standing_approval(edition).by == admin


def test_what_changed_since_it_was_shown_is_not_approved(edition, admin):
    seen = edition_digest(edition)
    edition.subject = "Otro asunto"
    edition.save()
    with pytest.raises(StaleApprovalError):
        approve_edition(edition, seen, admin)
    assert Edition.objects.get().state == State.DRAFT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Otra cosa"),
        ("subjects", {"nl": "Iets anders"}),
        ("preheaders", {"fr": "Autre chose"}),
        ("send_at", timezone.now() + timedelta(days=3)),
    ],
)
def test_any_change_a_reader_could_notice_voids_the_approval(edition, admin, field, value):
    approve_edition(edition, edition_digest(edition), admin)
    setattr(edition, field, value)
    edition.save()
    assert void_if_changed(edition)
    assert Edition.objects.get().state == State.DRAFT
    assert standing_approval(edition) is None


def test_saving_without_a_change_keeps_the_approval(edition, admin):
    approve_edition(edition, edition_digest(edition), admin)
    edition.save()
    assert not void_if_changed(edition)
    assert Edition.objects.get().state == State.APPROVED


def test_a_consent_that_narrows_voids_it_too(edition, admin, quote):
    approve_edition(edition, edition_digest(edition), admin)
    add_terms(quote.item.consent, allows_newsletter=False)
    assert standing_approval(edition) is None


def test_nothing_to_send_is_not_approved(make_edition, admin):
    edition = make_edition(
        ("introduction", {"es": "Hola", "en": "", "fr": "", "nl": ""}), send_at=timezone.now() + timedelta(1)
    )
    with pytest.raises(EmptyEditionError):
        approve_edition(edition, edition_digest(edition), admin)


def test_without_a_time_or_after_it_nothing_is_approved_by_itself(make_edition, admin, quote):
    edition = make_edition(("quotes", [quote]))
    with pytest.raises(NoSendTimeError):
        approve_edition(edition, edition_digest(edition), admin)
    edition.send_at = timezone.now() - timedelta(days=1)
    edition.save()
    with pytest.raises(SendTimePassedError):
        approve_edition(edition, edition_digest(edition), admin)


@pytest.mark.parametrize("state", [State.DRAFT, State.LATE])
def test_a_late_one_goes_out_when_somebody_says_so(make_edition, admin, quote, state):
    edition = make_edition(("quotes", [quote]), send_at=timezone.now() - timedelta(days=1), state=state)
    before = timezone.now()
    approve_and_send_now(edition, edition_digest(edition), admin)
    edition = Edition.objects.get()
    assert edition.state == State.APPROVED
    assert before <= edition.send_at <= timezone.now()
    assert standing_approval(edition)


def test_where_four_eyes_are_asked_the_writer_cannot_approve(edition, admin, recipe):
    edition.recipe, edition.last_edited_by = recipe, admin
    edition.save()
    approve_edition(edition, edition_digest(edition), admin)
    unapprove_edition(edition, admin)
    recipe.asks_four_eyes = True
    recipe.save()
    edition = Edition.objects.get()
    with pytest.raises(FourEyesError):
        approve_edition(edition, edition_digest(edition), admin)
    approve_edition(edition, edition_digest(edition), make_user(is_superuser=True))


def test_only_reviewers_approve(edition):
    with pytest.raises(NotPermittedError):
        approve_edition(edition, edition_digest(edition), make_user())


def test_it_cannot_be_approved_twice_or_from_elsewhere(edition, admin):
    approve_edition(edition, edition_digest(edition), admin)
    with pytest.raises(WrongMomentError):
        approve_edition(edition, edition_digest(edition), admin)


def test_a_paused_edition_goes_on_with_what_is_approved_now(edition, admin):
    from newsletter.models import Rendering

    Edition.objects.update(state=State.PAUSED)
    edition.refresh_from_db()
    approve_edition(edition, edition_digest(edition), admin)
    assert Edition.objects.get().state == State.SENDING
    assert Rendering.objects.filter(edition=edition).count() == 4
