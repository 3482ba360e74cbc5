"""Limit how often one address may try to sign in or ask for a new password."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.core.http.too_many_attempts import too_many_attempts


@dataclass(frozen=True)
class Limit:
    """So many attempts within so many seconds from one network address; whether those that succeeded count."""

    tries: int
    seconds: int
    counts_success: bool = True


LIMITS = {
    "wagtailadmin_login": Limit(20, 900, counts_success=False),
    "wagtailadmin_password_reset": Limit(5, 3600),
}


class LoginRateLimit:
    """Middleware around the forms for signing in and for a new password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = next((name for name in LIMITS if request.path == reverse(name)), "") if request.method == "POST" else ""
        if not name:
            return self.get_response(request)
        limit = LIMITS[name]
        # Counted before it is tried, or many attempts at once would all be let in.
        tally = rate_limits.count_attempt(f"{name}:{client_address(request)}", limit.seconds)
        if tally.count > limit.tries:
            return too_many_attempts(request, tally.seconds_left)
        response = self.get_response(request)
        if not limit.counts_success and response.status_code != 200:
            rate_limits.cancel_attempt(tally)
        return response
