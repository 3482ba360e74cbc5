"""What staff decide on the review screen, answered to its script as the parts that changed, or else as a page."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from cms.admin.report_sheet import Card, Sheet
from cms.errors import CosechaError
from cms.harvest.review import (
    Choice,
    accept_passage,
    accept_section,
    edit_passage,
    leave_out_rest,
    skip_passage,
    undo_decision,
)
from cms.models import Passage, Report


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision about one passage: `action` is accept, skip, undo, edit or edit-accept."""
    check_permission(request)
    passage = get_object_or_404(Passage.objects.select_related("report"), pk=pk)
    action = request.POST.get("action", "")
    if action not in ("accept", "skip", "undo", "edit", "edit-accept"):
        raise Http404
    try:
        if action.startswith("edit"):
            edit_passage(passage, _choice(request), request.user)
        if action.endswith("accept"):
            accept_passage(passage, request.user)
        elif action == "skip":
            skip_passage(passage, request.user)
        elif action == "undo":
            undo_decision(passage, request.user)
    except CosechaError as error:
        return _refused(request, passage.report, [passage.pk], error, passage)
    return _done(request, passage.report, [passage.pk], passage=passage, stays=action in ("undo", "edit"))


@require_POST
def decide_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept everything that waits under one title, or leave out everything with nothing to keep."""
    check_permission(request)
    report = get_object_or_404(Report, pk=pk)
    try:
        if request.POST.get("action") == "nothing":
            decided = leave_out_rest(report, request.user)
        else:
            decided = accept_section(report, _path(request), request.user)
    except CosechaError as error:
        return _refused(request, report, [], error)
    accepted = sum(passage.state == Passage.State.ACCEPTED for passage in decided)
    left_out = len(decided) - accepted
    told = [
        ngettext("%(count)d passage accepted.", "%(count)d passages accepted.", accepted) % {"count": accepted},
        ngettext("%(count)d left out.", "%(count)d left out.", left_out) % {"count": left_out},
    ]
    message = " ".join(line for line, count in zip(told, (accepted, left_out), strict=True) if count)
    return _done(request, report, [passage.pk for passage in decided], message, decided[-1] if decided else None)


@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What others decided since `since`: two people on one report see each other's decisions."""
    check_permission(request)
    report = get_object_or_404(Report, pk=pk)
    since = parse_datetime(request.GET.get("since", "").replace(" ", "+"))
    if since is None or timezone.is_naive(since):
        raise Http404
    now = timezone.now()
    changed = list(report.passages.filter(changed_at__gt=since).values_list("pk", flat=True))
    if not changed:
        return JsonResponse({"now": now.isoformat(), "parts": {}})
    return JsonResponse(_answer(request, report, changed) | {"now": now.isoformat()})


def check_permission(request: HttpRequest) -> None:
    if not request.user.has_perm("cms.change_report"):
        raise PermissionDenied


def _choice(request: HttpRequest) -> Choice:
    data = request.POST
    added = data.get("new_topics", "").split(",")
    return Choice(
        kind=data.get("kind", ""),
        type=data.get("type", ""),
        title=data.get("title", ""),
        wording=data.get("wording", "").replace("\r\n", "\n"),
        topics=[*data.getlist("topics"), *added],
        speaker=data.get("speaker", ""),
        role=data.get("role", ""),
    )


def _path(request: HttpRequest) -> list[str]:
    try:
        path = json.loads(request.POST.get("path", ""))
    except ValueError as error:
        raise Http404 from error
    if not isinstance(path, list) or not all(isinstance(title, str) for title in path):
        raise Http404
    return path


def _done(
    request: HttpRequest,
    report: Report,
    changed: list[int],
    message: str = "",
    passage: Passage | None = None,
    *,
    stays: bool = False,
) -> HttpResponse:
    if is_script(request):
        return JsonResponse(_answer(request, report, changed) | {"message": message})
    if message:
        messages.success(request, message)
    following = passage if stays or passage is None else Sheet(report).next_waiting(passage.position)
    return HttpResponseRedirect(_address(request, report, following))


def _refused(
    request: HttpRequest, report: Report, changed: list[int], error: CosechaError, passage: Passage | None = None
) -> HttpResponse:
    if is_script(request):
        return JsonResponse(_answer(request, report, changed) | {"error": str(error)}, status=409)
    messages.error(request, str(error))
    return HttpResponseRedirect(_address(request, report, passage))


def _address(request: HttpRequest, report: Report, passage: Passage | None) -> str:
    back = request.POST.get("back", "")
    address = reverse("report_review", args=[report.pk]) + (f"?{back}" if back else "")
    return f"{address}#p{passage.pk}" if passage else address


def is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _answer(request: HttpRequest, report: Report, changed: list[int]) -> dict[str, Any]:
    """The parts of the screen that changed, by the id of the element each replaces."""
    sheet = Sheet(Report.objects.get(pk=report.pk))
    context = {"sheet": sheet, "report": report, "back": request.POST.get("back", "")}
    parts = {f"p{card.passage.pk}": _card(request, card, context) for card in sheet.cards(changed)}
    for part in ("progress", "outline"):
        parts[part] = render_to_string(f"cms/admin/report/{part}.html", context, request)
    touched = {tuple(card.passage.heading_path) for card in sheet.cards(changed)}
    for section in sheet.sections:
        if section.path in touched:
            parts[f"{section.key}-tools"] = render_to_string(
                "cms/admin/report/section_tools.html", context | {"section": section}, request
            )
    return {"parts": parts, "is_done": sheet.progress["is_done"]}


def _card(request: HttpRequest, card: Card, context: dict[str, Any]) -> str:
    return render_to_string("cms/admin/report/card.html", context | {"card": card}, request)
