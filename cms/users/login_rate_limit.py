"""Limit how often one address, and how often for one account, somebody may try to sign in or ask for a new password."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.core.http.too_many_attempts import too_many_attempts


@dataclass(frozen=True)
class Limit:
    """So many attempts within so many seconds from one network address, and for one account from all addresses.

    The account is what was typed, whether or not there is one: the answer does not tell. Whether attempts that
    succeeded count as well.
    """

    tries: int
    seconds: int
    account_field: str
    account_tries: int
    counts_success: bool = True


LIMITS = {
    "wagtailadmin_login": Limit(20, 900, "username", 40, counts_success=False),
    "wagtailadmin_password_reset": Limit(5, 3600, "email", 5),
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
        by_address = rate_limits.count_attempt(f"{name}:{client_address(request)}", limit.seconds)
        if by_address.count > limit.tries:
            return too_many_attempts(request, by_address.seconds_left)
        # Only what the address was allowed to try counts against the account.
        by_account = rate_limits.count_attempt(f"{name}:{account_in(request, limit)}", limit.seconds)
        if by_account.count > limit.account_tries:
            return too_many_attempts(request, by_account.seconds_left)
        response = self.get_response(request)
        if not limit.counts_success and response.status_code != 200:
            rate_limits.cancel_attempt(by_address)
            rate_limits.cancel_attempt(by_account)
        return response


def account_in(request: HttpRequest, limit: Limit) -> str:
    """What was typed for the account, in one form however it is spelled, and of bounded length."""
    typed = request.POST.get(limit.account_field, "").strip().casefold()
    return "account:" + hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()
