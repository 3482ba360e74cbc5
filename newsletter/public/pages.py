"""How a page for readers is answered: in their language, kept nowhere, found by no search engine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override

from newsletter.models import Subscriber
from newsletter.rendering import language_or
from newsletter.subscribers.tokens import Reader


def language_for(request: HttpRequest, reader: Reader | None = None) -> str:
    """The reader's own language where we know it, otherwise what they ask for, otherwise their browser's."""
    own = None
    if reader is not None:
        own = Subscriber.objects.filter(pk=reader.subscriber_id).values_list("language", flat=True).first()
    return language_or(own or request.GET.get("lang", ""), get_language_from_request(request)[:2])


def page(request: HttpRequest, name: str, language: str, status: int = 200, **context: Any) -> HttpResponse:
    """The template `newsletter/public/{name}.html` in `language`."""
    with override(language):
        response = render(request, f"newsletter/public/{name}.html", context, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
