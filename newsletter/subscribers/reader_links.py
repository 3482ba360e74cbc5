"""The addresses in a reader's mail: where to leave, where to choose, where to read it in the browser."""

from cms.core.absolute_urls import link_to
from newsletter.models import Edition
from newsletter.subscribers.tokens import AskName, Reader, sign_confirm, sign_leave


def unsubscribe_url(reader: Reader) -> str:
    """One click away from no more mail (RFC 8058)."""
    return link_to("newsletter_unsubscribe", sign_leave(reader))


def preferences_url(reader: Reader) -> str:
    return link_to("newsletter_preferences", sign_leave(reader))


def confirm_url(named: AskName) -> str:
    return link_to("newsletter_confirm", sign_confirm(named))


def web_url(edition: Edition, language: str) -> str:
    """The edition in the browser, the same for everybody: forwarding it gives nobody's subscription away."""
    return link_to("newsletter_web", edition.slug, language)
