"""The planner's rules hold for any candidates, slots and history."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campaigns.planning.allocate import Appearance, Candidate, Opening, Why, plan
from campaigns.planning.observances import observed_near
from campaigns.planning.slots import Weekly, instants

START = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
TOPICS = (1, 2, 3)
KINDS = ("quote", "testimony", "learning")

times = st.integers(0, 80).map(lambda days: START + timedelta(days=days))
contributors = st.none() | st.integers(1, 4)
some_topics = st.lists(st.integers(1, 4), max_size=2, unique=True).map(tuple)


@st.composite
def situations(draw):
    items = draw(st.lists(st.integers(1, 30), max_size=12, unique=True))
    candidates = [
        Candidate(item, draw(st.sampled_from(KINDS)), draw(contributors), draw(some_topics), draw(st.none() | times))
        for item in items
    ]
    openings = [
        Opening(at, frozenset(draw(st.sets(st.sampled_from(items)))) if items else frozenset(), frozenset())
        for at in draw(st.lists(times, max_size=8, unique=True))
    ]
    seen = draw(
        st.lists(
            st.builds(
                Appearance,
                item=st.integers(1, 30),
                kind=st.sampled_from(KINDS),
                contributor=contributors,
                topics=some_topics,
                at=times,
                is_here=st.booleans(),
            ),
            max_size=5,
        )
    )
    topics = draw(st.sampled_from([(), TOPICS, (2,)]))
    return openings, candidates, seen, topics, timedelta(days=draw(st.sampled_from([0, 7, 14, 30])))


@given(situations())
def test_only_what_is_cleared_at_that_time_is_picked(situation):
    openings, candidates, seen, topics, cooldown = situation
    cleared = {opening.at: opening.cleared for opening in openings}
    for pick in plan(openings, candidates, seen, topics, cooldown).picks:
        assert pick.item in cleared[pick.at]


@given(situations())
def test_no_person_appears_twice_within_the_cooldown_in_any_campaign(situation):
    openings, candidates, seen, topics, cooldown = situation
    person = {one.item: one.contributor for one in candidates}
    picks = plan(openings, candidates, seen, topics, cooldown).picks
    others = [(one.contributor, one.at) for one in seen] + [(person[pick.item], pick.at) for pick in picks]
    for pick in picks:
        mine = person[pick.item]
        near = [at for who, at in others if who == mine and who is not None and abs(at - pick.at) < cooldown]
        assert len(near) <= 1  # itself


@given(situations())
def test_no_item_stands_twice_in_a_campaign(situation):
    openings, candidates, seen, topics, cooldown = situation
    picks = plan(openings, candidates, seen, topics, cooldown).picks
    picked = [pick.item for pick in picks]
    assert len(picked) == len(set(picked))
    assert not set(picked) & {one.item for one in seen if one.is_here}


@given(situations())
def test_every_slot_is_either_filled_once_or_said_to_be_empty(situation):
    openings, *rest = situation
    answer = plan(openings, *rest)
    assert sorted([pick.at for pick in answer.picks] + list(answer.empty)) == sorted(o.at for o in openings)


@given(situations())
def test_a_slot_stays_empty_only_when_nobody_could_fill_it(situation):
    openings, candidates, seen, topics, _cooldown = situation
    answer = plan(openings, candidates, seen, topics, timedelta(0))
    picked = {pick.item for pick in answer.picks} | {one.item for one in seen if one.is_here}
    cleared = {opening.at: opening.cleared for opening in openings}
    suitable = {one.item for one in candidates if not topics or set(topics) & set(one.topics)}
    for at in answer.empty:
        assert not (cleared[at] & suitable) - picked


def test_two_that_went_out_at_once_do_not_make_the_plan_depend_on_their_order():
    at = START + timedelta(days=1)
    seen = [Appearance(1, "quote", None, (), START), Appearance(1, "testimony", None, (), START)]
    candidates = [Candidate(2, "quote", None, ()), Candidate(3, "testimony", None, ())]
    openings = [Opening(at, frozenset({2, 3}))]
    assert plan(openings, candidates, seen, (), timedelta(0)) == plan(
        openings, candidates, seen[::-1], (), timedelta(0)
    )


@given(situations(), st.randoms())
def test_the_same_question_in_another_order_has_the_same_answer(situation, random):
    openings, candidates, seen, topics, cooldown = situation
    shuffled = [list(openings), list(candidates), list(seen)]
    for rows in shuffled:
        random.shuffle(rows)
    assert plan(*shuffled, topics, cooldown) == plan(openings, candidates, seen, topics, cooldown)


@given(situations())
def test_with_topics_only_items_on_one_of_them_are_picked(situation):
    openings, candidates, seen, topics, cooldown = situation
    mine = {one.item: set(one.topics) for one in candidates}
    for pick in plan(openings, candidates, seen, topics, cooldown).picks:
        assert not topics or mine[pick.item] & set(topics)
        assert pick.reasons


def week(number: int, cleared: set[int], observed: frozenset[int] = frozenset()) -> Opening:
    return Opening(START + timedelta(weeks=number), frozenset(cleared), observed)


def test_topics_take_turns():
    candidates = [Candidate(item, "quote", item, (1 if item <= 3 else 2,)) for item in range(1, 7)]
    picks = plan([week(n, set(range(1, 7))) for n in range(6)], candidates, [], (1, 2), timedelta(0)).picks
    assert [pick.topic for pick in picks] in ([1, 2] * 3, [2, 1] * 3)
    assert all(Why.TOPIC in pick.reasons for pick in picks)


def test_kinds_are_mixed():
    kinds = ["quote", "quote", "quote", "learning", "testimony", "testimony"]
    candidates = [Candidate(item, kind, None, (1,)) for item, kind in enumerate(kinds, 1)]
    picks = plan([week(n, set(range(1, 7))) for n in range(4)], candidates, [], (1,), timedelta(0)).picks
    picked = [kinds[pick.item - 1] for pick in picks]
    assert all(before != after for before, after in itertools.pairwise(picked))


def test_what_was_never_used_comes_before_what_rested():
    candidates = [Candidate(1, "quote", None, (1,)), Candidate(2, "quote", None, (1,), START - timedelta(days=90))]
    (pick,) = plan([week(0, {1, 2})], candidates, [], (1,), timedelta(0)).picks
    assert pick.item == 1


def test_an_observed_day_comes_before_the_turn_of_a_topic():
    candidates = [Candidate(1, "quote", None, (1,)), Candidate(2, "quote", None, (2,))]
    (pick,) = plan([week(0, {1, 2}, frozenset({2}))], candidates, [], (1, 2), timedelta(0)).picks
    assert (pick.item, pick.reasons[0]) == (2, Why.OBSERVANCE)


def test_days_are_observed_on_the_day_and_shortly_before():
    assert str(observed_near(date(2027, 3, 8)).month) == "3"
    assert observed_near(date(2026, 11, 23)).day == 25
    assert observed_near(date(2026, 11, 26)) is None


zones = st.sampled_from(
    ["America/Lima", "Europe/Amsterdam", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"]
)


@given(
    st.sets(st.builds(Weekly, st.integers(0, 6), st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)))),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-2, 40),
    zones,
)
def test_slots_fall_on_their_weekday_and_hour_or_just_after_a_gap(slots, first, length, name):
    zone = ZoneInfo(name)
    found = instants(slots, first, first + timedelta(days=length), zone)
    assert found == sorted(set(found))
    asked = {(slot.weekday, slot.at) for slot in slots}
    for at in found:
        local = at.astimezone(zone)
        before = (local - timedelta(hours=1)).time(), (local - timedelta(minutes=30)).time()
        hours = {local.time().replace(fold=0), *before}
        assert any((local.weekday(), hour) in asked or hour > local.time() for hour in hours)


def test_an_hour_that_daylight_saving_skips_becomes_the_next_that_exists():
    # On 29 March 2026 Amsterdam's clocks go from 02:00 to 03:00.
    (at,) = instants([Weekly(6, time(2, 30))], date(2026, 3, 29), date(2026, 3, 29), ZoneInfo("Europe/Amsterdam"))
    assert at.astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%H:%M") == "03:30"


def test_an_hour_that_comes_twice_is_used_once():
    found = instants([Weekly(6, time(2, 30))], date(2026, 10, 25), date(2026, 10, 25), ZoneInfo("Europe/Amsterdam"))
    assert found == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


@given(situations(), st.sampled_from([frozenset(), frozenset({2}), frozenset({3, 4})]), st.integers(1, 3))
def test_the_first_of_each_group_are_enough_unless_more_are_asked_for(situation, observed, limit):
    """The picks are those from everything, or it is said that more candidates must be loaded."""
    openings, candidates, seen, topics, cooldown = situation
    openings = [replace(one, observed=observed if number % 2 else frozenset()) for number, one in enumerate(openings)]
    groups = defaultdict(list)
    for one in sorted(candidates, key=lambda one: (one.last_used is not None, one.last_used or START, -one.item)):
        for topic in set(one.topics) & set(topics or one.topics) or ({None} if not topics else set()):
            groups[one.kind, topic, bool(observed & set(one.topics))].append(one.item)
    firsts = {item for items in groups.values() for item in items[:limit]}
    heads = [frozenset(items[:limit]) for items in groups.values() if len(items) >= limit]
    found = plan(openings, [one for one in candidates if one.item in firsts], seen, topics, cooldown, heads)
    everything = plan(openings, candidates, seen, topics, cooldown)
    assert found.needs_more or (found.picks, found.empty) == (everything.picks, everything.empty)
