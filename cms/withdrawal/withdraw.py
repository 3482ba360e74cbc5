"""Taking words back from everywhere, with a receipt for each copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.channels import Channel, Copy, channels, copies_of_all
from cms.consent.disclosure import recheck_all
from cms.consent.gate import newest_terms
from cms.core.audit_log import log_many
from cms.core.errors import NotPermittedError
from cms.models import Consent, ConsentTerms, Contributor, Item, Receipt, TakeBack
from cms.users.models import User
from cms.withdrawal.unpublish import mark_withdrawn


def effect_of_withdrawing(items: Iterable[Item]) -> list[tuple[Item, Channel, Copy]]:
    """Every copy that withdrawing `items` would take back: shown before it is done."""
    return list(copies_of_all(list(items)))


def in_sentences(effect: Iterable[tuple[Item, Channel, Copy]]) -> list[str]:
    """An effect as staff read it, channel by channel."""
    by_channel: dict[str, tuple[Channel, list[tuple[Item, Copy]]]] = {}
    for item, channel, copy in effect:
        by_channel.setdefault(channel.name, (channel, []))[1].append((item, copy))
    return [sentence for channel, taken in by_channel.values() for sentence in channel.effect(taken)]


def items_of(contributor: Contributor) -> Any:
    """Everything that is this person's, whatever the consent."""
    return Item.objects.filter(Q(contributor=contributor) | Q(consent__contributor=contributor)).distinct()


def withdraw_item(item: Item, by: User, reason: str = "") -> TakeBack:
    """Take one item back from everywhere. Its consent goes on for the others it covers."""
    _check_permission(by)
    return _withdraw(Item.objects.filter(pk=item.pk), by, reason, contributor=item.contributor)


def withdraw_consent(consent: Consent, by: User, reason: str = "") -> TakeBack:
    """Withdraw a consent: terms that allow nothing are added, and every item it covers is taken back."""
    _check_permission(by)
    return _withdraw(
        Item.objects.filter(consent=consent), by, reason, consents=[consent], contributor=consent.contributor
    )


def withdraw_contributor(contributor: Contributor, by: User, reason: str = "") -> TakeBack:
    """Withdraw all of a person's consents, and take back everything of theirs."""
    _check_permission(by)
    return _withdraw_all(contributor, by, reason)


def withdraw_own_item(item: Item, contributor: Contributor) -> TakeBack:
    """The person themself takes one item back, on their own page. Raises NotPermittedError where it is not theirs."""
    if not items_of(contributor).filter(pk=item.pk).exists():
        raise NotPermittedError
    return _withdraw(Item.objects.filter(pk=item.pk), None, "", contributor=contributor)


def withdraw_own_words(contributor: Contributor) -> TakeBack:
    """The person themself takes everything back, on their own page."""
    return _withdraw_all(contributor, None, "")


def _withdraw_all(contributor: Contributor, by: User | None, reason: str) -> TakeBack:
    items = Item.objects.filter(pk__in=items_of(contributor).values("pk"))
    return _withdraw(items, by, reason, consents=contributor.consents.all(), contributor=contributor)


def _check_permission(by: User) -> None:
    if not by.has_perm("cms.withdraw_item"):
        raise NotPermittedError


# Copies by the key of their item and their reference.
Copies = dict[tuple[int, str], Copy]


@dataclass(frozen=True)
class Removal:
    """Taking items back from one channel: from everywhere, or only from `networks`."""

    items: list[Item]
    channel: Channel
    networks: frozenset[str] | None = None

    def only(self, copies: Copies) -> "Removal":
        """The same for those items alone that have `copies`."""
        keys = {item for item, _reference in copies}
        return replace(self, items=[item for item in self.items if item.pk in keys])

    def copies(self, at: datetime | None = None) -> Copies:
        """The copies there are, or were `at` an earlier moment."""
        return {
            key: copy
            for key, copy in self._by_key(self.channel.copies_of_all(self.items, at)).items()
            if self.networks is None or not copy.network or copy.network in self.networks
        }

    def take_back(self) -> Copies:
        """Have the channel do it; the copies it answered for."""
        return self._by_key(self.channel.take_back_all(self.items, self.networks))

    def _by_key(self, found: Mapping[int, Iterable[Copy]]) -> Copies:
        return {(item.pk, copy.reference): copy for item in self.items for copy in found.get(item.pk, ())}


