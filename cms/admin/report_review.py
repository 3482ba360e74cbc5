"""The review screen: a report's passages, and the form in which one is edited."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.report_decisions import changes, check_permission, decide, decide_section
from cms.admin.report_reading import discard, reading_of, states
from cms.admin.report_sheet import Sheet
from cms.models import Learning, Passage, PassageKind, Report, Topic
from cms.work import is_worker_alive

MANY_TOPICS = 40


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """All of a report's passages with what they may become."""

    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        check_permission(request)
        self.report = get_object_or_404(Report.objects.select_related("workshop", "harvested_by"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [f"cms/admin/report/{'review' if self.report.is_ready else 'reading'}.html"]

    def get_page_title(self) -> str:
        return self.report.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("report:index"), "label": _("Reports")},
            {"url": "", "label": self.report.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.report.is_ready:
            is_alive = is_worker_alive(timezone.now())
            reading = reading_of(self.report)
            return super().get_context_data(report=self.report, reading=reading, is_alive=is_alive, **kwargs)
        return super().get_context_data(**self.sheet_context(), **kwargs)

    def sheet_context(self) -> dict[str, Any]:
        query = self.request.GET
        state = query.get("state", "") if query.get("state", "") in Passage.State.values else ""
        kind = query.get("kind", "") if query.get("kind", "") in PassageKind.values else ""
        sheet = Sheet(self.report, state, kind)
        editing = next((p for p in sheet.passages if str(p.pk) == query.get("edit") and p.is_pending), None)
        return {
            "sheet": sheet,
            "report": self.report,
            "editing": editing.pk if editing else None,
            "form": form_context(editing) if editing else None,
            "back": urlencode({"state": state, "kind": kind}) if state or kind else "",
            "now": timezone.now().isoformat(),
        }


def form_context(passage: Passage) -> dict[str, Any]:
    """What the edit form of one passage offers."""
    in_use = list(Topic.objects.order_by("name").values_list("name", flat=True)[:MANY_TOPICS])
    names = list(dict.fromkeys([*passage.topics, *in_use]))
    return {
        "passage": passage,
        "kinds": PassageKind.choices,
        "types": Learning.Type.choices,
        "topics": [{"name": name, "is_chosen": name in passage.topics, "is_new": name not in in_use} for name in names],
    }


@require_GET
def passage_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The edit form of one passage, for the script."""
    check_permission(request)
    passage = get_object_or_404(Passage, pk=pk)
    html = render_to_string("cms/admin/report/form.html", form_context(passage) | {"inline": True}, request)
    return HttpResponse(html)


@hooks.register("register_admin_urls")
def register_review_urls() -> list[URLPattern]:
    return [
        path("harvest/<int:pk>/review/", ReviewView.as_view(), name="report_review"),
        path("harvest/reading/", states, name="report_states"),
        path("harvest/<int:pk>/discard/", discard, name="report_discard"),
        path("harvest/<int:pk>/section/", decide_section, name="report_section"),
        path("harvest/<int:pk>/changes/", changes, name="report_changes"),
        path("harvest/passages/<int:pk>/decide/", decide, name="passage_decide"),
        path("harvest/passages/<int:pk>/form/", passage_form, name="passage_form"),
    ]
