"""Whatever is posted on a person's own page, it allows no more than before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.consent.gate import Use
from cms.core.errors import ConsentTermsError
from cms.models import ConsentTerms, Credit
from cms.public.portal.reduce_form import Wish, changes_nothing, less, offer
from cms.terms.record import allows_more

DAY = date(2026, 11, 22)
NETWORKS = ["mastodon", "bluesky", "x"]


def some_or_all(names: list[str] | None, **fields) -> ConsentTerms:
    return ConsentTerms(allows_all_networks=names is None, networks=names or (), **fields)


terms_of = st.builds(
    some_or_all,
    names=st.none() | st.lists(st.sampled_from([*NETWORKS, "gone"]), unique=True),
    consent_id=st.just(1),
    allows_web=st.booleans(),
    allows_newsletter=st.booleans(),
    allows_social=st.booleans(),
    credit=st.sampled_from(Credit.values),
    shows_face=st.booleans(),
    shows_place=st.booleans(),
    shows_organisation=st.booleans(),
    begins_on=st.just(date(2026, 1, 1)),
    expires_on=st.none() | st.dates(DAY, DAY + timedelta(days=900)),
    is_minor=st.booleans(),
    guardian=st.sampled_from(["", "Su madre"]),
)
typed = st.text(max_size=12)
posted = st.fixed_dictionaries(
    {},
    optional={
        "uses": st.lists(st.sampled_from(Use.values) | typed),
        "networks": st.lists(st.sampled_from([*NETWORKS, "gone", ""]) | typed),
        "credit": st.lists(st.sampled_from(Credit.values) | typed),
        "parts": st.lists(st.sampled_from(["face", "place", "organisation"]) | typed),
        "end": st.lists(st.dates(DAY, DAY + timedelta(days=900)).map(str) | typed),
        "end_day": st.lists(st.dates().map(str) | typed),
        "is_minor": st.lists(typed),
        "allows_web": st.lists(typed),
    },
)


@given(terms_of, posted)
def test_no_post_allows_more_or_changes_who_decides(terms, lists):
    try:
        wanted = less(terms, Wish.posted(lists, DAY), offer(terms, NETWORKS, DAY))
    except ConsentTermsError:
        return
    after = ConsentTerms(consent_id=1, **wanted)
    assert not allows_more(terms, after)
    for network in [*NETWORKS, "gone", "one of tomorrow"]:
        assert reaches(terms, network) or not reaches(after, network)
    for kept in ("is_minor", "guardian", "begins_on", "explained_in", "evidence_id"):
        assert getattr(after, kept) == getattr(terms, kept)


@given(terms_of)
def test_sending_the_form_as_it_came_changes_nothing(terms):
    offered = offer(terms, NETWORKS, DAY)
    as_it_came = {
        "uses": offered.uses,
        "networks": offered.networks,
        "credit": [terms.credit],
        "parts": offered.parts,
        "end": [""],
        "end_day": [""],
    }
    assert changes_nothing(terms, less(terms, Wish.posted(as_it_came, DAY), offered))


def reaches(terms: ConsentTerms, network: str) -> bool:
    return terms.allows_social and terms.covers_network(network)


def everything(**fields) -> ConsentTerms:
    defaults = {
        "allows_web": True,
        "allows_social": True,
        "allows_all_networks": True,
        "credit": Credit.FULL_NAME,
        "begins_on": DAY,
    }
    return ConsentTerms(consent_id=1, **(defaults | fields))


def test_no_network_ticked_is_no_network_and_not_all_of_them():
    wish = Wish(uses=("web", "social"), credit=Credit.FULL_NAME)
    wanted = less(everything(), wish, offer(everything(), NETWORKS, DAY))
    assert not wanted["allows_social"]
    assert wanted["allows_web"]


def test_a_first_name_is_offered_where_the_full_one_stands_and_not_the_other_way():
    assert Credit.FIRST_NAME in offer(everything(), [], DAY).credits
    assert Credit.FULL_NAME not in offer(everything(credit=Credit.FIRST_NAME), [], DAY).credits
    assert offer(everything(credit=Credit.ANONYMOUS), [], DAY).credits == [Credit.ANONYMOUS]


@pytest.mark.parametrize("text", ["2026-12-31", "31/12/2026", "31/12/2026 "])
def test_a_day_is_read_as_phones_send_it_and_as_people_type_it(text):
    assert Wish.posted({"end_day": [text]}, DAY).end == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["ayer", "2026-11-21", "31/13/2026", "1/2", "99999999999/1/1", "²/1/1"])
def test_a_day_that_cannot_be_is_asked_for_again(text):
    with pytest.raises(ConsentTermsError):
        Wish.posted({"end_day": [text]}, DAY)


def test_an_end_is_never_moved_on():
    terms = everything(expires_on=DAY + timedelta(days=20))
    assert not offer(terms, [], DAY).ends
    with pytest.raises(ConsentTermsError):
        less(terms, Wish(end=DAY + timedelta(days=21)), offer(terms, [], DAY))
