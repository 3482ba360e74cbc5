"""The page of requests, and the two buttons of each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from cms.admin.changes.rows import row_of
from cms.content.shown.change_requests import (
    apply_change,
    decline_change,
    may_decide_some,
    requests_of,
    waiting_requests,
)
from cms.core.errors import CosechaError
from cms.models import ChangeRequest
from cms.users.session import signed_in_user

# How many of their own somebody sees.
OWN = 20


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for this person to decide, and what they asked for themselves."""
    own = [row_of(one) for one in requests_of(request.user)[:OWN] if one.target is not None]
    context = {
        "waiting": [row_of(one) for one in waiting_requests(request.user)],
        "own": own,
        "may_decide": may_decide_some(request.user),
        "header_title": _("Requested changes"),
        "page_title": _("Requested changes"),
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Requested changes")},
        ],
    }
    return TemplateResponse(request, "cms/admin/changes/changes.html", context)


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    one = _request(request, pk)
    try:
        apply_change(one, signed_in_user(request))
        messages.success(request, _("Done: readers see the change from now on."))
    except CosechaError as error:
        messages.error(request, str(error))
    return redirect("changes")


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    one = _request(request, pk)
    try:
        decline_change(one, signed_in_user(request), request.POST.get("comment", ""))
        messages.success(request, _("Declined. Who asked for it is told on their home page."))
    except CosechaError as error:
        messages.error(request, str(error))
    return redirect("changes")


def _request(request: HttpRequest, pk: int) -> ChangeRequest:
    if not may_decide_some(request.user):
        raise PermissionDenied
    return get_object_or_404(ChangeRequest, pk=pk)


@hooks.register("register_admin_urls")
def register_change_urls() -> list[URLPattern]:
    return [
        path("changes/", changes, name="changes"),
        path("changes/<int:pk>/apply/", apply, name="change_apply"),
        path("changes/<int:pk>/decline/", decline, name="change_decline"),
    ]


@hooks.register("insert_global_admin_css")
def stylesheet() -> Any:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/changes/changes.css"))
