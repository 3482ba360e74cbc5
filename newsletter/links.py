"""The addresses in a reader's mail: where to leave, where to choose, where to read it in the browser."""

from django.conf import settings
from django.urls import reverse

from newsletter.models import Edition
from newsletter.tokens import CONFIRM, Reader, token_for


def unsubscribe_url(reader: Reader) -> str:
    """One click away from no more mail (RFC 8058)."""
    return settings.BASE_URL + reverse("newsletter_unsubscribe", args=[token_for(reader)])


def preferences_url(reader: Reader) -> str:
    return settings.BASE_URL + reverse("newsletter_preferences", args=[token_for(reader)])


def confirm_url(reader: Reader) -> str:
    return settings.BASE_URL + reverse("newsletter_confirm", args=[token_for(reader, CONFIRM)])


def web_url(edition: Edition, language: str) -> str:
    """The edition in the browser, the same for everybody: forwarding it gives nobody's subscription away."""
    return settings.BASE_URL + reverse("newsletter_web", args=[edition.slug, language])
