"""Errors of the content API (RFC 9457). Their sentences are in English: they are for whoever writes the program."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from cms.api.cursor import BadCursorError

TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    422: "A parameter is not right",
    429: "Too many requests",
    503: "The service is not available just now",
    500: "Something went wrong on our side",
}


def problem(status: int, detail: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """An answer of application/problem+json."""
    title = TITLES.get(status, "The request was refused")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or title, "errors": errors or []}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def handle_errors(api: NinjaAPI) -> None:
    """Make `api` answer its errors as problems."""

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(404, "There is nothing to read here. It may never have been, or it may have been taken back.")

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, error: Any) -> HttpResponse:
        if any(one["loc"][0] == "path" for one in error.errors):
            return not_found(request, error)
        errors = [_named(one) for one in error.errors]
        return problem(422, "; ".join(f"{one['field']}: {one['message']}" for one in errors), errors)

    @api.exception_handler(BadCursorError)
    def bad_cursor(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(422, "cursor: use the one given in `next`", [{"field": "cursor", "message": "not one of ours"}])

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(error.status_code, str(error))


def _named(error: dict[str, Any]) -> dict[str, str]:
    """The parameter and what is wrong with it."""
    message = str(error["msg"]).removeprefix("Value error, ")
    _kind, found, names = message.partition(" parameter: ")
    return {"field": names if found else str(error["loc"][-1]), "message": message}
