"""Writing down who gets an edition: one delivery for everybody who was a reader at one moment."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from newsletter.models import Delivery, Edition, OptIn, Rendering
from newsletter.sending.mime import BadHeaderError, envelope_address
from newsletter.sending.reasons import DeliveryReason
from newsletter.subscribers.suppressions import suppressions_by_address

BATCH = 500
LONGEST_DOMAIN = 80


def freeze_audience(edition: Edition) -> int:
    """Write the deliveries of `edition` (whose `frozen_at` is set) and answer how many there are.

    It may be stopped and called again, also by two workers at once: each batch holds the edition's row and goes on
    after the last subscriber written, and the database refuses a second delivery to the same one.
    """
    if edition.audience_size is None:
        while _freeze_batch(edition.pk):
            pass
        Edition.objects.filter(pk=edition.pk, audience_size=None).update(
            audience_size=Delivery.objects.filter(edition=edition).count()
        )
        edition.refresh_from_db(fields=["audience_size"])
    return edition.audience_size or 0


@transaction.atomic(durable=True)
def _freeze_batch(edition_id: int) -> bool:
    """The next batch; False when there is none left."""
    edition = Edition.objects.select_for_update().select_related("audience").get(pk=edition_id)
    if edition.frozen_at is None or edition.audience_size is not None:
        return False
    last = Delivery.objects.filter(edition=edition).aggregate(last=Max("subscriber_id"))["last"] or 0
    at = edition.frozen_at
    standing = standing_opt_ins(edition, at).filter(subscriber_id__gt=last)
    ordered = standing.select_related("subscriber").order_by("subscriber_id", "pk")[:BATCH]
    # Somebody who left and came back in the meantime has two: the newer one counts.
    opt_ins = list({opt_in.subscriber_id: opt_in for opt_in in ordered}.values())
    languages = set(Rendering.objects.filter(edition=edition, redacted_at=None).values_list("language", flat=True))
    suppressed = suppressions_by_address([opt_in.subscriber.email for opt_in in opt_ins], edition.audience_id)
    Delivery.objects.bulk_create(
        _delivery(edition, at, opt_in, languages, suppressed.get(opt_in.subscriber.email, "")) for opt_in in opt_ins
    )
    return bool(opt_ins)


def standing_opt_ins(edition: Edition, at: datetime) -> QuerySet[OptIn]:
    """The opt-ins of the edition's audience that stood at `at`, confirmed or not."""
    return OptIn.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), audience=edition.audience_id, asked_at__lte=at)


def _delivery(edition: Edition, at: datetime, opt_in: OptIn, languages: set[str], suppressed: str) -> Delivery:
    subscriber, main = opt_in.subscriber, edition.audience.default_language
    language = next((choice for choice in (subscriber.language, main) if choice in languages), "")
    reason = suppressed
    if not reason and opt_in.ended_at is not None:
        reason = DeliveryReason.LEFT
    elif not reason and (not opt_in.is_for_present_address or opt_in.confirmed_at is None or opt_in.confirmed_at > at):
        reason = DeliveryReason.UNCONFIRMED
    elif not reason and not is_writable(subscriber.email):
        reason = DeliveryReason.BAD_ADDRESS
    elif not reason and not language:
        reason = DeliveryReason.NO_LANGUAGE
    return Delivery(
        edition=edition,
        subscriber=subscriber,
        language=language or main,
        state=Delivery.State.SKIPPED if reason else Delivery.State.QUEUED,
        settled_at=at if reason else None,
        reason=reason,
        message_id=message_id(edition.audience.from_email),
    )


def message_id(sender: str) -> str:
    """A new Message-ID in the domain of `sender`, of a long one the end, so that its column has room for it."""
    domain = sender.rpartition("@")[2]
    while len(domain) > LONGEST_DOMAIN:
        domain = domain.partition(".")[2]
    return f"<{uuid.uuid4().hex}@{domain}>"


def is_writable(address: str) -> bool:
    """Whether `address` can stand in a header and in SMTP's commands."""
    try:
        envelope_address(address)
    except BadHeaderError:
        return False
    return True
