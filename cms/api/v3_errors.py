"""What Wagtail's own API (v3) answers when the domain refuses something."""

from django.http import HttpRequest, HttpResponse
from wagtail.api.v3.api import api
from wagtail.api.v3.errors import problem_response

from cms.core.errors import CosechaError


def register() -> None:
    """Answer 403 with the sentence of the error, as Wagtail does for a permission that is missing."""
    api.exception_handler(CosechaError)(refuse)


def refuse(request: HttpRequest, error: CosechaError) -> HttpResponse:
    return problem_response(status=403, detail=str(error))
