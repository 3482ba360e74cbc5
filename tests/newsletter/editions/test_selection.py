"""Which items an edition gets."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newsletter.editions.selection import EligibleItem, SectionRule, TopicHead, pick

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
KINDS = ["quote", "testimony", "learning"]
candidates = st.lists(
    st.builds(
        EligibleItem,
        item_id=st.integers(1, 60),
        kind=st.sampled_from(KINDS),
        topics=st.lists(st.sampled_from(["Agua", "Género", "Tierra"]), unique=True, max_size=2).map(tuple),
        contributor=st.none() | st.integers(1, 8),
        published_at=st.integers(0, 300).map(lambda days: START + dt.timedelta(days=days)),
    ),
    max_size=30,
    unique_by=lambda candidate: candidate.item_id,
)
sections = st.lists(
    st.builds(SectionRule, kind=st.sampled_from(KINDS), count=st.integers(1, 5), minimum=st.integers(0, 3)), max_size=4
)
had = st.frozensets(st.integers(1, 60))


@given(candidates, sections, had)
def test_nobody_twice_nothing_had_and_never_more_than_asked(candidates, sections, had):
    by_id = {candidate.item_id: candidate for candidate in candidates}
    selection = pick(candidates, sections, had)
    ids = [chosen.item_id for chosen in selection.picks]
    people = [by_id[item].contributor for item in ids if by_id[item].contributor is not None]
    assert len(ids) == len(set(ids))
    assert len(people) == len(set(people))
    assert not had & set(ids)
    for number, section in enumerate(sections):
        found = [chosen for chosen in selection.picks if chosen.section == number]
        assert all(by_id[chosen.item_id].kind == section.kind for chosen in found)
        assert len(found) <= section.count
        assert (len(found) < section.minimum) == any(section is one for one in selection.thin)


@given(candidates, sections, had, st.randoms())
def test_the_order_in_which_they_come_changes_nothing(candidates, sections, had, chance: random.Random):
    shuffled = candidates[:]
    chance.shuffle(shuffled)
    assert pick(shuffled, sections, had) == pick(candidates, sections, had)


@given(candidates, sections)
def test_a_section_is_short_only_where_nothing_fitting_is_left(candidates, sections):
    selection = pick(candidates, sections)
    chosen = {one.item_id for one in selection.picks}
    people = {c.contributor for c in candidates if c.item_id in chosen and c.contributor is not None}
    for number, section in enumerate(sections):
        if sum(one.section == number for one in selection.picks) < section.count:
            left = [c for c in candidates if c.kind == section.kind and c.item_id not in chosen]
            assert all(c.contributor in people for c in left)


@given(st.integers(1, 6))
def test_topics_take_turns_and_the_newest_of_each_comes_first(count):
    rows = [
        EligibleItem(number, "quote", (topic,), None, START + dt.timedelta(days=number))
        for number, topic in enumerate(["Agua", "Agua", "Agua", "Tierra", "Tierra", "Tierra"], 1)
    ]
    picks = pick(rows, [SectionRule("quote", count)]).picks
    shares = Counter(chosen.topic for chosen in picks)
    assert abs(shares["Agua"] - shares["Tierra"]) <= 1
    for topic, newest in (("Agua", [3, 2, 1]), ("Tierra", [6, 5, 4])):
        found = [chosen.item_id for chosen in picks if chosen.topic == topic]
        assert found == newest[: len(found)]


@given(candidates, sections, st.integers(1, 3))
def test_the_newest_of_each_kind_and_topic_are_enough_unless_more_are_asked_for(candidates, sections, limit):
    groups = {}
    for one in sorted(candidates, key=lambda one: (one.published_at, one.item_id), reverse=True):
        for topic in one.topics or ("",):
            groups.setdefault((one.kind, topic), []).append(one.item_id)
    heads = [TopicHead(kind, frozenset(items[:limit])) for (kind, _), items in groups.items() if len(items) >= limit]
    given_items = {item for items in groups.values() for item in items[:limit]}
    found = pick([one for one in candidates if one.item_id in given_items], sections, heads=heads)
    everything = pick(candidates, sections)
    assert found.needs_more or (found.picks, found.thin) == (everything.picks, everything.thin)
