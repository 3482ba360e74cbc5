"""The MIME message of one delivery: the rendering in its language, encoded once per slice, with merge tags filled."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from newsletter.models import Audience, Delivery, Edition, OptIn, Rendering
from newsletter.sending.mime import MimeTemplate, ReaderValues, SharedHeaders, envelope_address, merge, prepare
from newsletter.subscribers.reader_links import preferences_url, unsubscribe_url, web_url
from newsletter.subscribers.tokens import Reader


@dataclass(frozen=True)
class Letter:
    """One reader's mail, ready to be handed over."""

    sender: str
    recipient: str
    message: bytes
    rendering: Rendering


class Letters:
    """Writes the messages of one edition, from the renderings as they are when this object is created."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.renderings: dict[str, Rendering] = {}
        self.prepared: dict[str, MimeTemplate] = {}
        for rendering in Rendering.objects.filter(edition=edition, redacted_at=None).order_by("pk"):
            self.renderings[rendering.language] = rendering

    def write(self, delivery: Delivery, opt_in: OptIn, now: datetime) -> Letter | None:
        """The letter of `delivery`; None where its language has no rendering. Raises BadHeaderError."""
        rendering = self.renderings.get(delivery.language)
        if rendering is None:
            return None
        if delivery.language not in self.prepared:
            self.prepared[delivery.language] = prepare(
                shared_headers(self.edition, rendering.subject), rendering.text, rendering.html
            )
        subscriber, since = opt_in.subscriber, opt_in.confirmed_at
        reader = Reader(subscriber.pk, self.edition.audience_id, subscriber.address_hash)
        slots = {
            "name": subscriber.name,
            "unsubscribe_url": unsubscribe_url(reader),
            "preferences_url": preferences_url(reader),
            "web_url": web_url(self.edition, delivery.language),
            "subscribed_since": day_in(timezone.localdate(since), delivery.language) if since else "",
        }
        copy = ReaderValues(subscriber.email, subscriber.name, delivery.message_id, now, slots)
        message = merge(self.prepared[delivery.language], copy)
        sender = envelope_address(self.edition.audience.from_email)
        return Letter(sender, envelope_address(subscriber.email), message, rendering)


def shared_headers(edition: Edition, subject: str) -> SharedHeaders:
    """How the audience's mail presents itself."""
    audience: Audience = edition.audience
    return SharedHeaders(
        from_name=audience.from_name,
        from_email=audience.from_email,
        reply_to=audience.reply_to,
        list_name=audience.name,
        list_id=f"{audience.slug}.{urlsplit(settings.BASE_URL).hostname}",
        subject=subject,
        feedback_id=f"{edition.pk}:{audience.slug}:boletin:cosecha",
    )


@lru_cache(maxsize=4096)
def day_in(day: date, language: str) -> str:
    """A date as readers of `language` write it."""
    with override(language):
        return date_format(day, "DATE_FORMAT")
