"""Promise 1: nothing goes out without consent for that use, today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.consent.approvals import approve_item
from cms.consent.gate import Refusal, Use, clearance, cleared
from cms.core.errors import AppendOnlyError, FourEyesError
from cms.models import ConsentTerms, Contributor, Credit, Item, Quote, Voice
from cms.sample.picture import mountain_picture
from cms.terms.record import record_terms
from tests.factories import (
    add_terms,
    make_consent,
    make_contributor,
    make_learning,
    make_picture,
    make_quote,
    make_testimony,
    make_user,
    now,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)

near_days = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
terms = st.fixed_dictionaries(
    {
        "allows_web": st.booleans(),
        "allows_newsletter": st.booleans(),
        "allows_social": st.booleans(),
        # None is all of them, and an empty list none.
        "networks": st.sampled_from([None, [], ["sandbox"], ["x", "mastodon"], ["mastodon"]]),
        "credit": st.sampled_from(Credit.values),
        "begins_on": near_days,
        "expires_on": st.none() | near_days,
        "is_withdrawal": st.sampled_from([False, False, False, True]),
        "is_minor": st.sampled_from([False, False, True]),
    }
)
situations = st.fixed_dictionaries(
    {
        "live": st.sampled_from([True, True, True, False]),
        "voice": st.sampled_from([Voice.PERSON, Voice.PERSON, Voice.NOBODY]),
        "has_consent": st.sampled_from([True, True, True, False]),
        "terms": st.lists(terms, max_size=3),
        "withdrawn": st.sampled_from([False, False, False, True]),
        "sensitive": st.booleans(),
        "approved": st.booleans(),
        "changed_since": st.booleans(),
        "text": st.sampled_from(["Nadie me calla.", "Me llamo Rosa Huamán.", "rosa habla"]),
        "translated": st.booleans(),
        "someone_elses": st.sampled_from([False, False, False, True]),
    }
)


def build(situation) -> Item:
    contributor = Contributor.objects.create(full_name="Rosa Huamán Tito", first_name="Rosa", role="Lideresa")
    consent = make_consent(contributor) if not situation["terms"] else None
    if consent is None:
        first, *later = [
            row | {"networks": row["networks"] or [], "allows_all_networks": row["networks"] is None}
            for row in situation["terms"]
        ]
        consent = make_consent(contributor, **first)
        for row in later:
            add_terms(consent, **row)
    quote = make_quote(situation["text"], live=situation["live"], voice=situation["voice"], consent=consent)
    if situation["translated"]:
        make_quote("I speak.", language="en", live=True, translation_of=quote)
    item = quote.item
    if situation["sensitive"]:
        item.is_sensitive = True
    if not situation["has_consent"]:
        item.consent = None
    if situation["someone_elses"]:
        item.contributor = make_contributor()
    item.save()
    item.refresh_from_db()
    if situation["approved"]:
        approve_item(item, item.content_digest, make_user(is_superuser=True))
    if situation["changed_since"]:
        Quote.objects.filter(pk=quote.pk).update(text="Otra cosa.")
        Quote.objects.get(pk=quote.pk).save()
    if situation["withdrawn"]:
        Item.objects.filter(pk=item.pk).update(withdrawn_at=NOW)
    return Item.objects.get(pk=item.pk)


@given(
    situations=st.lists(situations, min_size=1, max_size=3),
    use=st.sampled_from(list(Use)),
    network=st.none() | st.sampled_from(["sandbox", "x", "mastodon"]),
    hours=st.integers(-60, 60),
)
def test_the_gate_and_its_query_agree(db, situations, use, network, hours):
    at = NOW + timedelta(hours=hours)
    items = [build(situation) for situation in situations]
    by_function = {item.pk for item in items if clearance(item, use, at, network).is_cleared}
    by_query = set(
        cleared(Item.objects.all(), use, at, network)
        .filter(pk__in=by_function | {i.pk for i in items})
        .values_list("pk", flat=True)
    )
    assert by_query == by_function


def test_a_quote_without_consent_goes_nowhere():
    quote = make_quote()
    Item.objects.filter(pk=quote.item.pk).update(consent=None)
    item = Item.objects.get(pk=quote.item.pk)
    assert {clearance(item, use, NOW).refusal for use in Use} == {Refusal.NO_CONSENT}


def test_a_consent_of_somebody_else_allows_nothing():
    quote = make_quote()
    Item.objects.filter(pk=quote.item.pk).update(contributor=make_contributor())
    item = Item.objects.get(pk=quote.item.pk)
    assert {clearance(item, use, NOW).refusal for use in Use} == {Refusal.CONSENT_OF_ANOTHER}
    assert not cleared(Item.objects.all(), Use.WEB, NOW).exists()


def test_a_finding_of_the_group_needs_no_consent():
    assert clearance(make_learning().item, Use.WEB, NOW).is_cleared


def test_the_last_day_is_included_in_the_offices_time_zone(settings):
    settings.TIME_ZONE = "America/Lima"
    item = make_quote(consent=make_consent(expires_on=TODAY)).item
    assert clearance(item, Use.WEB, datetime(2026, 11, 23, 4, 59, tzinfo=UTC)).is_cleared
    assert clearance(item, Use.WEB, datetime(2026, 11, 23, 5, 1, tzinfo=UTC)).refusal == Refusal.EXPIRED


def test_newer_terms_replace_older_ones():
    consent = make_consent()
    item = make_quote(consent=consent).item
    add_terms(consent, allows_newsletter=False)
    item = Item.objects.get(pk=item.pk)
    assert clearance(item, Use.NEWSLETTER, NOW).refusal == Refusal.USE_NOT_COVERED
    assert clearance(item, Use.WEB, NOW).is_cleared


def test_recorded_terms_are_never_edited_or_deleted():
    recorded = make_consent(allows_social=False).current_terms
    recorded.allows_social = True
    with pytest.raises(AppendOnlyError):
        recorded.save()
    with pytest.raises(AppendOnlyError):
        recorded.delete()
    assert not ConsentTerms.objects.get(pk=recorded.pk).allows_social


def test_a_sensitive_item_waits_for_a_second_person():
    writer, reviewer = make_user(is_superuser=True), make_user(is_superuser=True)
    quote = make_quote(is_sensitive=True)
    quote.save_revision(user=writer).publish(user=writer)
    item = Item.objects.get(pk=quote.item.pk)
    assert clearance(item, Use.WEB, NOW).refusal == Refusal.NOT_APPROVED
    with pytest.raises(FourEyesError):
        approve_item(item, item.content_digest, writer)
    approve_item(item, item.content_digest, reviewer)
    assert clearance(item, Use.WEB, NOW).is_cleared


def test_a_change_after_the_approval_voids_it():
    quote = make_quote(is_sensitive=True)
    approve_item(quote.item, Item.objects.get(pk=quote.item.pk).content_digest, make_user(is_superuser=True))
    quote.text = "Otras palabras."
    quote.save_revision().publish()
    assert clearance(Item.objects.get(pk=quote.item.pk), Use.WEB, NOW).refusal == Refusal.NOT_APPROVED


def test_republishing_an_old_revision_does_not_bring_a_consent_back():
    quote = make_quote()
    old = quote.latest_revision
    add_terms(quote.item.consent, is_withdrawal=True, allows_web=False)
    old.publish()
    assert clearance(Item.objects.get(pk=quote.item.pk), Use.WEB, NOW).refusal == Refusal.CONSENT_WITHDRAWN


def test_a_name_in_the_text_of_an_anonymous_person_is_found_whatever_its_accents():
    contributor = Contributor.objects.create(full_name="José Ñahui", first_name="José")
    item = make_quote("Yo, JOSE, digo basta.", consent=make_consent(contributor, credit=Credit.ANONYMOUS)).item
    item = Item.objects.get(pk=item.pk)
    assert clearance(item, Use.WEB, NOW).refusal == Refusal.REVEALS_TOO_MUCH
    assert item.disclosure_findings == [{"where": "es.text", "what": "José"}]


def make_image(name):
    return make_picture(mountain_picture(), name, title="En el taller", description="Una mujer habla")


def approved_by_a_second_person(item):
    approve_item(item, Item.objects.get(pk=item.pk).content_digest, make_user(is_superuser=True))
    assert clearance(Item.objects.get(pk=item.pk), Use.WEB, now()).is_cleared


def test_a_second_persons_approval_does_not_stand_for_another_photo():
    testimony = make_testimony(photo=make_image("antes.jpg"), is_sensitive=True)
    approved_by_a_second_person(testimony.item)
    testimony.photo = make_image("su-cara.jpg")
    testimony.save_revision().publish()
    assert clearance(Item.objects.get(), Use.WEB, now()).refusal == Refusal.NOT_APPROVED


def test_a_second_persons_approval_does_not_stand_for_showing_more_of_the_person():
    consent = make_consent(credit=Credit.ANONYMOUS, shows_face=False, shows_place=False, shows_organisation=False)
    quote = make_quote(consent=consent, is_sensitive=True)
    approved_by_a_second_person(quote.item)
    add_terms(consent, credit=Credit.ANONYMOUS, shows_face=False, shows_place=False, shows_organisation=False)
    assert clearance(Item.objects.get(), Use.WEB, now()).is_cleared
    record_terms(consent, make_user(groups=("Revisor",)), allows_web=True, credit=Credit.FULL_NAME)
    assert clearance(Item.objects.get(), Use.WEB, now()).refusal == Refusal.NOT_APPROVED


def test_terms_that_name_no_network_allow_none():
    item = make_quote(consent=make_consent(allows_all_networks=False)).item
    assert clearance(item, Use.SOCIAL, NOW, "x").refusal == Refusal.NETWORK_NOT_COVERED
    assert not cleared(Item.objects.all(), Use.SOCIAL, NOW, "x").exists()


def test_networks_are_counted_in_one_query(django_assert_num_queries):
    make_quote(consent=make_consent(networks=["x", "mastodon"]))
    with django_assert_num_queries(1):
        assert cleared(Item.objects.all(), Use.SOCIAL, NOW, "x").count() == 1
