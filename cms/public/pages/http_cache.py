"""How public answers travel: short-lived in caches, so that a withdrawal is honoured within the minute."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cms.public.items.lookup import Gone
from cms.public.pages.error_views import gone

# Seconds for which a copy may be shown without asking again.
MAX_AGE = 60

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for everybody: GET and HEAD only, compressed, with an ETag, cached for at most MAX_AGE seconds."""

    @gzip_page
    @require_safe
    @wraps(view)
    def delivered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Gone:
            return gone(request)
        return revalidated(request, response)

    return delivered


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response` with an ETag of its content, or 304 where the reader already has it."""
    if "Cache-Control" not in response:
        patch_cache_control(response, public=True, max_age=MAX_AGE, must_revalidate=True)
    if response.status_code != 200:
        return response
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    return cast(HttpResponse, get_conditional_response(request, etag=response["ETag"], response=response))
