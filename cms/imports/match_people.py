"""Who a table speaks of: somebody known, somebody new, or a question. Two people of one name are never guessed at."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cms.imports.columns import bare
from cms.imports.parse import ParsedRow

NEW = "new"


@dataclass(frozen=True)
class Known:
    """Somebody who is there already."""

    pk: int
    name: str
    role: str = ""
    region: str = ""
    organisation: str = ""
    item_count: int = 0


@dataclass
class NamedPerson:
    """One person as the table describes them, and who that is: `chosen` is "new", "known:12" or "same:key"."""

    key: str
    name: str
    role: str = ""
    organisation: str = ""
    region: str = ""
    numbers: list[int] = field(default_factory=list)
    candidates: list[Known] = field(default_factory=list)
    others: list["NamedPerson"] = field(default_factory=list)
    needs_choice: bool = False
    chosen: str = ""

    @property
    def options(self) -> list[str]:
        """Everything that may be chosen."""
        same = [f"same:{other.key}" for other in self.others]
        return [*(f"known:{known.pk}" for known in self.candidates), *same, NEW]

    @property
    def is_decided(self) -> bool:
        return bool(self.chosen)

    @property
    def whom(self) -> "NamedPerson":
        """Itself, or whom "the same as that one" leads to."""
        kind, _colon, key = self.chosen.partition(":")
        return next(other for other in self.others if other.key == key).whom if kind == "same" else self

    @property
    def known_pk(self) -> int | None:
        """Who it is among those there are; None where new or undecided."""
        kind, _colon, value = self.chosen.partition(":")
        return int(value) if kind == "known" else None

    @property
    def is_new(self) -> bool:
        return self.chosen == NEW


def people_of(rows: Iterable[ParsedRow], known: Iterable[Known], choices: Mapping[str, str]) -> dict[int, NamedPerson]:
    """The person of each row that names one, by the row's number. `choices` answer questions by a person's key."""
    by_name: dict[str, list[ParsedRow]] = defaultdict(list)
    for row in rows:
        if bare(row.name):
            by_name[bare(row.name)].append(row)
    namesakes: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        namesakes[bare(one.name)].append(one)
    found: dict[int, NamedPerson] = {}
    for name, of_name in by_name.items():
        people = _people(of_name)
        for person in people:
            _decide(person, people, namesakes[name], choices.get(person.key, ""))
        for person in people:
            found |= dict.fromkeys(person.numbers, person)
    return found


def _people(rows: list[ParsedRow]) -> list[NamedPerson]:
    """The rows of one name as people: one, unless they say different places or organisations."""
    details = {(bare(row.region), bare(row.organisation)) for row in rows}
    is_one = all(len({part for part in parts if part}) <= 1 for parts in zip(*details, strict=True))
    people: dict[tuple[str, ...], NamedPerson] = {}
    for row in rows:
        where = () if is_one else (bare(row.region), bare(row.organisation))
        person = people.get(where)
        if person is None:
            key = hashlib.sha256(repr((bare(row.name), where)).encode()).hexdigest()[:16]
            person = people[where] = NamedPerson(key, row.name)
        person.numbers.append(row.number)
        for part in ("role", "organisation", "region"):
            if not getattr(person, part):
                setattr(person, part, getattr(row, part))
    return list(people.values())


def _decide(person: NamedPerson, people: list[NamedPerson], namesakes: list[Known], choice: str) -> None:
    person.candidates = namesakes
    # Only one that stands before it, so that no two point at each other.
    person.others = people[: people.index(person)]
    is_clearly_known = len(people) == 1 and len(namesakes) == 1 and not _differs(person, namesakes[0])
    person.needs_choice = not is_clearly_known and len(person.options) > 1
    if not person.needs_choice:
        person.chosen = person.options[0]
    elif choice in person.options:
        person.chosen = choice


def _differs(person: NamedPerson, known: Known) -> bool:
    """Whether the two cannot be told to be one: both say where they are from, or for whom, and not the same."""
    pairs = ((person.region, known.region), (person.organisation, known.organisation))
    return any(bare(one) and bare(other) and bare(one) != bare(other) for one, other in pairs)
