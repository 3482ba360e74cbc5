"""The page for somebody who tried something too often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def too_many_attempts(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: ask to wait for `seconds` (RFC 6585 §4)."""
    sentences = (_("Too many tries"), _("Wait %d minutes and try again.") % -(-seconds // 60))
    context = {"status": 429, "sentences": sentences, "home_url": "/"}
    response = render(request, "cms/public/error.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
