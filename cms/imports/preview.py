"""What importing a table would do, row by row, before anything is written: a fixed number of queries."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.content.publish_checks import WithdrawnWordsError
from cms.core.text import fold_letters, fold_longest
from cms.imports.columns import bare
from cms.imports.match_people import Known, NamedPerson, people_of
from cms.imports.parse import ParsedRow, rows_of
from cms.imports.read_table import Table
from cms.imports.template import is_example
from cms.models import ConsentTerms, Contributor, ImportedRow, Organisation, Topic, Workshop, model_for
from cms.users.models import User


class Fate(TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New draft")
    KNOWN = "known", _("Already here")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    QUESTION = "question", _("To decide")
    ERROR = "error", _("Error")


@dataclass
class DraftPreview:
    """A row with what it will become."""

    row: ParsedRow
    digest: str
    described: NamedPerson | None = None
    fate: Fate = Fate.NEW
    sentence: str | Promise = ""
    notes: list[str | Promise] = field(default_factory=list)
    records_consent: bool = False

    @property
    def person(self) -> NamedPerson | None:
        """Who it is, once that is decided."""
        return self.described.whom if self.described else None


@dataclass
class ImportPlan:
    """Every row's card, and what else will be made. Reads the database as it is now."""

    table: Table
    cards: list[DraftPreview]
    organisations: dict[str, Organisation]
    workshops: dict[str, Workshop]
    topics: dict[str, Topic]
    locales: dict[str, Locale]

    def of_fate(self, fate: Fate) -> list[DraftPreview]:
        return [card for card in self.cards if card.fate == fate]

    @cached_property
    def drafts(self) -> list[DraftPreview]:
        return self.of_fate(Fate.NEW)

    @property
    def stopped_by(self) -> int:
        """How many rows cannot be imported as they are."""
        return sum(card.fate in (Fate.ERROR, Fate.QUESTION) for card in self.cards)

    @cached_property
    def questions(self) -> list[NamedPerson]:
        """The people about whom staff must choose, or have chosen."""
        open_cards = [card for card in self.cards if card.fate in (Fate.NEW, Fate.QUESTION)]
        described = [card.described for card in open_cards if card.described and card.described.needs_choice]
        return [*{person.key: person for person in described}.values()]

    @property
    def new_people(self) -> list[NamedPerson]:
        return [*{card.person.key: card.person for card in self.drafts if card.person and card.person.is_new}.values()]

    @property
    def new_topics(self) -> list[str]:
        return _missing((name for card in self.drafts for name in card.row.topics), self.topics)

    @property
    def new_workshops(self) -> list[str]:
        return _missing((card.row.workshop for card in self.drafts), self.workshops)

    @property
    def new_organisations(self) -> list[str]:
        return _missing((person.organisation for person in self.new_people), self.organisations)


