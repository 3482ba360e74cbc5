"""Who must never get mail: remembered by a keyed hash, so that it outlives the erasure of the reader."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.core.errors import NotPermittedError
from cms.users.models import User
from newsletter.addresses import HASH_VERSION, address_hash, address_hashes
from newsletter.models import Audience, Delivery, OptIn, SubscriptionEvent, Suppression
from newsletter.subscribers.steps import record_step

Reason = Suppression.Reason
# A later reason replaces an earlier one only where it says more: a person's own word is never lost to a bounce.
WEIGHTS = {Reason.BOUNCED: 0, Reason.UNSUBSCRIBED: 1, Reason.ASKED: 2, Reason.COMPLAINED: 3}


def suppressions_by_address(addresses: Sequence[str], audience_id: int) -> dict[str, str]:
    """Which of `addresses` must not get this audience's mail, and the reason.

    Asked under the present and every earlier form of the hash; a suppression for all audiences comes first.
    """
    owners = {hashed: address for address in addresses for hashed in address_hashes(address)}
    rows = Suppression.objects.filter(Q(audience=None) | Q(audience_id=audience_id), address_hash__in=owners)
    ordered = rows.order_by(F("audience").asc(nulls_first=True), "pk").values_list("address_hash", "reason")
    return {owners[hashed]: reason for hashed, reason in reversed(list(ordered))}


def suppress_address(address: str, audience: Audience | None, reason: Suppression.Reason, by: User) -> Suppression:
    """Staff write down that `address` must not get mail from `audience`, or from any. Raises BadAddressError."""
    if not by.has_perm("newsletter.add_suppression"):
        raise NotPermittedError
    return suppress(address_hash(address), audience.pk if audience else None, reason, source="staff", by=by)


@transaction.atomic
def suppress(
    hashed: str,
    audience_id: int | None,
    reason: Suppression.Reason,
    *,
    source: str,
    by: User | None = None,
    version: int = HASH_VERSION,
) -> Suppression:
    """No more mail to the address with this hash: at once, also from an edition that is being sent."""
    whom: dict[str, Any] = {"address_hash": hashed, "audience_id": audience_id}
    suppression, _created = Suppression.objects.get_or_create(
        **whom, defaults={"reason": reason, "source": source, "recorded_by": by, "hash_version": version}
    )
    suppression.last_at = timezone.now()
    if WEIGHTS[reason] > WEIGHTS[Reason(suppression.reason)]:
        suppression.reason, suppression.source, suppression.recorded_by = reason, source, by
    suppression.save(update_fields=["reason", "source", "recorded_by", "last_at"])
    now = timezone.now()
    scope = {} if audience_id is None else {"edition__audience_id": audience_id}
    Delivery.objects.filter(
        subscriber__address_hash=hashed,
        state__in=(Delivery.State.QUEUED, Delivery.State.CLAIMED, Delivery.State.DEFERRED),
        **scope,
    ).update(state=Delivery.State.SKIPPED, reason=reason, settled_at=now)
    _end_opt_ins(hashed, audience_id, reason, source, by)
    return suppression


def lift_suppressions(hashes: Sequence[str], audience: Audience) -> None:
    """They come back to one audience; what kept them out of all goes on for the others."""
    own = Suppression.objects.filter(address_hash__in=hashes)
    for everywhere in own.filter(audience=None):
        for other in Audience.objects.exclude(pk=audience.pk):
            suppress(
                everywhere.address_hash,
                other.pk,
                Reason(everywhere.reason),
                source=everywhere.source,
                by=everywhere.recorded_by,
                version=everywhere.hash_version,
            )
        everywhere.delete()
    own.filter(audience=audience).delete()


def _end_opt_ins(hashed: str, audience_id: int | None, reason: str, source: str, by: User | None) -> None:
    opt_ins = OptIn.objects.filter(subscriber__address_hash=hashed, ended_at=None)
    opt_ins = opt_ins if audience_id is None else opt_ins.filter(audience_id=audience_id)
    for opt_in in opt_ins.select_related("subscriber", "audience"):
        reader = opt_in.subscriber
        record_step(
            SubscriptionEvent.Kind.ENDED,
            reader.email,
            opt_in.audience,
            subscriber=reader,
            name=reader.name,
            language=reader.language,
            source=source,
            detail=reason,
            recorded_by=by,
        )
    opt_ins.update(ended_at=timezone.now())
