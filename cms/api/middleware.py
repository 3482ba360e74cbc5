"""How every answer under /api/ travels: open to any site, limited per client, fresh within the minute, errors as JSON.

A middleware, so that no endpoint can forget it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from cms.api.problems import problem
from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.public.pages.http_cache import revalidated

METHODS = ("GET", "HEAD", "OPTIONS")


class ApiDelivery:
    """Around everything under /api/v1/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/v1/"):
            return self.get_response(request)
        response = self._answer(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in METHODS:
            response = problem(405, "This API is only for reading.")
            response["Allow"] = ", ".join(METHODS)
            return response
        wait = seconds_to_wait(client_address(request))
        if wait:
            response = problem(429, f"Ask again in {wait} seconds.")
            response["Retry-After"] = str(wait)
            response["Cache-Control"] = "no-store"
            return response
        asked, request.method = request.method, "GET"  # the endpoints know GET alone
        response = self.get_response(request)
        request.method = asked  # for HEAD, Django leaves the body out
        if response.status_code >= 400:
            return _as_problem(response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return revalidated(request, response)


def seconds_to_wait(client: str) -> int:
    """0 while `client` has asked at most API_REQUESTS_PER_MINUTE times in this minute; else the seconds to the next."""
    tally = rate_limits.count_attempt(f"api:{client}", 60)
    return 0 if tally.count <= settings.API_REQUESTS_PER_MINUTE else tally.seconds_left


def _preflight() -> HttpResponse:
    """https://fetch.spec.whatwg.org/#cors-preflight-fetch"""
    response = HttpResponse(status=204)
    response["Allow"] = ", ".join(METHODS)
    response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """An error page for readers becomes one for programs."""
    if response.get("Content-Type", "").startswith("application/problem+json"):
        answer = response
    else:
        answer = problem(response.status_code)
    answer["Cache-Control"] = "no-cache"
    return answer
