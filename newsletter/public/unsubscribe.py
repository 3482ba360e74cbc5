"""Leaving, and choosing a language: without cookie, login or CSRF token, for the link itself is the key (RFC 8058)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.public.pages.languages import own_name
from newsletter.public.pages import language_for, page
from newsletter.rendering import language_or
from newsletter.subscribers.subscriptions import choose_language, unsubscribe
from newsletter.subscribers.tokens import read_leave


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """POST leaves at once, whoever sends it; GET only asks, for mail scanners open every link.

    A token we did not make gets the same answers, so that nobody learns which are real.
    """
    reader = read_leave(token)
    language = language_for(request, reader)
    if request.method != "POST":
        return page(request, "leave", language, preferences_url=reverse("newsletter_preferences", args=[token]))
    from_all = request.POST.get("scope") == "all"
    if reader is not None:
        unsubscribe(reader, from_all=from_all)
    return page(request, "left", language, from_all=from_all)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_page(request: HttpRequest, token: str) -> HttpResponse:
    """The language somebody wants to read us in."""
    reader = read_leave(token)
    is_saved = False
    if request.method == "POST" and (chosen := request.POST.get("language", "")) in settings.READER_LANGUAGES:
        is_saved = True
        if reader is not None:
            choose_language(reader, chosen)
    language = language_or(request.POST.get("language", ""), language_for(request, reader))
    languages = [
        {"code": code, "name": own_name(code), "is_chosen": code == language} for code in settings.READER_LANGUAGES
    ]
    leave_url = reverse("newsletter_unsubscribe", args=[token])
    return page(request, "preferences", language, languages=languages, is_saved=is_saved, leave_url=leave_url)


def by_mail_page(request: HttpRequest) -> HttpResponse:
    """Where the links of the version that everybody may share lead: to the reader's own mail."""
    return page(request, "by_mail", language_for(request))
