"""Keep whole answers until what readers may see changes.

A kept answer belongs to the stamp (`cms.core.cache.stamp`), the host, the path, and the parameters and headers that the
view depends on. It holds until the next moment at which time alone changes what may be read. The stamp is taken before
anything else is read. A repeated or conditional request costs that one query.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from cms.core.cache.stamp import read_stamp
from cms.core.cache.store import KeptAnswer, store
from cms.public.pages.time_boundaries import next_boundary

View = Callable[..., HttpResponse]
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")


def kept(*, parameters: tuple[str, ...] = (), headers: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Keep the answers of a view that is the same for everybody.

    The view must depend on no parameter but `parameters`, and on no header but `headers` and Accept-Encoding: an answer
    whose Vary names another, or that sets a cookie, is not kept. It stands outside of `http_cache.public`, so that the
    ETag and the compressed body are kept as well.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            stamp = read_stamp() if request.method in ("GET", "HEAD") else None
            if stamp is None:
                return view(request, *args, **kwargs)
            key = _key(request, parameters, headers)
            found = store.find(key, stamp, timezone.now())
            if found is not None:
                return _conditional(request, found)
            with store.turn(key):
                found = store.find(key, stamp, timezone.now())
                if found is None:
                    asked_at = timezone.now()
                    response = _unconditional(view, request, *args, **kwargs)
                    if not _may_be_kept(response, headers):
                        return response
                    found = KeptAnswer(
                        stamp, asked_at, next_boundary(asked_at, stamp), response.content, (*response.items(),)
                    )
                    store.keep(key, found)
            return _conditional(request, found)

        return answered

    return wrap


def _key(request: HttpRequest, parameters: tuple[str, ...], headers: tuple[str, ...]) -> Hashable:
    return (
        request.scheme,
        request.get_host(),
        request.path,
        get_language(),
        tuple((name, tuple(request.GET.getlist(name))) for name in parameters),
        tuple(request.headers.get(name, "") for name in headers),
        "gzip" in request.headers.get("Accept-Encoding", ""),
    )


def _unconditional(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The whole answer, whatever the client has kept itself."""
    conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
    try:
        return view(request, *args, **kwargs)
    finally:
        request.META.update(conditions)


def _may_be_kept(response: HttpResponse, headers: tuple[str, ...]) -> bool:
    known = {"accept-encoding", *(name.lower() for name in headers)}
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return response.status_code == 200 and not response.streaming and not response.cookies and varies <= known


def _conditional(request: HttpRequest, found: KeptAnswer) -> HttpResponse:
    response = HttpResponse(found.content, headers=dict(found.headers))
    return cast(HttpResponse, get_conditional_response(request, etag=response.get("ETag"), response=response))
