"""Which item goes into which slot: plain values in, plain values out, the same answer every time.

The rules: only what is cleared at that time; no person twice within the cool-down, whatever the campaign; no item
twice in a campaign; days that are observed first; then topics in turn, kinds mixed, what was not used for longest.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Candidate:
    """An item that could be picked. `last_used` is when any campaign last had it."""

    item: int
    kind: str
    contributor: int | None
    topics: tuple[int, ...]
    last_used: datetime | None = None


@dataclass(frozen=True)
class Appearance:
    """Somebody's words somewhere in a campaign, past or planned. `is_here`: in the campaign that is being planned."""

    item: int
    kind: str
    contributor: int | None
    topics: tuple[int, ...]
    at: datetime
    is_here: bool = True


class Why(StrEnum):
    """Why a candidate was picked, the strongest reason first."""

    OBSERVANCE = "observance"
    TOPIC = "topic"
    KIND = "kind"
    NEVER_USED = "never_used"
    RESTED = "rested"


@dataclass(frozen=True)
class Pick:
    """`item` goes out at `at`, as the turn of `topic`."""

    item: int
    at: datetime
    topic: int | None
    reasons: tuple[Why, ...]


@dataclass(frozen=True)
class Opening:
    """An empty slot: the items cleared at that time, and the topics of the day it is given to, if any."""

    at: datetime
    cleared: frozenset[int]
    observed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Allocation:
    """What was picked, and the slots for which there was nothing.

    `needs_more`: an item that is not among the candidates might have been better.
    """

    picks: tuple[Pick, ...]
    empty: tuple[datetime, ...]
    needs_more: bool = False


def plan(
    openings: Iterable[Opening],
    candidates: Iterable[Candidate],
    appearances: Iterable[Appearance],
    topics: tuple[int, ...],
    cooldown: timedelta,
    heads: Collection[frozenset[int]] = (),
) -> Allocation:
    """Fill `openings`, in order of time. With `topics`, only candidates on one of them; they take turns in any case.

    Where not all candidates are given, `heads` are the groups of those given that are followed by others of the same
    kind, topic and observed days, used more recently or older. One that is free in each group goes before all of these.
    """
    pool = sorted((one for one in candidates if not topics or set(topics) & set(one.topics)), key=lambda one: one.item)
    known = list(appearances)
    picks: list[Pick] = []
    empty: list[datetime] = []
    needs_more = False
    for opening in sorted(openings, key=lambda one: one.at):
        taken = {one.item for one in known if one.is_here}
        free = [
            one
            for one in pool
            if one.item in opening.cleared and one.item not in taken and is_rested(one, opening.at, known, cooldown)
        ]
        free_items = {one.item for one in free}
        needs_more |= any(head.isdisjoint(free_items) for head in heads)
        if not free:
            empty.append(opening.at)
            continue
        turns = Turns(known, topics, opening.at)
        best = min(free, key=lambda one: turns.rank(one, opening))
        pick = Pick(best.item, opening.at, turns.turn_of(best), turns.reasons(best, opening, free))
        picks.append(pick)
        known.append(Appearance(best.item, best.kind, best.contributor, best.topics, opening.at))
    return Allocation(tuple(picks), tuple(empty), needs_more)


def is_rested(one: Candidate, at: datetime, known: Iterable[Appearance], cooldown: timedelta) -> bool:
    """Whether nothing of the same person appears within the cool-down before or after `at`."""
    if one.contributor is None:
        return True
    return all(abs(seen.at - at) >= cooldown for seen in known if seen.contributor == one.contributor)


class Turns:
    """How long each topic and kind has waited in this campaign, seen from one slot."""

    def __init__(self, known: Iterable[Appearance], topics: tuple[int, ...], at: datetime) -> None:
        here = [seen for seen in known if seen.is_here]
        self.topics = topics
        self.topic_counts = _counts((topic for seen in here for topic in seen.topics), topics)
        self.kind_counts = _counts((seen.kind for seen in here), ())
        before = [seen for seen in here if seen.at <= at]
        self.last_kind = max(before, key=lambda seen: (seen.at, seen.item, seen.kind)).kind if before else ""

    def rank(self, one: Candidate, opening: Opening) -> tuple[object, ...]:
        """Smaller is better; ends with the item, so that no two are equal."""
        return (
            not (opening.observed & set(one.topics)),
            self.waited(one),
            one.kind == self.last_kind,
            self.kind_counts.get(one.kind, 0),
            (one.last_used is not None, one.last_used.timestamp() if one.last_used else 0.0),
            -one.item,
        )

    def waited(self, one: Candidate) -> int:
        """How often the topic of `turn_of` was used; without a topic, as often as the topic that was used most."""
        turn = self.turn_of(one)
        return self.topic_counts.get(turn, 0) if turn is not None else max(self.topic_counts.values(), default=0)

    def turn_of(self, one: Candidate) -> int | None:
        """The topic of `one` that was used least often; among equals, the campaign's first."""
        mine = [topic for topic in (self.topics or one.topics) if topic in one.topics]
        return min(mine, key=lambda topic: self.topic_counts.get(topic, 0), default=None)

    def reasons(self, one: Candidate, opening: Opening, free: list[Candidate]) -> tuple[Why, ...]:
        """The reasons for choosing `one`. TOPIC is one where no other of `free` has a topic that was used less."""
        found = []
        if opening.observed & set(one.topics):
            found.append(Why.OBSERVANCE)
        elif self.turn_of(one) is not None and self.waited(one) == min(self.waited(other) for other in free):
            found.append(Why.TOPIC)
        if self.last_kind and one.kind != self.last_kind:
            found.append(Why.KIND)
        found.append(Why.NEVER_USED if one.last_used is None else Why.RESTED)
        return tuple(found)


def _counts(values: Iterable[object], start: Iterable[object]) -> Mapping[object, int]:
    counts: dict[object, int] = dict.fromkeys(start, 0)
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts
