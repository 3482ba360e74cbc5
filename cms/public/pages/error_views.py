"""Pages for what is not there or went wrong, in the reader's language and with nothing of the content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from cms.public.pages.languages import override_interface_language, wished_language


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    """410: it was taken back."""
    return _page(request, 410)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our own page. https://docs.djangoproject.com/en/5.2/ref/csrf/"""
    return _page(request, 403, "csrf")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The database may be what failed, so this page does without it."""
    with override_interface_language(_language_of(request)):
        context = {"status": 500, "sentences": _sentences()["500"]}
        return HttpResponse(render_to_string("cms/public/500.html", context), status=500)


def storage_failed(request: HttpRequest, sentences: tuple[Any, Any]) -> HttpResponse:
    """503: nothing can be read or saved just now. Staff and readers get the reason; the database is not asked."""
    with override_interface_language(_language_of(request)):
        context = {"status": 503, "sentences": sentences}
        return HttpResponse(render_to_string("cms/public/500.html", context), status=503)


def _page(request: HttpRequest, status: int, key: str = "") -> HttpResponse:
    with override_interface_language(_language_of(request)) as language:
        context: dict[str, Any] = {
            "status": status,
            "sentences": _sentences()[key or str(status)],
            "home_url": f"/{language}/",
        }
        response = HttpResponse(render_to_string("cms/public/error.html", context, request), status=status)
    patch_cache_control(response, no_cache=True)
    return response


def _language_of(request: HttpRequest) -> str:
    """That of the address, or the one the browser asks for."""
    first = request.path_info.strip("/").split("/")[0]
    return first if first in settings.READER_LANGUAGES else wished_language(request)


def _sentences() -> dict[str, tuple[str, str]]:
    """Title and explanation of each page."""
    return {
        "400": (
            _("That request cannot be understood"),
            _("The address or the form holds something we did not expect. Go back and try again."),
        ),
        "403": (
            _("You cannot open this page"),
            _("It needs a permission that you do not have. If you think you should have it, write to us."),
        ),
        "csrf": (
            _("The form could not be sent"),
            _("The page may have been open for too long. Go back, reload it and send the form again."),
        ),
        "404": (
            _("There is nothing to read here"),
            _("The address may be mistyped, or this is not published. There is more to read on the first page."),
        ),
        "410": (
            _("This is no longer published"),
            _("Whoever shares their words with us can take them back whenever they want. Thank you for respecting it."),
        ),
        "500": (
            _("Something went wrong on our side"),
            _("It is not your fault. Try again in a few minutes; if it goes on, write to us."),
        ),
    }
