"""An edition as the real email in Wagtail's preview panel: each language, in the dark, and as plain text."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.admin.chrome.csp import under_policy
from cms.i18n.language_names import in_language
from newsletter.blocks.merge_tags import fill
from newsletter.rendering.email import render_edition

MODES: list[tuple[str, Any]] = [
    *((code, in_language(code)) for code in settings.READER_LANGUAGES),
    ("es-dark", _("In Spanish, dark")),
    ("es-text", _("In Spanish, text only")),
    ("en-text", _("In English, text only")),
]


def sample_values(language: str) -> dict[str, str]:
    """What stands in the slots while nobody in particular is reading."""
    with override(language):
        today = date_format(timezone.localdate(), "DATE_FORMAT")
    return {
        "unsubscribe_url": settings.BASE_URL,
        "preferences_url": settings.BASE_URL,
        "web_url": settings.BASE_URL,
        "subscribed_since": today,
        "name": "",
    }


def darkened(html: str) -> str:
    """The email as a reader sees it whose device is set to dark."""
    return html.replace("@media (prefers-color-scheme: dark)", "@media all").replace(
        "@media (prefers-color-scheme:dark)", "@media all"
    )


# Wagtail asks for a preview through a request of its own, outside the admin's addresses and its wider policy.
POLICY = {
    "default-src": [NONE],
    "img-src": [SELF, "data:", "http:", "https:"],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}


def email_view(edition: Any, mode: str) -> HttpResponse:
    """`preview_response`, allowed the inline styles that emails are made of, and nothing that runs."""
    return under_policy(preview_response(edition, mode), POLICY)


def filled(html: str, language: str) -> str:
    """The HTML part of an email with its slots filled for nobody in particular."""
    return fill(html, {name: escape(value) for name, value in sample_values(language).items()})


def preview_response(edition: Any, mode: str) -> HttpResponse:
    """The email in `mode`, as a page."""
    language, _dash, variant = (mode or "es").partition("-")
    rendered = render_edition(edition, language)
    values = sample_values(language)
    if variant == "text":
        text = escape(fill(rendered.text, values))
        return HttpResponse(
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(rendered.subject)}'
            "</title><style>pre{font:15px/1.5 ui-monospace,monospace;white-space:pre-wrap;margin:24px}</style></head>"
            f"<body><pre>{text}</pre></body></html>"
        )
    html = filled(rendered.html, language)
    return HttpResponse(darkened(html) if variant == "dark" else html)
