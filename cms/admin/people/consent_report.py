"""The report on consents: what ends, what was never used, what is used where. To look at, print and take away."""

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.people.consent_report_sections import PARTS, ConsentReportCell
from cms.consent.gate import Use
from cms.core.csv_escape import harmless
from cms.core.http.row_keys import key_in
from cms.core.text.skeleton_search import found_by
from cms.models import Contributor, Organisation

MAY_SEE, MAY_NAME, MAY_EXPORT = "cms.view_consent", "cms.view_contributor", "cms.withdraw_item"
PER_PAGE = 30


class ConsentReportView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/admin/people/consent_report.html"
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
        return key_in(self.request.GET.get("organisation", ""))

    @cached_property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()

    def rows(self) -> QuerySet[Any]:
        """What is asked for. Who may not see names finds nobody by theirs."""
        rows = self.part.rows(self)
        person = self.part.person
        if self.organisation:
            rows = rows.filter(**{f"{person}__organisation": self.organisation})
        looked_in = [f"{person}__skeleton", *self.part.what] if self.may_name else list(self.part.what)
        return rows.filter(found_by(self.words, *looked_in))

    def who(self, contributor: Contributor | None) -> ConsentReportCell:
        if contributor is None:
            return ConsentReportCell("—")
        if not self.may_name:
            return ConsentReportCell(_("Participant %d") % contributor.pk)
        return ConsentReportCell(
            contributor.full_name, reverse("wagtailsnippets_cms_contributor:inspect", args=[contributor.pk])
        )

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


class ConsentReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


def menu_item(order: int) -> MenuItem:
    """Its entry in the menu of people."""
    return ConsentReportMenuItem(
        gettext_lazy("Report on consents"),
        reverse_lazy("consent_report_index"),
        name="consent-report",
        icon_name="time",
        order=order,
    )


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    return [
        path("consent-report/", ConsentReportView.as_view(), name="consent_report_index"),
        path("consent-report/<slug:part>/", ConsentReportView.as_view(), name="consent_report"),
    ]
