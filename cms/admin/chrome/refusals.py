"""What no view of the admin caught, said as a sentence: a refusal of the domain, a row in use, a form with gaps.

Wagtail's own views know nothing of our errors; without this each would answer 500 for what is no fault of the server.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.core.errors import CosechaError
from cms.core.http.row_keys import key_in
from cms.public.pages.error_views import bad_request

NAMED = 3


class SayRefusals:
    """Middleware around the views of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Bulk actions look up the rows of their query as they stand there."""
        is_bulk = request.resolver_match is not None and request.resolver_match.url_name == "wagtail_bulk_action"
        if is_bulk and any(key != "all" and key_in(key) is None for key in request.GET.getlist("id")):
            return bad_request(request, BadRequest())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for `error`, or None where it is a fault of ours."""
        if isinstance(error, MultiValueDictKeyError | BadRequest) or is_lost(request, error):
            return bad_request(request, error)
        sentence = sentence_of(error)
        home = reverse("wagtailadmin_home")
        if not sentence or not request.path.startswith(home):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error": sentence, "error_message": sentence}, status=409)
        if request.method == "GET":
            return bad_request(request, error)
        messages.error(request, sentence)
        return redirect(page_before(request) or home)


def is_lost(request: HttpRequest, error: Exception) -> bool:
    """Whether a view was told to go on to a `next` that is no address: Django takes it for the name of a view."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return isinstance(error, NoReverseMatch) and bool(wanted) and "/" not in wanted.partition("?")[0]


def sentence_of(error: Exception) -> str:
    """What staff are told; empty for an error of another kind."""
    if isinstance(error, CosechaError):
        return str(error)
    if isinstance(error, ProtectedError):
        return in_use(error.protected_objects)
    if isinstance(error, RestrictedError):
        return in_use(error.restricted_objects)
    return ""


def in_use(rows: set[Model]) -> str:
    """Why what these `rows` rest on stays, with the first of them by name."""
    named = sorted({f"{capfirst(str(row._meta.verbose_name))} «{row}»" for row in rows})
    listed = ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else "")
    return _("This cannot be deleted: it is used by %(rows)s. Change those first.") % {"rows": listed}


def page_before(request: HttpRequest) -> str:
    """The page of ours on which the form was sent, or nothing."""
    came_from = request.headers.get("referer", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()) else ""
