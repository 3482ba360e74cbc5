"""Helpers of the campaigns' admin views: a page with Wagtail's header, permission checks, actions with a message."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from cms.core.errors import CosechaError

Crumb = tuple[str, str]


def page(
    request: HttpRequest, template: str, title: str, trail: Sequence[Crumb], icon: str, **context: Any
) -> HttpResponse:
    """A page with Wagtail's header. `trail` are the pages above it as (address, label)."""
    crumbs = [(reverse("wagtailadmin_home"), _("Home")), *trail, ("", title)]
    header = {
        "header_title": title,
        "page_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in crumbs],
    }
    return TemplateResponse(request, template, header | context)


def require(request: HttpRequest, permission: str) -> None:
    """Answer 403 unless the person has `permission`."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def act(request: HttpRequest, verb: Callable[[], str], otherwise: str) -> HttpResponse:
    """Call `verb`, show the sentence it returns or the error it raises, and redirect to where the person was."""
    try:
        sentence = verb()
    except CosechaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    # Not `redirect`, which would take an address that names no path for the name of a view.
    return HttpResponseRedirect(get_valid_next_url_from_request(request) or otherwise)
