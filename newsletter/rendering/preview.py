"""An edition as the real email in Wagtail's preview panel: each language, in the dark, and as plain text."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.models import Kind
from newsletter.models import Edition
from newsletter.rendering.content import Part, entry_of
from newsletter.rendering.email import context_of, html_from, render_edition
from newsletter.rendering.phrases import language_or

MODES: list[tuple[str, Any]] = [
    ("es", _("In Spanish")),
    ("en", _("In English")),
    ("fr", _("In French")),
    ("nl", _("In Dutch")),
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


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill the slots of one part with `values`, already escaped where they need to be."""
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def darkened(html: str) -> str:
    """The email as a reader sees it whose device is set to dark."""
    return html.replace("@media (prefers-color-scheme: dark)", "@media all").replace(
        "@media (prefers-color-scheme:dark)", "@media all"
    )


def preview_of_content(content: Any) -> str:
    """One wording as a block of an edition, as it is being written: nothing is asked of the gate or kept."""
    item, language = content.item, language_or(content.language, "es")
    part = {Kind.TESTIMONY: "testimony", Kind.LEARNING: "learnings", Kind.QUOTE: "quotes"}[content.kind]
    edition = Edition(month=timezone.localdate().replace(day=1), subject=str(_("Preview")))
    context = context_of(edition, language) | {"parts": [Part(part, entries=(entry_of(item, content, language),))]}
    values = {name: escape(value) for name, value in sample_values(language).items()}
    return fill(html_from(context), values)


# Wagtail asks for a preview through a request of its own, outside the admin's addresses and its wider policy.
POLICY = {
    "default-src": [NONE],
    "img-src": [SELF, "data:", "http:", "https:"],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}


def email_view(edition: Any, mode: str) -> HttpResponse:
    """`preview_response`, allowed the inline styles that emails are made of, and nothing that runs."""
    response = preview_response(edition, mode)
    response._csp_replace = POLICY  # type: ignore[attr-defined]
    return response


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
    html = fill(rendered.html, {name: escape(value) for name, value in values.items()})
    return HttpResponse(darkened(html) if variant == "dark" else html)
