"""The admin's content security policy: Wagtail's own pages still carry inline scripts, the public pages none."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class AdminContentSecurityPolicy:
    """Widen the policy for answers under /admin/ that have not set one of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_replace"):
            under_policy(response, settings.ADMIN_CONTENT_SECURITY_POLICY)
        return response


def under_policy(response: HttpResponse, policy: dict[str, Any]) -> HttpResponse:
    """`response` with a policy of its own, as django-csp's decorators would give it to a view."""
    response._csp_replace = policy  # type: ignore[attr-defined]  # django-csp's middleware reads it there
    return response
