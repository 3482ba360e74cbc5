"""The home page of the admin: what waits for me, what goes out next, is the worker alive, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.log_actions import log

from cms.admin.changes.rows import row_of
from cms.admin.home.decisions import decisions_for
from cms.admin.home.todo import agenda, waiting_for
from cms.content.shown.change_requests import waiting_requests
from cms.core.errors import NotPermittedError
from cms.jobs import holds, incidents
from cms.jobs.heartbeat import is_worker_alive, worker_seen_at
from cms.models import CONTENT_MODELS, Consent, Hold, Incident, Quote, Report
from cms.users.session import signed_in_user
from media.models import Brand

AGENDA_DAYS = 14
REQUESTS_SHOWN = 3


class HomePanel(Component):
    """One box of the home page. `column` says where it stands on a wide screen."""

    name = ""
    order = 100
    column = "main"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request


class FirstStepsPanel(HomePanel):
    """What a newcomer does first. It goes away by itself when all is done."""

    name = "first-steps"
    order = 50
    template_name = "cms/admin/home/first_steps.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        steps = first_steps(self.request.user)
        return {"steps": steps, "is_shown": any(not step.is_done for step in steps), "user": self.request.user}


class WaitingPanel(HomePanel):
    name = "waiting"
    order = 100
    template_name = "cms/admin/home/waiting.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"waiting": waiting_for(self.request.user)}


class IncidentsPanel(HomePanel):
    name = "incidents"
    order = 90
    template_name = "cms/admin/home/incidents.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "incidents": [*incidents.kept(), *Incident.objects.filter(resolved_at__isnull=True)[:20]],
            "may_resolve": self.request.user.has_perm("cms.change_incident"),
            "csrf_token": get_token(self.request),
        }


class ChangesPanel(HomePanel):
    """What others ask this person to change, with both versions and the buttons. The rest is a page further."""

    name = "changes"
    order = 103
    template_name = "cms/admin/home/changes.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        waiting = waiting_requests(self.request.user)
        rows = [row_of(one) for one in waiting[:REQUESTS_SHOWN]]
        return {"rows": rows, "others": len(waiting) - len(rows), "request": self.request}


class HeldPanel(HomePanel):
    name = "held"
    order = 40
    template_name = "cms/admin/home/held.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        mine = holds.held_for(signed_in_user(self.request))
        others = len(holds.all_held()) - len(mine)
        hold = Hold.objects.first() if mine or others else None
        return {"hold": hold, "held": mine, "others": others, "csrf_token": get_token(self.request)}


class DecidedPanel(HomePanel):
    name = "decided"
    order = 105
    template_name = "cms/admin/home/decided.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"decisions": decisions_for(self.request.user)}


class AgendaPanel(HomePanel):
    name = "agenda"
    order = 110
    column = "side"
    template_name = "cms/admin/home/agenda.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        now = timezone.now()
        coming = agenda(now, now + timedelta(days=AGENDA_DAYS))
        by_day = groupby(coming, key=lambda appointment: timezone.localdate(appointment.at))
        today = timezone.localdate(now)
        days = [{"day": day, "is_today": day == today, "appointments": list(those)} for day, those in by_day]
        return {"days": days}


class WorkerPanel(HomePanel):
    name = "worker"
    order = 120
    column = "side"
    template_name = "cms/admin/home/worker.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"is_alive": is_worker_alive(timezone.now()), "seen_at": worker_seen_at()}


@dataclass(frozen=True)
class FirstStep:
    """One of the first things to do."""

    label: str
    help: str
    url: str
    is_done: bool


def first_steps(user: Any) -> list[FirstStep]:
    """What `user` may do first, and whether it was done."""
    steps = []
    if user.has_perm("media.change_brand"):
        steps.append(
            FirstStep(
                _("Say who you are"),
                _("Name, logo and colours: emails, pages and cards wear them."),
                reverse("wagtailsettings:edit", args=["media", "brand"]),
                Brand.objects.exclude(legal_name="").exists(),
            )
        )
    if user.has_perm("cms.add_report") and (url := url_named("report:add")):
        steps.append(
            FirstStep(
                _("Read in a workshop report"),
                _("Cosecha finds the quotes and learnings in it; you decide which to keep."),
                url,
                Report.objects.exists(),
            )
        )
    if user.has_perm("cms.add_consent"):
        steps.append(
            FirstStep(
                _("Write down a consent"),
                _("Whose words they are, and where they may go. Without it nothing goes out."),
                reverse(Consent.snippet_viewset.get_url_name("list")),
                Consent.objects.exists(),
            )
        )
    if user.has_perm("cms.add_quote"):
        steps.append(
            FirstStep(
                _("Publish the first quote, testimony or learning"),
                _("From then on it can travel: website, monthly email, social networks."),
                reverse(Quote.snippet_viewset.get_url_name("list")),
                any(model.objects.filter(live=True).exists() for model in CONTENT_MODELS),
            )
        )
    return steps


def url_named(name: str) -> str:
    """The address of the admin page `name`; empty where its app is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@hooks.register("construct_homepage_panels")
def replace_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [
        HeldPanel(request),
        FirstStepsPanel(request),
        IncidentsPanel(request),
        WaitingPanel(request),
        ChangesPanel(request),
        DecidedPanel(request),
        AgendaPanel(request),
        WorkerPanel(request),
    ]


@require_POST
def resolve_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody says that an incident is dealt with."""
    if not request.user.has_perm("cms.change_incident"):
        raise PermissionDenied
    incident = get_object_or_404(Incident, pk=pk)
    incident.resolved_at = timezone.now()
    incident.save(update_fields=["resolved_at"])
    log(incident, "cosecha.resolve", user=request.user)
    messages.success(request, _("Noted as resolved. If it happens again, it comes back here."))
    return redirect("wagtailadmin_home")


@require_POST
def release_held(request: HttpRequest) -> HttpResponse:
    """Let go on what waits because the database is a copy: what is named, or all that this person may release."""
    user = signed_in_user(request)
    if not holds.may_release(user):
        raise PermissionDenied
    asked = request.POST.getlist("held") or [held.reference for held in holds.held_for(user)]
    try:
        count = holds.release(asked, user)
    except NotPermittedError:
        raise PermissionDenied from None
    if count:
        text = ngettext("Released. It goes on now.", "%(count)d released. They go on now.", count) % {"count": count}
        messages.success(request, text)
    else:
        messages.warning(request, _("Somebody else released it already."))
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_urls")
def register_home_urls() -> list[URLPattern]:
    return [
        path("incidents/<int:pk>/resolve/", resolve_incident, name="resolve_incident"),
        path("held/release/", release_held, name="release_held"),
    ]
