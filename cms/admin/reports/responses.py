"""What a decision on the review screen is answered with: to its script the parts that changed, or else a page."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin import messages

from cms.admin.reports.view_model import Sheet
from cms.core.errors import CosechaError
from cms.models import Passage, Report


def check_permission(request: HttpRequest) -> None:
    if not request.user.has_perm("cms.change_report"):
        raise PermissionDenied


def is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


@dataclass
class Done:
    """What a decision changed. `told` is for who cannot see it; `message` is shown as well."""

    report: Report
    changed: Collection[int]
    gone: Collection[int] = ()
    told: str = ""
    message: str = ""
    # Where to go on: the passage itself, or the next that waits.
    passage: Passage | None = None
    stays: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def done(request: HttpRequest, what: Done) -> HttpResponse:
    if is_script(request):
        told = {"message": what.message, "told": what.told}
        if what.stays and what.passage:
            told["focus"] = f"p{what.passage.pk}"
        return JsonResponse(parts_of(request, what.report, what.changed, what.gone) | told | what.extra)
    if what.message:
        messages.success(request, what.message)
    following = what.passage.pk if what.passage else None
    if following and not what.stays:
        following = Sheet(what.report).tally.next_waiting(following)
    return HttpResponseRedirect(address(request, what.report, following))


def refused(
    request: HttpRequest, report: Report, error: CosechaError, passage: Passage | None = None, **extra: Any
) -> HttpResponse:
    """The sentence that says why not, with the passage as it is now."""
    if is_script(request):
        changed = [passage.pk] if passage else []
        return JsonResponse(parts_of(request, report, changed) | {"error": str(error)} | extra, status=409)
    messages.error(request, str(error))
    return HttpResponseRedirect(address(request, report, passage.pk if passage else None))


def address(request: HttpRequest, report: Report, passage: int | None) -> str:
    back = request.POST.get("back", "")
    page = reverse("report_review", args=[report.pk]) + (f"?{back}" if back else "")
    return f"{page}#p{passage}" if passage else page


def parts_of(
    request: HttpRequest, report: Report, changed: Collection[int], gone: Collection[int] = ()
) -> dict[str, Any]:
    """The parts of the screen that changed, by the id of the element each replaces, and no others.

    `order` has the passages of every title that was touched: who misses one of them puts it in its place.
    """
    report = Report.objects.get(pk=report.pk)
    sheet = Sheet(report)
    context = {"sheet": sheet, "report": report, "back": request.POST.get("back", "")}

    def part(name: str, **more: Any) -> str:
        return render_to_string(f"cms/admin/reports/{name}.html", context | more, request)

    cards = sheet.cards(changed)
    parts = {f"p{card.passage.pk}": part("card", card=card) for card in cards}
    parts["progress"] = part("progress")
    parts["filters"] = part("filters")
    paths = {tuple(card.passage.heading_path) for card in cards}
    above = {path[:depth] for path in paths for depth in range(len(path) + 1)}
    for path in above - {()}:
        node = sheet.tally.nodes[path]
        parts[f"{node.key}-row"] = part("outline_row", node=node)
    touched = [section for section in sheet.tally.sections if section.path in above]
    parts |= {f"{section.key}-tools": part("section_tools", section=section) for section in touched}
    order = {section.key: [f"p{row.pk}" for row in section.rows] for section in touched if section.path in paths}
    return {
        "parts": parts,
        "order": order,
        "gone": [f"p{pk}" for pk in gone],
        "is_done": sheet.tally.progress["is_done"],
    }
