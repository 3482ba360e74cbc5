"""Taking words back from everywhere, with a receipt for each copy."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.channels import Channel, Copy, channels, copies_of
from cms.errors import NotPermittedError
from cms.models import Consent, ConsentTerms, Content, Contributor, Item, Receipt, Withdrawal


def effect_of_withdrawing(items: Iterable[Item]) -> list[tuple[Item, Channel, Copy]]:
    """Every copy that withdrawing `items` would take back: shown before it is done."""
    return [(item, channel, copy) for item in items for channel, copy in copies_of(item)]


def in_sentences(effect: Iterable[tuple[Item, Channel, Copy]]) -> list[str]:
    """An effect as staff read it, channel by channel."""
    by_channel: dict[str, tuple[Channel, list[Copy]]] = {}
    for _item, channel, copy in effect:
        by_channel.setdefault(channel.name, (channel, []))[1].append(copy)
    return [sentence for channel, copies in by_channel.values() for sentence in channel.effect(copies)]


def items_of(contributor: Contributor) -> Any:
    """Everything that is this person's, whatever the consent."""
    return Item.objects.filter(Q(contributor=contributor) | Q(consent__contributor=contributor)).distinct()


def withdraw_item(item: Item, by: Any, reason: str = "") -> Withdrawal:
    """Take one item back from everywhere. Its consent goes on for the others it covers."""
    return _withdraw(Item.objects.filter(pk=item.pk), by, reason, contributor=item.contributor)


def withdraw_consent(consent: Consent, by: Any, reason: str = "") -> Withdrawal:
    """Withdraw a consent: terms that allow nothing are added, and every item it covers is taken back."""
    return _withdraw(
        Item.objects.filter(consent=consent), by, reason, consents=[consent], contributor=consent.contributor
    )


def withdraw_contributor(contributor: Contributor, by: Any, reason: str = "") -> Withdrawal:
    """Withdraw all of a person's consents, and take back everything of theirs."""
    items = Item.objects.filter(pk__in=items_of(contributor).values("pk"))
    return _withdraw(items, by, reason, consents=contributor.consents.all(), contributor=contributor)


@dataclass(frozen=True)
class Removal:
    """Taking one item back from one channel: everything, or the copies that `concerns` says."""

    item: Item
    channel: Channel
    do: Callable[[Item], list[Copy]]
    concerns: Callable[[Copy], bool] = lambda copy: True

    def copies(self) -> dict[str, Copy]:
        return {copy.reference: copy for copy in self.channel.copies_of(self.item) if self.concerns(copy)}


@transaction.atomic
def _withdraw(
    items: Any, by: Any, reason: str, *, consents: Iterable[Consent] = (), contributor: Contributor | None = None
) -> Withdrawal:
    """The one transaction: tombstones, then every channel's local effects, then a receipt for each copy.

    What was withdrawn before stays as it was: a second withdrawal of the same answers the first.
    """
    if not by.has_perm("cms.withdraw_item"):
        raise NotPermittedError
    # Consents before items, each in the order of their keys: two withdrawals at once wait instead of deadlocking.
    keys = [consent.pk for consent in consents]
    locked_consents = list(Consent.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    open_consents = [row for row in locked_consents if not (row.current_terms and row.current_terms.is_withdrawal)]
    locked = list(Item.objects.select_for_update().filter(pk__in=items.values("pk")).order_by("pk"))
    fresh = [item for item in locked if not item.is_withdrawn]
    if not fresh and not open_consents and (earlier := _earlier(locked, locked_consents)):
        return earlier
    removals = [Removal(item, channel, channel.take_back) for item in fresh for channel in channels()]
    seen = [(removal, removal.copies()) for removal in removals]
    withdrawal = Withdrawal.objects.create(
        consent=locked_consents[0] if len(locked_consents) == 1 else None, contributor=contributor, reason=reason, by=by
    )
    withdrawal.items.set(locked)
    for consent in open_consents:
        ConsentTerms.objects.create(
            consent=consent, is_withdrawal=True, how=ConsentTerms.How.MESSAGE, note=reason, recorded_by=by
        )
        log(consent, "cosecha.withdraw", user=by, data={"withdrawal": withdrawal.pk})
    for item in fresh:
        _bury(item, withdrawal, by)
    take_back(withdrawal, seen)
    return withdrawal


def take_back(withdrawal: Withdrawal, removals: Iterable[tuple[Removal, dict[str, Copy]]]) -> None:
    """Have each channel take back its copies, and write a receipt for each.

    A copy that was seen before, that the channel did not answer for and that is still there, needs a person.
    """
    for removal, before in removals:
        answered = {copy.reference: copy for copy in removal.do(removal.item)}
        left = removal.copies().keys() - answered.keys() if before.keys() - answered.keys() else set()
        for reference, copy in (before | answered).items():
            state = Receipt.State.TAKEN_BACK
            if reference in left:
                state = Receipt.State.FAILED
            elif reference in answered and copy.is_pending:
                state = Receipt.State.PENDING
            _write_receipt(withdrawal, removal, copy, state)


def settle(channel: str, reference: str, state: Receipt.State, detail: str = "") -> None:
    """A channel says what became of a copy that was pending, or could not be taken back before."""
    Receipt.objects.filter(channel=channel, reference=reference).exclude(state=Receipt.State.TAKEN_BACK).update(
        state=state, detail=detail[:240], settled_at=timezone.now()
    )


def settle_by_hand(receipt: Receipt, by: Any) -> None:
    """A person took back what no channel could."""
    if not by.has_perm("cms.withdraw_item"):
        raise NotPermittedError
    settle(receipt.channel, receipt.reference, Receipt.State.TAKEN_BACK, str(_("Taken back by hand: %s") % by))
    log(receipt.withdrawal, "cosecha.settle", user=by, data={"receipt": receipt.pk, "copy": receipt.label})


def _earlier(items: list[Item], consents: list[Consent]) -> Withdrawal | None:
    whole = Withdrawal.objects.filter(terms__isnull=True)
    if consents:
        return whole.filter(Q(consent__in=consents) | Q(contributor=consents[0].contributor_id)).first()
    return whole.filter(items__in=items).first() if items else None


def _bury(item: Item, withdrawal: Withdrawal, by: Any) -> None:
    """Set the tombstone, and let none of its wordings be live, scheduled, or on its way through a workflow."""
    item.withdrawn_at = withdrawal.at
    Item.objects.filter(pk=item.pk).update(withdrawn_at=item.withdrawn_at)
    for wording in item.wordings():
        _unpublish(wording, by)
    log(item, "cosecha.withdraw", user=by, data={"withdrawal": withdrawal.pk})


def _unpublish(wording: Content, by: Any) -> None:
    if workflow := wording.current_workflow_state:
        workflow.cancel(user=by)
    if wording.live:
        wording.unpublish(user=by)
    wording.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)


def _write_receipt(withdrawal: Withdrawal, removal: Removal, copy: Copy, state: Receipt.State) -> None:
    Receipt.objects.get_or_create(
        withdrawal=withdrawal,
        item=removal.item,
        channel=removal.channel.name,
        reference=copy.reference,
        defaults={
            "label": copy.label[:240],
            "url": copy.url,
            "state": state,
            "settled_at": timezone.now() if state == Receipt.State.TAKEN_BACK else None,
        },
    )
