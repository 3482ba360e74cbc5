"""From the cells of a line to what they say, or a sentence for each cell that says something else. No database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.errors import ConsentTermsError
from cms.core.text import collapse_spaces
from cms.harvest.suggestions.detect_language import language_of
from cms.imports import cell_values
from cms.imports.columns import CONSENT, bare
from cms.imports.read_table import Table, TableLine
from cms.models import ConsentTerms, Credit, Kind
from cms.terms.record import check

Sentence = str | Promise
LONGEST = {
    "words": 5000,
    "title": 160,
    "name": 160,
    "role": 120,
    "organisation": 160,
    "region": 120,
    "workshop": 200,
    "topics": 800,
}
# A consent is recorded only where each of these was answered. An empty "until" says that it has no end.
NEEDED = ("web", "email", "social", "credit", "how", "given_on")


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot become a draft: the column, as the file calls it, and a sentence."""

    column: str
    sentence: Sentence


@dataclass(frozen=True)
class Allowed:
    """What a person allowed, complete."""

    allows_web: bool
    allows_newsletter: bool
    allows_social: bool
    credit: Credit
    how: ConsentTerms.How
    begins_on: date
    expires_on: date | None = None

    def terms(self) -> dict[str, Any]:
        """As `cms.terms.record` takes them."""
        return vars(self) | {"allows_all_networks": self.allows_social}


@dataclass(frozen=True)
class ParsedRow:
    """What one line of the table says."""

    number: int
    words: str
    kind: Kind = Kind.QUOTE
    title: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    region: str = ""
    workshop: str = ""
    topics: tuple[str, ...] = ()
    language: str = "es"
    allowed: Allowed | None = None
    lacks: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()


def rows_of(table: Table, languages: Iterable[str], today: date) -> list[ParsedRow]:
    """Every line of a table, read. What has no language of its own is in that of the whole table."""
    default = language_of(" ".join(line.cells.get("words", "") for line in table.lines))
    known = frozenset(languages)
    return [_Reading(line, table.headings, known, default, today).row() for line in table.lines]


class _Reading:
    """Reads one line, and gathers what is wrong with it on the way."""

    def __init__(
        self, line: TableLine, headings: dict[str, str], languages: frozenset[str], language: str, today: date
    ) -> None:
        self.line, self.headings, self.languages, self.language, self.today = line, headings, languages, language, today
        self.problems: list[RowProblem] = []

    def row(self) -> ParsedRow:
        for name in self.line.unread:
            self.wrong(name, _("This cell holds a formula or an error. Write the value itself."))
        for name, longest in LONGEST.items():
            if len(self.cell(name)) > longest:
                self.wrong(name, _("This is longer than %d letters.") % longest)
        if not self.cell("words") and "words" not in self.line.unread:
            self.wrong("words", _("There are no words in this row."))
        allowed, lacks = self.consent()
        return ParsedRow(
            number=self.line.number,
            words=self.cell("words"),
            kind=self.one_of("kind", cell_values.KINDS, _("Write quote, testimony or learning.")) or Kind.QUOTE,
            title=self.cell("title"),
            **{
                name: collapse_spaces(self.cell(name))
                for name in ("name", "role", "organisation", "region", "workshop")
            },
            topics=self.topics(),
            language=self.in_language(),
            allowed=allowed,
            lacks=tuple(self.heading(name) for name in lacks),
            problems=tuple(self.problems),
        )

    def cell(self, name: str) -> str:
        return self.line.cells.get(name, "")

    def heading(self, name: str) -> str:
        return self.headings.get(name) or str(COLUMNS[name])

    def wrong(self, name: str, sentence: Sentence) -> None:
        self.problems.append(RowProblem(self.heading(name), sentence))

    def one_of(self, name: str, choices: dict[str, Any], sentence: Sentence) -> Any:
        said = bare(self.cell(name))
        if said and said not in choices:
            self.wrong(name, sentence)
        return choices.get(said)

    def topics(self) -> tuple[str, ...]:
        named = [collapse_spaces(name) for name in re.split(r"[;,|\n]", self.cell("topics"))]
        topics = tuple({bare(name): name for name in reversed(named) if bare(name)}.values())[::-1]
        if any(len(name) > 80 for name in topics):
            self.wrong("topics", _("The name of a topic has room for 80 letters. Divide topics with a semicolon."))
        return topics

    def in_language(self) -> str:
        code = self.one_of("language", cell_values.LANGUAGES, _("This language is not one of ours.")) or self.language
        if code not in self.languages:
            self.wrong("language", _("This language is not one of ours."))
        return str(code)

    def consent(self) -> tuple[Allowed | None, list[str]]:
        """What the person allowed where all of it is said; else what is lacking, where anything is said at all."""
        if not any(self.cell(name) for name in CONSENT):
            return None, []
        before = len(self.problems)
        uses = {name: self.yes_or_no(name) for name in ("web", "email", "social")}
        credit = self.one_of(
            "credit", cell_values.CREDITS, _("Write full name, first name, role and region, or anonymous.")
        )
        how = self.one_of(
            "how", cell_values.HOWS, _("Write signed form, recorded voice, message, or spoken with a witness.")
        )
        given_on, until = self.day("given_on"), self.day("until")
        lacks = [name for name in NEEDED if not self.cell(name)]
        if not self.cell("name"):
            lacks.append("name")
        if lacks or len(self.problems) > before or set(CONSENT) & set(self.line.unread) or given_on is None:
            return None, lacks
        allowed = Allowed(
            bool(uses["web"]), bool(uses["email"]), bool(uses["social"]), Credit(credit), how, given_on, until
        )
        try:
            check(ConsentTerms(**allowed.terms()), self.today)
        except ConsentTermsError as error:
            self.wrong("given_on" if given_on > self.today else "until", error.sentence)
            return None, []
        return allowed, []

    def yes_or_no(self, name: str) -> bool | None:
        said = cell_values.yes_or_no(self.cell(name))
        if self.cell(name) and said is None:
            self.wrong(name, _("Write yes or no."))
        return said

    def day(self, name: str) -> date | None:
        found = cell_values.day(self.cell(name))
        if self.cell(name) and found is None:
            self.wrong(name, _("Write the day as 2027-12-31, or as 31/12/2027 with the day first."))
        return found


# What each column is called where the file does not have it.
COLUMNS: dict[str, Sentence] = {
    "words": _("words"),
    "kind": _("kind"),
    "title": _("title"),
    "name": _("person"),
    "role": _("role"),
    "organisation": _("organisation"),
    "region": _("region or place"),
    "workshop": _("workshop"),
    "topics": _("topics"),
    "language": _("language"),
    "web": _("website"),
    "email": _("monthly email"),
    "social": _("social networks"),
    "credit": _("named as"),
    "until": _("valid until"),
    "how": _("how it was given"),
    "given_on": _("given on"),
}
