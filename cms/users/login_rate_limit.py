"""Guessing passwords, and filling a colleague's inbox with password mails, is cut short."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.api.middleware import client_of
from cms.core import rate_limits


@dataclass(frozen=True)
class Limit:
    """So many tries within so many seconds from one network address. Whether a sign-in that worked counts as well."""

    tries: int
    seconds: int
    counts_success: bool = True


LIMITS = {
    "wagtailadmin_login": Limit(20, 900, counts_success=False),
    "wagtailadmin_password_reset": Limit(5, 3600),
}


class KnockLimit:
    """Around the forms for signing in and for a new password. Counted as the API's requests are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = next((name for name in LIMITS if request.path == reverse(name)), "") if request.method == "POST" else ""
        if not name:
            return self.get_response(request)
        limit = LIMITS[name]
        # Counted before it is tried, or many tries at once would all be let in.
        tally = rate_limits.count(f"{name}:{client_of(request)}", limit.seconds)
        if tally.count > limit.tries:
            return too_many(request, tally.seconds_left)
        response = self.get_response(request)
        if not limit.counts_success and response.status_code != 200:
            rate_limits.take_back(tally)
        return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says to wait, for so many seconds."""
    sentences = (_("Too many tries"), _("Wait %d minutes and try again.") % -(-seconds // 60))
    context = {"status": 429, "sentences": sentences, "home_url": "/"}
    response = render(request, "cms/public/error.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
