"""Recording the steps of a subscription, and the words that somebody agrees to."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from media.models import Brand
from newsletter.models import Audience, Subscriber, SubscriptionEvent


def sender_of(audience: Audience) -> str:
    """Who sends the mail, as readers know them."""
    return Brand.load().legal_name or audience.from_name


def wish_for(audience: Audience, language: str) -> str:
    """The sentence that a reader agrees to, in `language`."""
    with override(language):
        wish = _("I want to get “{audience}” by email from {sender}. I can unsubscribe whenever I want.")
        return wish.format(audience=audience.name, sender=sender_of(audience))


def text_version(text: str) -> str:
    """What tells one wording from another; empty for no words."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12] if text else ""


def record_step(
    kind: SubscriptionEvent.Kind, email: str, audience: Audience | None = None, *, text_shown: str = "", **given: Any
) -> SubscriptionEvent:
    """Add one step, with its own words and their version."""
    version = text_version(text_shown)
    return SubscriptionEvent.objects.create(
        kind=kind, email=email, audience=audience, text_shown=text_shown, text_version=version, **given
    )


def record_change(subscriber: Subscriber, detail: str, **given: Any) -> SubscriptionEvent:
    """Add that something about `subscriber` changed: the result is stored with it."""
    return record_step(
        SubscriptionEvent.Kind.CHANGED,
        subscriber.email,
        subscriber=subscriber,
        name=subscriber.name,
        language=subscriber.language,
        detail=detail[:400],
        **given,
    )
