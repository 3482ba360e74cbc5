"""Who must never get mail: remembered by a keyed hash, so that it outlives the erasure of the reader."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.core.errors import NotPermittedError
from cms.users.models import User
from newsletter.addresses import address_hash, normalised_address
from newsletter.models import Audience, Delivery, OptIn, Suppression


def suppressions_of(hashes: Sequence[str], audience_id: int) -> dict[str, str]:
    """Which of `hashes` must not get this audience's mail, and the reason; one for all audiences comes first."""
    rows = Suppression.objects.filter(Q(audience=None) | Q(audience_id=audience_id), address_hash__in=hashes)
    ordered = rows.order_by(F("audience").asc(nulls_first=True), "pk").values_list("address_hash", "reason")
    return dict(reversed(list(ordered)))


def suppress_address(address: str, audience: Audience | None, reason: Suppression.Reason, by: User) -> Suppression:
    """Staff write down that `address` must not get mail from `audience`, or from any. Raises BadAddressError."""
    if not by.has_perm("newsletter.add_suppression"):
        raise NotPermittedError
    hashed = address_hash(normalised_address(address))
    return suppress(hashed, audience.pk if audience else None, reason, source="staff", by=by)


@transaction.atomic
def suppress(
    hashed: str, audience_id: int | None, reason: Suppression.Reason, *, source: str, by: User | None = None
) -> Suppression:
    """No more mail to the address with this hash: at once, also from an edition that is being sent."""
    whom: dict[str, Any] = {"address_hash": hashed, "audience_id": audience_id}
    suppression, _created = Suppression.objects.get_or_create(
        **whom, defaults={"reason": reason, "source": source, "recorded_by": by}
    )
    if reason == Suppression.Reason.COMPLAINED and suppression.reason != reason:
        suppression.reason, suppression.source = reason, source
        suppression.save(update_fields=["reason", "source"])
    now = timezone.now()
    scope = {} if audience_id is None else {"edition__audience_id": audience_id}
    Delivery.objects.filter(
        subscriber__address_hash=hashed,
        state__in=(Delivery.State.QUEUED, Delivery.State.CLAIMED, Delivery.State.DEFERRED),
        **scope,
    ).update(state=Delivery.State.SKIPPED, reason=reason, settled_at=now)
    opt_ins = OptIn.objects.filter(subscriber__address_hash=hashed, ended_at=None)
    (opt_ins if audience_id is None else opt_ins.filter(audience_id=audience_id)).update(ended_at=now)
    return suppression
