"""The parts of the report on consents: what each lists, and what stands in its lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin.content.covered_items import edit_url, headline
from cms.consent.gate import Use
from cms.models import Consent, Contributor, Item
from cms.models.kinds.item_contents import contents_of
from cms.terms import consent_report
from cms.terms.record import NOTICE


@dataclass(frozen=True)
class ConsentReportCell:
    """`tag` colours it; `address` is what a file says of where it leads."""

    text: str
    url: str = ""
    tag: str = ""
    address: str = ""


Row = list[ConsentReportCell]


class Asked(Protocol):
    """What somebody looks for in the report, and who of it they may see."""

    @property
    def use(self) -> Use | None: ...

    def who(self, contributor: Contributor | None) -> ConsentReportCell: ...


@dataclass(frozen=True)
class ReportSection:
    """One of the report's parts. `person` and `what` are where a search looks."""

    name: str
    label: Promise
    explanation: Promise
    empty: Promise
    headings: tuple[Promise, ...]
    rows: Callable[[Asked], QuerySet[Any]]
    lines: Callable[[Asked, list[Any]], Iterable[Row]]
    person: str
    what: tuple[str, ...] = ()
    has_uses: bool = True


def _consent(consent: Consent) -> ConsentReportCell:
    return ConsentReportCell(consent.label, reverse("wagtailsnippets_cms_consent:inspect", args=[consent.pk]))


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def ending_lines(asked: Asked, consents: list[Any]) -> Iterator[Row]:
    today = timezone.localdate()
    for consent in consents:
        left = (consent.expires_on - today).days
        state, tag = (
            (_("Ended"), "critical")
            if left < 0
            else (_("Ends soon"), "warning")
            if left <= NOTICE.days
            else (_("Ends"), "positive")
        )
        yield [
            asked.who(consent.contributor),
            _consent(consent),
            ConsentReportCell(_day(consent.expires_on)),
            ConsentReportCell(state, tag=tag),
            ConsentReportCell(str(consent.covers)),
        ]


def unused_lines(asked: Asked, consents: list[Any]) -> Iterator[Row]:
    for consent in consents:
        uses = ", ".join(str(use.label) for use in consent_report.unused_uses(consent))
        since = _day(timezone.localtime(consent.created_at))
        yield [
            asked.who(consent.contributor),
            _consent(consent),
            ConsentReportCell(uses),
            ConsentReportCell(str(consent.covers)),
            ConsentReportCell(since),
        ]


def unused_item_lines(asked: Asked, items: list[Any]) -> Iterator[Row]:
    contents = contents_of(items)
    for item in items:
        uses = ", ".join(str(use.label) for use in consent_report.unused_uses(item))
        yield [
            asked.who(item.consent.contributor),
            ConsentReportCell(
                headline(item, contents.get(item.translation_key)), edit_url(contents.get(item.translation_key))
            ),
            ConsentReportCell(item.get_kind_display()),
            ConsentReportCell(uses),
            _consent(item.consent),
        ]


def where_lines(asked: Asked, items: list[Item]) -> Iterator[Row]:
    contents = contents_of(items)
    for shown in consent_report.shown_where(items, asked.use):
        content = contents.get(shown.item.translation_key)
        since = timezone.localtime(shown.since) if shown.since else None
        place = shown.copy.short or shown.copy.label
        yield [
            asked.who(shown.item.contributor),
            ConsentReportCell(headline(shown.item, content), edit_url(content)),
            ConsentReportCell(str(shown.channel.label)),
            ConsentReportCell(place, shown.copy.url, address=shown.copy.url or "—"),
            ConsentReportCell(_day(since)),
        ]


PERSON, CONSENT, COVERS = gettext_lazy("Person"), gettext_lazy("What it covers"), gettext_lazy("Items")
WORDS, KIND = gettext_lazy("Words"), gettext_lazy("Kind")
NEVER_ON = gettext_lazy("Allowed and never used")

PARTS = {
    part.name: part
    for part in (
        ReportSection(
            "ends",
            gettext_lazy("What ends"),
            gettext_lazy("Consents that end within 90 days, and those that ended in the last 90."),
            gettext_lazy("No consent ends within 90 days, and none has ended lately."),
            (PERSON, CONSENT, gettext_lazy("Until"), gettext_lazy("State"), COVERS),
            lambda asked: consent_report.ending(timezone.localdate()),
            ending_lines,
            "contributor",
            ("label",),
            has_uses=False,
        ),
        ReportSection(
            "unused",
            gettext_lazy("Never used"),
            gettext_lazy("Consents in force that allow a use for which nothing they cover has ever gone out."),
            gettext_lazy("Everything that people allowed has been used at least once."),
            (PERSON, CONSENT, NEVER_ON, COVERS, gettext_lazy("Recorded on")),
            lambda asked: consent_report.unused_consents(timezone.localdate(), asked.use),
            unused_lines,
            "contributor",
            ("label",),
        ),
        ReportSection(
            "unused-items",
            gettext_lazy("Words never used"),
            gettext_lazy("Words whose consent allows a use in which they have never gone out."),
            gettext_lazy("All words have gone out wherever their consent allows."),
            (PERSON, WORDS, KIND, NEVER_ON, gettext_lazy("Consent")),
            lambda asked: consent_report.unused_items(timezone.localdate(), asked.use),
            unused_item_lines,
            "consent__contributor",
            ("consent__skeleton",),
        ),
        ReportSection(
            "where",
            gettext_lazy("What is used where"),
            gettext_lazy("Whose words are out at this moment, in which places, and since when."),
            gettext_lazy("Nobody's words are out at this moment."),
            (PERSON, WORDS, gettext_lazy("Way"), gettext_lazy("Place"), gettext_lazy("Since")),
            lambda asked: consent_report.items_that_were_out(asked.use),
            where_lines,
            "contributor",
            ("consent__skeleton",),
        ),
    )
}
