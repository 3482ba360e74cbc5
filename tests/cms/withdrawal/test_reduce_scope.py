"""Allowing less reaches what is out: by moving an item, by the person's own hand, and for those under age."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.consent.approvals import approve_item
from cms.consent.gate import Refusal, Use, clearance, cleared
from cms.content.attribution import Attribution, attribute
from cms.core.errors import ConsentTermsError, NotPermittedError
from cms.models import Consent, Credit, Item, Receipt, TakeBack, Voice
from cms.terms.record import narrow_terms
from cms.withdrawal.withdraw import withdraw_own_item, withdraw_own_words
from tests.factories import add_terms, make_consent, make_quote, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses_elsewhere")]
ALL = {
    "allows_web": True, "allows_newsletter": True, "allows_social": True, "allows_all_networks": True,
    "credit": Credit.FULL_NAME,
    "shows_face": True, "shows_place": True, "shows_organisation": True, "begins_on": timezone.localdate(),
}  # fmt: skip


def move(item: Item, by, **changes):
    seen = Attribution.of(item)
    wanted = Attribution(**({name: getattr(seen, name) for name in seen.__dataclass_fields__} | changes))
    return attribute(item, wanted, seen, by)


def test_moving_an_item_to_a_narrower_consent_takes_back_what_is_out(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "board:1")
    narrower = make_consent(item.contributor, allows_social=False)
    move(item, admin, consent=narrower.pk)
    assert not noticeboard.copies_of(item)
    take_back = TakeBack.objects.get()
    assert (take_back.cause, take_back.terms, take_back.by) == ("moved", narrower.current_terms, admin)
    assert take_back.receipts.get().state == Receipt.State.TAKEN_BACK
    assert clearance(Item.objects.get(), Use.WEB, timezone.now()).is_cleared


def test_moving_to_a_consent_that_allows_as_much_takes_nothing_back(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "board:1")
    move(item, admin, consent=make_consent(item.contributor).pk)
    assert noticeboard.copies_of(item)
    assert not TakeBack.objects.exists()


def test_taking_the_consent_away_takes_everything_back(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "board:1")
    move(item, admin, consent=None)
    assert set(Receipt.objects.values_list("channel", flat=True)) == {"noticeboard", "web"}


def test_words_that_turn_out_to_be_somebody_elses_are_nowhere_under_the_old_name(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "board:1")
    other = make_consent()
    move(item, admin, contributor=other.contributor_id, consent=other.pk)
    assert not noticeboard.copies_of(item)


def test_calling_words_nobodys_takes_nothing_back(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "board:1")
    move(item, admin, voice=Voice.NOBODY)
    assert noticeboard.copies_of(item)


def test_a_person_allows_less_by_themself_and_it_acts_at_once(noticeboard):
    consent = make_consent()
    item = make_quote(consent=consent).item
    noticeboard.put_up(item, "board:1")
    terms = narrow_terms(consent, **(ALL | {"allows_social": False, "how": "own_page"}))
    assert terms.recorded_by is None
    assert not noticeboard.copies_of(item)
    assert not clearance(item, Use.SOCIAL, timezone.now()).is_cleared


@pytest.mark.parametrize(
    "more",
    [
        {"allows_newsletter": True},
        {"networks": ["x", "mastodon"]},
        {"networks": [], "allows_all_networks": True},
        {"credit": Credit.FULL_NAME},
        {"shows_face": True},
        {"expires_on": None},
    ],
)
def test_nobody_allows_more_on_their_own_page(more):
    narrow = {
        "allows_newsletter": False, "networks": ["mastodon"], "allows_all_networks": False,
        "credit": Credit.FIRST_NAME, "shows_face": False,
        "expires_on": timezone.localdate(),
    }  # fmt: skip
    consent = make_consent(**narrow)
    narrow_terms(consent, **(ALL | narrow))
    with pytest.raises(ConsentTermsError):
        narrow_terms(consent, **(ALL | narrow | more))
    assert consent.terms.count() == 2


def test_a_person_takes_back_one_item_or_everything_and_nothing_of_others(noticeboard):
    item, other = make_quote().item, make_quote().item
    with pytest.raises(NotPermittedError):
        withdraw_own_item(other, item.contributor)
    take_back = withdraw_own_item(item, item.contributor)
    assert take_back.by_the_person
    assert Item.objects.get(pk=item.pk).is_withdrawn
    withdraw_own_words(other.contributor)
    assert Consent.objects.get(pk=other.consent_id).current_terms.is_withdrawal


def test_what_a_minor_said_waits_for_a_second_person(admin):
    consent = make_consent(is_minor=True, guardian="Su madre")
    item = make_quote(consent=consent).item
    assert clearance(item, Use.WEB, timezone.now()).refusal == Refusal.NOT_APPROVED
    assert not cleared(Item.objects.all(), Use.WEB, timezone.now()).exists()
    approve_item(item, item.content_digest, make_user(is_superuser=True))
    assert cleared(Item.objects.all(), Use.WEB, timezone.now()).exists()
    add_terms(consent, is_minor=False)
    assert not Item.objects.get(pk=item.pk).needs_second_person


def test_calling_words_nobodys_that_name_the_person_takes_them_back_with_a_receipt(admin, noticeboard):
    consent = make_consent()
    item = make_quote(f"Lo dijo {consent.contributor.full_name}.", consent=consent).item
    noticeboard.put_up(item, "board:1")
    move(item, admin, voice=Voice.NOBODY)
    assert not clearance(Item.objects.get(pk=item.pk), Use.WEB, timezone.now()).is_cleared
    assert set(Receipt.objects.values_list("channel", flat=True)) == {"noticeboard", "web"}
