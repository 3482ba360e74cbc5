"""A report while it is read: how far it is, told to its page and to the list until it is ready or has failed."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from cms.core.errors import CosechaError
from cms.core.http.row_keys import key_in
from cms.harvest.reading.error_messages import refusal
from cms.harvest.reading.queue import discard_report
from cms.models import Report
from cms.users.session import signed_in_user

MANY = 100


@dataclass(frozen=True)
class ReadingState:
    """How far the reading of a report is, as its page and the list show it."""

    pk: int
    state: str
    percent: int
    problem: str = ""

    @property
    def is_going_on(self) -> bool:
        return self.state in (Report.State.WAITING, Report.State.READING)

    @property
    def is_waiting(self) -> bool:
        return self.state == Report.State.WAITING


def reading_of(report: Report) -> ReadingState | None:
    """How far it is; None for a report that is read."""
    if report.is_ready:
        return None
    problem = refusal(report.problem, report.problem_about) if report.is_failed else ""
    return ReadingState(report.pk, report.state, report.percent, problem)


@require_GET
def states(request: HttpRequest) -> HttpResponse:
    """The progress of the reports with these keys: which are finished, and the parts of the others."""
    if not request.user.has_perm("cms.change_report"):
        raise PermissionDenied
    keys = [key for text in request.GET.getlist("report")[:MANY] if (key := key_in(text)) is not None]
    found = {report.pk: reading_of(report) for report in Report.objects.filter(pk__in=keys)}
    going_on = {pk: reading for pk, reading in found.items() if reading and reading.is_going_on}
    parts = {
        pk: render_to_string("cms/admin/reports/reading_state.html", {"reading": reading}, request)
        for pk, reading in going_on.items()
    }
    return JsonResponse({"parts": parts, "done": [key for key in keys if key not in going_on]})


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report that could not be read off the list."""
    report = get_object_or_404(Report, pk=pk)
    try:
        discard_report(report, signed_in_user(request))
    except CosechaError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("report:index"))
