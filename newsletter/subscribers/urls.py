"""The addresses in a reader's mail: where to leave, where to choose, where to read it in the browser."""

from cms.core.absolute_urls import link_to
from newsletter.models import Edition
from newsletter.subscribers.tokens import CONFIRM, Reader, token_for


def unsubscribe_url(reader: Reader) -> str:
    """One click away from no more mail (RFC 8058)."""
    return link_to("newsletter_unsubscribe", token_for(reader))


def preferences_url(reader: Reader) -> str:
    return link_to("newsletter_preferences", token_for(reader))


def confirm_url(reader: Reader) -> str:
    return link_to("newsletter_confirm", token_for(reader, CONFIRM))


def web_url(edition: Edition, language: str) -> str:
    """The edition in the browser, the same for everybody: forwarding it gives nobody's subscription away."""
    return link_to("newsletter_web", edition.slug, language)
