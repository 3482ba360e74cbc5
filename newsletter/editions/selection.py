"""Which items stand in a month's edition, and why: plain values in, plain values out.

Newest first, topics in turn, nobody twice in an edition, nothing this audience has had. The same input always gives
the same picks.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class EligibleItem:
    """An item that may go out by email now. `contributor` is None where nobody is behind it."""

    item_id: int
    kind: str
    topics: tuple[str, ...]
    contributor: int | None
    published_at: datetime


@dataclass(frozen=True)
class SectionRule:
    kind: str
    count: int
    minimum: int = 1


@dataclass(frozen=True)
class TopicHead:
    """The newest items of a kind on a topic, where there are more of them than are among the candidates."""

    kind: str
    items: frozenset[int]


@dataclass(frozen=True)
class ChosenItem:
    """A chosen item and the topic it was chosen for; empty where it has none."""

    item_id: int
    kind: str
    topic: str
    section: int


@dataclass(frozen=True)
class Selection:
    picks: tuple[ChosenItem, ...]
    thin: tuple[SectionRule, ...]
    """The sections that found fewer than their minimum."""
    needs_more: bool = False
    """Whether an item that is not among the candidates might have been better."""

    @property
    def is_thin(self) -> bool:
        return bool(self.thin)


def pick(
    candidates: Iterable[EligibleItem],
    sections: Iterable[SectionRule],
    had: frozenset[int] = frozenset(),
    heads: Collection[TopicHead] = (),
) -> Selection:
    """Fill `sections` in turn from `candidates`, leaving out the items that this audience `had`.

    Where not all candidates are given, `heads` says of which kinds and topics they are only the newest. That changes
    no pick as long as one of each head can still be chosen: it goes before all that are not given.
    """
    left = {candidate.item_id: candidate for candidate in candidates if candidate.item_id not in had}
    seen: Counter[str] = Counter()
    picks: list[ChosenItem] = []
    thin: list[SectionRule] = []
    needs_more = False
    for number, section in enumerate(sections):
        found = 0
        while found < section.count:
            needs_more |= any(head.kind == section.kind and head.items.isdisjoint(left) for head in heads)
            fitting = [candidate for candidate in left.values() if candidate.kind == section.kind]
            if not fitting:
                break
            chosen = min(fitting, key=lambda candidate: _order(candidate, seen))
            topic = rarest(chosen, seen)
            picks.append(ChosenItem(chosen.item_id, chosen.kind, topic, number))
            seen.update(chosen.topics or ("",))
            left = {key: c for key, c in left.items() if key != chosen.item_id and not _same_person(c, chosen)}
            found += 1
        if found < section.minimum:
            thin.append(section)
    return Selection(tuple(picks), tuple(thin), needs_more)


def rarest(candidate: EligibleItem, seen: Counter[str]) -> str:
    """The topic of `candidate` that the edition has least of so far."""
    return min(candidate.topics or ("",), key=lambda topic: (seen[topic], topic))


def _order(candidate: EligibleItem, seen: Counter[str]) -> tuple[int, float, int]:
    return seen[rarest(candidate, seen)], -candidate.published_at.timestamp(), -candidate.item_id


def _same_person(one: EligibleItem, other: EligibleItem) -> bool:
    return one.contributor is not None and one.contributor == other.contributor
