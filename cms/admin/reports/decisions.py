"""What staff decide on the review screen, passage by passage or for a whole section."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cms.admin.reports.responses import Done, check_permission, done, parts_of, refused
from cms.core.errors import CosechaError
from cms.core.http.row_keys import key_in
from cms.harvest.review.attribution import same_as_before
from cms.harvest.review.decide import (
    Choice,
    accept_passage,
    accept_section,
    edit_passage,
    leave_out_rest,
    skip_passage,
    undo_decision,
)
from cms.harvest.review.split_join import Changed, join_passages, split_passage, undo_recut
from cms.models import Passage, PassageKind, Report
from cms.users.session import signed_in_user

# A decision that was being saved while somebody looked is found at their next look.
OVERLAP = timedelta(seconds=5)


def _accept(passage: Passage, request: HttpRequest) -> Changed:
    accept_passage(passage, signed_in_user(request))
    return Changed([passage])


def _skip(passage: Passage, request: HttpRequest) -> Changed:
    return Changed([skip_passage(passage, signed_in_user(request))])


def _undo(passage: Passage, request: HttpRequest) -> Changed:
    """Take back the decision; of a passage that waits, the last division or joining."""
    if passage.is_pending:
        return undo_recut(passage, signed_in_user(request))
    return Changed([undo_decision(passage, signed_in_user(request))])


def _edit(passage: Passage, request: HttpRequest) -> Changed:
    return Changed([edit_passage(passage, _choice(request), signed_in_user(request))])


def _edit_and_accept(passage: Passage, request: HttpRequest) -> Changed:
    return _accept(edit_passage(passage, _choice(request), signed_in_user(request)), request)


def _kind(passage: Passage, request: HttpRequest) -> Changed:
    """Only another kind: everything else stays as it says."""
    choice = Choice(
        kind=request.POST.get("kind", ""),
        type=passage.type,
        title=passage.title,
        edited_text=passage.edited_text,
        topics=passage.topics,
        new_topics=passage.new_topics,
        speaker=passage.speaker,
        role=passage.role,
    )
    return Changed([edit_passage(passage, choice, signed_in_user(request))])


def _split(passage: Passage, request: HttpRequest) -> Changed:
    at = request.POST.get("at", "")
    return split_passage(passage, -1 if (place := key_in(at)) is None else place, signed_in_user(request))


def _join(passage: Passage, request: HttpRequest) -> Changed:
    return join_passages(passage, signed_in_user(request))


def _same(passage: Passage, request: HttpRequest) -> Changed:
    return Changed([same_as_before(passage, signed_in_user(request))])


ACTIONS: dict[str, Callable[[Passage, HttpRequest], Changed]] = {
    "accept": _accept,
    "skip": _skip,
    "undo": _undo,
    "edit": _edit,
    "edit-accept": _edit_and_accept,
    "kind": _kind,
    "split": _split,
    "join": _join,
    "same": _same,
}
# After these one goes on to the next passage that waits.
GOES_ON = {"accept", "skip", "edit-accept"}


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision about one passage: `action` is one of ACTIONS."""
    check_permission(request)
    passage = get_object_or_404(Passage.objects.select_related("report"), pk=pk)
    action = request.POST.get("action") or ("kind" if "kind" in request.POST else "")
    if action not in ACTIONS:
        raise Http404
    try:
        changed = ACTIONS[action](passage, request)
    except CosechaError as error:
        return refused(request, passage.report, error, passage)
    first = changed.passages[0]
    what = Done(passage.report, [row.pk for row in changed.passages], changed.gone, _told(action, first))
    what.passage, what.stays = first, action not in GOES_ON
    return done(request, what)


def _told(action: str, passage: Passage) -> str:
    """What was done, in a few words, for somebody who hears the page."""
    place = passage.position
    if action == "split":
        return _("Passage %s is divided in two.") % place
    if action == "join":
        return _("Passage %s is joined with the next.") % place
    if action == "undo":
        return _("Undone: passage %s is to be reviewed again.") % place
    if action == "kind":
        return _("Passage %(place)s: %(kind)s") % {"place": place, "kind": PassageKind(passage.kind).label}
    if action == "same":
        return _("Passage %(place)s: words of %(name)s.") % {"place": place, "name": passage.contributor}
    if action == "edit":
        return _("Passage %s is saved.") % place
    return (
        _("Passage %s is left out.") % place
        if passage.state == Passage.State.SKIPPED or action == "skip"
        else _("Passage %s is accepted.") % place
    )


@require_POST
def decide_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept everything that waits under one title, or leave out everything with nothing to keep."""
    check_permission(request)
    report = get_object_or_404(Report, pk=pk)
    try:
        if request.POST.get("action") == "nothing":
            decided = leave_out_rest(report, signed_in_user(request))
        else:
            decided = accept_section(report, _path(request), signed_in_user(request))
    except CosechaError as error:
        return refused(request, report, error)
    accepted = sum(passage.state == Passage.State.ACCEPTED for passage in decided)
    left_out = len(decided) - accepted
    told = [
        ngettext("%(count)d passage accepted.", "%(count)d passages accepted.", accepted) % {"count": accepted},
        ngettext("%(count)d left out.", "%(count)d left out.", left_out) % {"count": left_out},
    ]
    message = " ".join(line for line, count in zip(told, (accepted, left_out), strict=True) if count)
    what = Done(report, [passage.pk for passage in decided], message=message)
    what.passage = decided[-1] if decided else None
    return done(request, what)


@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed since `since`, and who decided it: two people on one report see each other's decisions."""
    check_permission(request)
    report = get_object_or_404(Report, pk=pk)
    since = _moment(request)
    now = timezone.now()
    rows = report.passages.filter(changed_at__gt=since).select_related("decided_by")
    changed = {row.pk: str(row.decided_by or "") for row in rows if not _is_known(request, row)}
    if not changed:
        return JsonResponse({"now": now.isoformat(), "parts": {}})
    who = {f"p{key}": name for key, name in changed.items()}
    return JsonResponse(parts_of(request, report, changed) | {"now": now.isoformat(), "who": who})


def _moment(request: HttpRequest) -> datetime:
    """When somebody looked last. Raises Http404 for what is no moment."""
    try:
        since = parse_datetime(request.GET.get("since", "").replace(" ", "+"))
        if since is None or timezone.is_naive(since):
            raise Http404
        return since.astimezone(UTC) - OVERLAP
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _is_known(request: HttpRequest, passage: Passage) -> bool:
    """Whether who asks says that they have it as it is: what they decided themselves, or saw at their last look."""
    return f"{passage.pk}:{passage.version}" in request.GET.getlist("has")


def _choice(request: HttpRequest) -> Choice:
    data = request.POST
    added = data.get("new_topics", "").split(",")
    return Choice(
        kind=data.get("kind", ""),
        type=data.get("type", ""),
        title=data.get("title", ""),
        edited_text=data.get("edited_text", "").replace("\r\n", "\n"),
        topics=data.getlist("topics"),
        new_topics=[*data.getlist("new_topic"), *added],
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