@transaction.atomic
def _withdraw(
    items: Any,
    by: User | None,
    reason: str,
    *,
    consents: Iterable[Consent] = (),
    contributor: Contributor | None = None,
) -> TakeBack:
    """The one transaction: tombstones, then every channel's local effects, then a receipt for each copy.

    What was withdrawn before stays as it was: a second withdrawal of the same answers the first. Without a member of
    staff in `by`, the person did it themself.
    """
    # Consents before items, each in the order of their keys: two withdrawals at once wait instead of deadlocking.
    keys = [consent.pk for consent in consents]
    held = Consent.objects.select_for_update(of=("self",)).select_related("contributor")
    locked_consents = list(held.filter(pk__in=keys).order_by("pk"))
    closed = set(newest_terms().filter(consent__in=keys, is_withdrawal=True).values_list("consent", flat=True))
    open_consents = [row for row in locked_consents if row.pk not in closed]
    locked = list(Item.objects.select_for_update().filter(pk__in=items.values("pk")).order_by("pk"))
    fresh = [item for item in locked if not item.is_withdrawn]
    if not fresh and not open_consents and (earlier := _earlier(locked, locked_consents)):
        return earlier
    seen = [(removal, removal.copies()) for removal in (Removal(fresh, channel) for channel in channels())]
    take_back = TakeBack.objects.create(
        consent=locked_consents[0] if len(locked_consents) == 1 else None,
        contributor=contributor,
        reason=reason,
        by=by,
        by_the_person=by is None,
    )
    take_back.items.set(locked)
    how = ConsentTerms.How.OWN_PAGE if by is None else ConsentTerms.How.MESSAGE
    ConsentTerms.objects.bulk_create(
        ConsentTerms(consent=consent, is_withdrawal=True, how=how, note=reason, recorded_by=by)
        for consent in open_consents
    )
    mark_withdrawn(fresh, take_back, by)
    recheck_all(locked)
    noted = {"data": {"take_back": take_back.pk}}
    log_many([(consent, "cosecha.withdraw", noted) for consent in open_consents], by)
    take_back_copies(take_back, seen)
    return take_back


def take_back_copies(take_back: TakeBack, removals: Iterable[tuple[Removal, Copies]]) -> None:
    """Have each channel take back its copies, and write a receipt for each.

    A copy that was seen before, that the channel did not answer for and that is still there, needs a person.
    """
    receipts: dict[tuple[str, int, str], Receipt] = {}
    for removal, before in removals:
        answered = removal.take_back()
        left = removal.copies().keys() - answered.keys() if before.keys() - answered.keys() else set()
        for key, copy in (before | answered).items():
            state = Receipt.State.TAKEN_BACK
            if key in left:
                state = Receipt.State.FAILED
            elif key in answered and copy.is_pending:
                state = Receipt.State.PENDING
            receipts.setdefault((removal.channel.name, *key), _receipt(take_back, removal.channel, key, copy, state))
    Receipt.objects.bulk_create(receipts.values())


def _receipt(take_back: TakeBack, channel: Channel, key: tuple[int, str], copy: Copy, state: Receipt.State) -> Receipt:
    item, reference = key
    return Receipt(
        take_back=take_back,
        item_id=item,
        channel=channel.name,
        reference=reference,
        facts=dict(copy.facts),
        label="" if copy.facts else copy.label[:240],
        url=copy.url,
        state=state,
        settled_at=timezone.now() if state == Receipt.State.TAKEN_BACK else None,
    )


def settle_receipt(channel: str, reference: str, state: Receipt.State, detail: str = "") -> None:
    """A channel says what became of a copy that was pending, or could not be taken back before."""
    Receipt.objects.filter(channel=channel, reference=reference).exclude(state=Receipt.State.TAKEN_BACK).update(
        state=state, detail=detail[:240], settled_at=timezone.now()
    )


def settle_by_hand(receipt: Receipt, by: User) -> None:
    """A person took back what no channel could."""
    _check_permission(by)
    settle_receipt(receipt.channel, receipt.reference, Receipt.State.TAKEN_BACK, str(_("Taken back by hand: %s") % by))
    log(receipt.take_back, "cosecha.settle", user=by, data={"receipt": receipt.pk, "copy": receipt.reference})


def _earlier(items: list[Item], consents: list[Consent]) -> TakeBack | None:
    whole = TakeBack.objects.filter(cause=TakeBack.Cause.WITHDRAWN)
    if consents:
        return whole.filter(Q(consent__in=consents) | Q(contributor=consents[0].contributor_id)).first()
    return whole.filter(items__in=items).first() if items else None
