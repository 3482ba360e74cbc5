"""Taking words back from everywhere, with a receipt for each copy."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.channels import Channel, Copy, channels, copies_of
from cms.errors import NotPermittedError
from cms.models import Consent, ConsentTerms, Item, Receipt, Withdrawal


def effect_of_withdrawing(items: Iterable[Item]) -> list[tuple[Item, Channel, Copy]]:
    """Every copy that withdrawing `items` would take back: shown before it is done."""
    return [(item, channel, copy) for item in items for channel, copy in copies_of(item)]


def withdraw_item(item: Item, by: Any, reason: str = "") -> Withdrawal:
    """Take one item back from everywhere."""
    return _withdraw([item], by, reason)


@transaction.atomic
def withdraw_consent(consent: Consent, by: Any, reason: str = "") -> Withdrawal:
    """Withdraw a consent: terms that allow nothing are added, and every item it covers is taken back."""
    _check_permission(by)
    ConsentTerms.objects.create(
        consent=consent, is_withdrawal=True, how=ConsentTerms.How.MESSAGE, note=reason, recorded_by=by
    )
    return _withdraw(list(consent.items.all()), by, reason, consent)


@transaction.atomic
def _withdraw(items: list[Item], by: Any, reason: str, consent: Consent | None = None) -> Withdrawal:
    """The one transaction: tombstones, then every channel's local effects, then a receipt for each copy."""
    _check_permission(by)
    locked = list(Item.objects.select_for_update().filter(pk__in=[item.pk for item in items]).order_by("pk"))
    withdrawal = Withdrawal.objects.create(consent=consent, reason=reason, by=by)
    withdrawal.items.set(locked)
    Item.objects.filter(pk__in=[item.pk for item in locked], withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    for item in locked:
        item.refresh_from_db()
        for channel in channels():
            for copy in channel.take_back(item):
                _write_receipt(withdrawal, item, channel, copy)
        log(item, "cosecha.withdraw", user=by, data={"withdrawal": withdrawal.pk})
    return withdrawal


def settle(channel: str, reference: str, state: Receipt.State, detail: str = "") -> None:
    """A channel says what became of a copy that was pending."""
    Receipt.objects.filter(channel=channel, reference=reference, state=Receipt.State.PENDING).update(
        state=state, detail=detail, settled_at=timezone.now()
    )


def _check_permission(by: Any) -> None:
    if not by.has_perm("cms.withdraw_item"):
        raise NotPermittedError


def _write_receipt(withdrawal: Withdrawal, item: Item, channel: Channel, copy: Copy) -> None:
    Receipt.objects.get_or_create(
        withdrawal=withdrawal,
        channel=channel.name,
        reference=copy.reference,
        defaults={
            "item": item,
            "label": copy.label,
            "url": copy.url,
            "state": Receipt.State.PENDING if copy.is_pending else Receipt.State.TAKEN_BACK,
            "settled_at": None if copy.is_pending else timezone.now(),
        },
    )
