"""The report on consents: what ends, what was never used, what is used where. To look at, print and take away."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import caring
from cms.admin.covered import edit_url, headline
from cms.consent import Use
from cms.models import Consent, Contributor, Item, Organisation
from cms.spreadsheets import harmless
from cms.terms import NOTICE
from cms.wordings import wordings_of

MAY_SEE, MAY_NAME, MAY_EXPORT = "cms.view_consent", "cms.view_contributor", "cms.withdraw_item"
PER_PAGE = 30


@dataclass(frozen=True)
class Cell:
    """`tag` colours it; `address` is what a file says of where it leads."""

    text: str
    url: str = ""
    tag: str = ""
    address: str = ""


Row = list[Cell]


@dataclass(frozen=True)
class Part:
    """One of the report's parts. `person` and `what` are where a search looks."""

    name: str
    label: Promise
    explanation: Promise
    empty: Promise
    headings: tuple[Promise, ...]
    rows: Callable[["ReportView"], QuerySet[Any]]
    lines: Callable[["ReportView", list[Any]], Iterable[Row]]
    person: str
    what: tuple[str, ...] = ()
    has_uses: bool = True


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "people/consent_report.html"
    page_title = gettext_lazy("Report on consents")
    header_icon = "time"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MAY_SEE):
            raise PermissionDenied
        self.part = PARTS.get(kwargs.get("part", ""), PARTS["ends"])
        if request.GET.get("export") == "csv":
            return self.as_file()
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def may_name(self) -> bool:
        return bool(self.request.user.has_perm(MAY_NAME))

    @cached_property
    def may_export(self) -> bool:
        return bool(self.request.user.has_perm(MAY_EXPORT)) and self.may_name

    @cached_property
    def use(self) -> Use | None:
        wanted = self.request.GET.get("use", "")
        return Use(wanted) if wanted in Use.values and self.part.has_uses else None

    @cached_property
    def organisation(self) -> int | None:
        wanted = self.request.GET.get("organisation", "")
        return int(wanted) if wanted.isdecimal() else None

    @cached_property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()

    def rows(self) -> QuerySet[Any]:
        """What is asked for. Who may not see names finds nobody by theirs."""
        rows = self.part.rows(self)
        person = self.part.person
        if self.organisation:
            rows = rows.filter(**{f"{person}__organisation": self.organisation})
        for word in self.words.split():
            looked_in = [f"{person}__full_name", *self.part.what] if self.may_name else list(self.part.what)
            found = Q(pk__in=[])
            for field in looked_in:
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        return rows

    def who(self, contributor: Contributor | None) -> Cell:
        if contributor is None:
            return Cell("—")
        if not self.may_name:
            return Cell(_("Participant %d") % contributor.pk)
        return Cell(contributor.full_name, reverse("wagtailsnippets_cms_contributor:inspect", args=[contributor.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        paginator = Paginator(self.rows(), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        query["export"] = "csv"
        return context | {
            "part": self.part,
            "parts": [(part, reverse("consent_report", args=[part.name])) for part in PARTS.values()],
            "lines": list(self.part.lines(self, list(page.object_list))),
            "items": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "uses": Use.choices if self.part.has_uses else [],
            "use": self.use,
            "organisations": Organisation.objects.order_by("name"),
            "organisation": self.organisation,
            "words": self.words,
            "is_filtered": bool(self.words or self.organisation or self.use),
            "export_url": f"?{query.urlencode()}" if self.may_export and page.object_list else "",
            "today": timezone.localdate(),
        }

    def as_file(self) -> HttpResponse:
        """All of what is asked for. Names leave in a file only with who may withdraw."""
        if not self.may_export:
            raise PermissionDenied
        name = f"cosecha-{self.part.name}-{timezone.localdate():%Y-%m-%d}.csv"
        kind = "text/csv; charset=utf-8"
        response = HttpResponse(content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
        response.write("\ufeff")  # without it Excel reads accents as something else
        writer = csv.writer(response)
        headings = [str(heading) for heading in self.part.headings]
        writer.writerow([*headings, _("Address")] if self.part.name == "where" else headings)
        for line in self.part.lines(self, list(self.rows())):
            addresses = [cell.address for cell in line if cell.address]
            writer.writerow([harmless(text) for text in (*(cell.text for cell in line), *addresses)])
        return response


def _consent(consent: Consent) -> Cell:
    return Cell(consent.label, reverse("wagtailsnippets_cms_consent:inspect", args=[consent.pk]))


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def ending_lines(view: ReportView, consents: list[Any]) -> Iterator[Row]:
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
            view.who(consent.contributor),
            _consent(consent),
            Cell(_day(consent.expires_on)),
            Cell(state, tag=tag),
            Cell(str(consent.covers)),
        ]


def unused_lines(view: ReportView, consents: list[Any]) -> Iterator[Row]:
    for consent in consents:
        uses = ", ".join(str(use.label) for use in caring.unused_uses(consent))
        since = _day(timezone.localtime(consent.created_at))
        yield [view.who(consent.contributor), _consent(consent), Cell(uses), Cell(str(consent.covers)), Cell(since)]


def unused_item_lines(view: ReportView, items: list[Any]) -> Iterator[Row]:
    wordings = wordings_of(items)
    for item in items:
        uses = ", ".join(str(use.label) for use in caring.unused_uses(item))
        yield [
            view.who(item.consent.contributor),
            Cell(headline(item, wordings.get(item.translation_key)), edit_url(wordings.get(item.translation_key))),
            Cell(item.get_kind_display()),
            Cell(uses),
            _consent(item.consent),
        ]


def where_lines(view: ReportView, items: list[Item]) -> Iterator[Row]:
    wordings = wordings_of(items)
    for shown in caring.shown_where(items, view.use):
        wording = wordings.get(shown.item.translation_key)
        since = timezone.localtime(shown.since) if shown.since else None
        place = shown.copy.short or shown.copy.label
        yield [
            view.who(shown.item.contributor),
            Cell(headline(shown.item, wording), edit_url(wording)),
            Cell(str(shown.channel.label)),
            Cell(place, shown.copy.url, address=shown.copy.url or "—"),
            Cell(_day(since)),
        ]


PERSON, CONSENT, COVERS = gettext_lazy("Person"), gettext_lazy("What it covers"), gettext_lazy("Items")
WORDS, KIND = gettext_lazy("Words"), gettext_lazy("Kind")
NEVER_ON = gettext_lazy("Allowed and never used")

PARTS = {
    part.name: part
    for part in (
        Part(
            "ends",
            gettext_lazy("What ends"),
            gettext_lazy("Consents that end within 90 days, and those that ended in the last 90."),
            gettext_lazy("No consent ends within 90 days, and none has ended lately."),
            (PERSON, CONSENT, gettext_lazy("Until"), gettext_lazy("State"), COVERS),
            lambda view: caring.ending(timezone.localdate()),
            ending_lines,
            "contributor",
            ("label",),
            has_uses=False,
        ),
        Part(
            "unused",
            gettext_lazy("Never used"),
            gettext_lazy("Consents in force that allow a use for which nothing they cover has ever gone out."),
            gettext_lazy("Everything that people allowed has been used at least once."),
            (PERSON, CONSENT, NEVER_ON, COVERS, gettext_lazy("Recorded on")),
            lambda view: caring.unused_consents(timezone.localdate(), view.use),
            unused_lines,
            "contributor",
            ("label",),
        ),
        Part(
            "unused-items",
            gettext_lazy("Words never used"),
            gettext_lazy("Words whose consent allows a use in which they have never gone out."),
            gettext_lazy("All words have gone out wherever their consent allows."),
            (PERSON, WORDS, KIND, NEVER_ON, gettext_lazy("Consent")),
            lambda view: caring.unused_items(timezone.localdate(), view.use),
            unused_item_lines,
            "consent__contributor",
            ("consent__label",),
        ),
        Part(
            "where",
            gettext_lazy("What is used where"),
            gettext_lazy("Whose words are out at this moment, in which places, and since when."),
            gettext_lazy("Nobody's words are out at this moment."),
            (PERSON, WORDS, gettext_lazy("Way"), gettext_lazy("Place"), gettext_lazy("Since")),
            lambda view: caring.items_that_were_out(view.use),
            where_lines,
            "contributor",
            ("consent__label",),
        ),
    )
}


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


def menu_item(order: int) -> MenuItem:
    """Its entry in the menu of people."""
    return ReportMenuItem(
        gettext_lazy("Report on consents"),
        reverse_lazy("consent_report_index"),
        name="consent-report",
        icon_name="time",
        order=order,
    )


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    return [
        path("consent-report/", ReportView.as_view(), name="consent_report_index"),
        path("consent-report/<slug:part>/", ReportView.as_view(), name="consent_report"),
    ]