def plan(table: Table, choices: Mapping[str, str], by: User) -> ImportPlan:
    """What importing `table` would do. `choices` say who the people asked about are; `by` is who would import."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    rows = rows_of(table, locales, timezone.localdate())
    people = people_of(rows, _known_people(rows), choices)
    cards = [DraftPreview(row, digest_of(row), people.get(row.number)) for row in rows]
    workshops = list(Workshop.objects.order_by("-pk"))
    _decide(cards, _namesakes(workshop.title for workshop in workshops))
    _look_at_consents(cards, by)
    return ImportPlan(
        table,
        cards,
        {bare(row.name): row for row in Organisation.objects.order_by("-pk")},
        {bare(row.title): row for row in workshops},
        {bare(row.name): row for row in Topic.objects.order_by("-pk")},
        locales,
    )


def digest_of(row: ParsedRow) -> str:
    """The same for two rows with the same words of the same name, however they are written."""
    return hashlib.sha256(f"{fold_letters(row.words)}\n{fold_letters(row.name)}".encode()).hexdigest()


def _known_people(rows: Iterable[ParsedRow]) -> list[Known]:
    names = {bare(row.name) for row in rows} - {""}
    found = Contributor.objects.select_related("organisation").annotate(
        item_count=Count("items", filter=Q(items__withdrawn_at__isnull=True))
    )
    return [
        Known(
            one.pk,
            one.full_name,
            one.role,
            one.region,
            one.organisation.name if one.organisation else "",
            one.item_count,
        )
        for one in (found.order_by("pk") if names else ())
        if bare(one.full_name) in names
    ]


@dataclass(frozen=True)
class _Earlier:
    """Words that are there already: of whom, and when they were withdrawn."""

    contributor_id: int | None
    withdrawn_at: datetime | None


def _earlier_words(rows: Iterable[ParsedRow]) -> dict[str, list[_Earlier]]:
    found: dict[str, list[_Earlier]] = defaultdict(list)
    for kind in {row.kind for row in rows}:
        for content in model_for(kind).objects.select_related("item"):
            item = content.item
            found[fold_longest(content.texts())].append(_Earlier(item.contributor_id, item.withdrawn_at))
    return found


def _decide(cards: list[DraftPreview], twice: set[str]) -> None:
    """Give each card its fate, the first reason that applies."""
    earlier = _earlier_words(card.row for card in cards)
    imported = {
        row.digest: row
        for row in ImportedRow.objects.filter(digest__in={card.digest for card in cards}).select_related("item")
    }
    seen: dict[str, int] = {}
    for card in cards:
        row = card.row
        if is_example(row.words):
            card.fate, card.sentence = Fate.KNOWN, _("The example of the template: it stays out.")
        elif row.problems:
            card.fate = Fate.ERROR
        elif bare(row.workshop) in twice:
            card.fate, card.sentence = Fate.ERROR, _("There are two workshops of this title. Rename one of them first.")
        elif card.digest in seen:
            card.fate, card.sentence = Fate.KNOWN, _("The same as row %d.") % seen[card.digest]
        else:
            seen[card.digest] = row.number
            _decide_one(card, imported.get(card.digest), earlier.get(fold_letters(row.words), []))


def _decide_one(card: DraftPreview, imported: ImportedRow | None, earlier: list[_Earlier]) -> None:
    gone = [one.withdrawn_at for one in earlier if one.withdrawn_at]
    if imported and imported.item and imported.item.withdrawn_at:
        gone.append(imported.item.withdrawn_at)
    if gone and not _is_renewed(card, max(gone)):
        card.fate = Fate.WITHDRAWN
        card.sentence = WithdrawnWordsError.sentence
    elif imported and imported.item is None:
        card.fate, card.sentence = Fate.KNOWN, _("It was imported before, and its draft was deleted since.")
    elif imported and imported.item and not imported.item.withdrawn_at:
        card.fate, card.sentence = Fate.KNOWN, _("It was imported before.")
    elif any(_is_theirs(one, card.person) for one in earlier if not one.withdrawn_at):
        card.fate, card.sentence = Fate.KNOWN, _("These words are here already.")
    elif card.person and not card.person.is_decided:
        card.fate, card.sentence = Fate.QUESTION, _("Say who this is: there is more than one possibility.")


def _is_renewed(card: DraftPreview, withdrawn_at: datetime) -> bool:
    return card.row.allowed is not None and card.row.allowed.begins_on > timezone.localdate(withdrawn_at)


def _is_theirs(earlier: _Earlier, person: NamedPerson | None) -> bool:
    """Whether words that are here may be this person's: they are, unless both are known and differ."""
    if person is None or earlier.contributor_id is None or not person.is_decided:
        return True
    return earlier.contributor_id == person.known_pk


def _look_at_consents(cards: list[DraftPreview], by: User) -> None:
    """Say of each draft whether its consent will be recorded, and if not, why it waits without."""
    newest = _newest_decisions({card.person.known_pk for card in cards if card.person and card.person.known_pk})
    may_record = by.has_perm("cms.add_consent") and by.has_perm("cms.add_consentterms")
    for card in cards:
        if card.fate != Fate.NEW:
            continue
        allowed = card.row.allowed
        if card.row.lacks:
            lacks = ", ".join(card.row.lacks)
            card.notes.append(_("The consent is not complete: %s is missing. The draft waits without it.") % lacks)
        elif allowed and not may_record:
            card.notes.append(_("You may not record consents. The draft waits without it."))
        elif allowed and card.person and _is_older(allowed.begins_on, newest.get(card.person.known_pk)):
            card.notes.append(
                _("This person decided again after that day. The draft waits without this older consent.")
            )
        else:
            card.records_consent = allowed is not None


def _newest_decisions(contributors: set[int | None]) -> dict[int | None, dict[str, Any]]:
    """Of each person, the day of the newest terms of any of their consents, and that of the newest withdrawal."""
    terms = ConsentTerms.objects.filter(consent__contributor__in=contributors).values("consent__contributor")
    days = terms.annotate(newest=Max("begins_on"), withdrawn=Max("begins_on", filter=Q(is_withdrawal=True)))
    return {row["consent__contributor"]: dict(row) for row in days.order_by()}


def _is_older(given_on: date, decided: dict[str, Any] | None) -> bool:
    if decided is None:
        return False
    return bool(decided["newest"] > given_on or (decided["withdrawn"] and decided["withdrawn"] >= given_on))


def _namesakes(titles: Iterable[str]) -> set[str]:
    """The titles that more than one has."""
    seen: set[str] = set()
    return {title for title in map(bare, titles) if title in seen or seen.add(title)}  # type: ignore[func-returns-value]


def _missing(names: Iterable[str], known: Mapping[str, Any]) -> list[str]:
    """Those of `names` that nothing is called yet, each once."""
    return [*{bare(name): name for name in reversed([*names]) if bare(name) and bare(name) not in known}.values()][::-1]
