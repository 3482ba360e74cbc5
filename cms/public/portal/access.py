"""How a person's own page is answered: to who holds the link alone, kept nowhere, found by no search engine."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.core.http.too_many_attempts import too_many_attempts
from cms.people.portal_link import holder_of
from cms.public.pages.languages import interface_language, override_interface_language, own_name
from cms.public.pages.page_context import Alternate

# From one network address. At a workshop everybody opens their page at once, behind one address.
REQUESTS, SECONDS = 600, 600
# Where "leave quickly" leads: a page that anybody may have open.
NEUTRAL = "https://{language}.wikipedia.org/"

# Nothing but our own stylesheets; no script at all.
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": ["data:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

View = Callable[..., Any]


def for_holder(*, changes: bool = False) -> Callable[[View], View]:
    """A page for who holds the link: the view gets the person and the language. With `changes` it may be posted to."""

    def wrap(view: View) -> View:
        @csp(POLICY)  # type: ignore[arg-type]  # its signature leaves the arguments out
        @(require_http_methods(["GET", "HEAD", "POST"]) if changes else require_safe)
        @wraps(view)
        def answered(request: HttpRequest, language: str, token: str, **kwargs: Any) -> HttpResponse:
            with override_interface_language(language) as spoken:
                tally = rate_limits.count_attempt(f"own_page:{client_address(request)}", SECONDS)
                if tally.count > REQUESTS:
                    return _private(too_many_attempts(request, tally.seconds_left))
                contributor = holder_of(token)
                if contributor is None:
                    return _private(_no_entry(request, spoken, ""))
                try:
                    response = view(request, contributor, spoken, token, **kwargs)
                except Http404:
                    response = _no_entry(request, spoken, token)
                return _private(response, has_form=changes)

        return answered

    return wrap


def page(
    request: HttpRequest, template: str, language: str, token: str, status: int = 200, **context: Any
) -> HttpResponse:
    """The template `cms/public/portal/{template}.html`; the languages lead to the same page in another one."""
    match = request.resolver_match
    here = match.kwargs if match else {}
    alternates = [
        Alternate(code, own_name(code), reverse(match.view_name, kwargs=here | {"language": code}), code == language)
        for code in settings.READER_LANGUAGES
        if match
    ]
    frame = {
        "language": interface_language(language),
        "leave_url": NEUTRAL.format(language=language),
        "home_url": reverse("own_page", args=[language, token]) if token else "",
        "alternates": alternates,
    }
    return render(request, f"cms/public/portal/{template}.html", frame | context, status=status)


def _no_entry(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """For a link that opens nothing, and for what is not this person's: what to do, and nothing of anybody."""
    return page(request, "no_entry", language, token, 404)


def _private(response: HttpResponse, *, has_form: bool = False) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # With no-referrer a browser hides where a form comes from, and the check against forged forms refuses it.
    # same-origin tells other sites as little. https://fetch.spec.whatwg.org/#append-a-request-origin-header
    response["Referrer-Policy"] = "same-origin" if has_form else "no-referrer"
    return response
