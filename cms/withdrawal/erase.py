"""Erasing what is a person's because they ask: everything of theirs, or one item.

It withdraws first. What is here goes at once; the addresses of copies that a network still has to give back are kept
until it has. That it was erased, when, and what became of each copy stays on record, without a word or a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from cms.channels import channels
from cms.core.errors import CosechaError, NotPermittedError
from cms.core.text import collapse_spaces, skeleton
from cms.models import Contributor, Erasure, Item, Passage, Receipt
from cms.users.models import User
from cms.withdrawal import erase_steps
from cms.withdrawal.withdraw import items_of, withdraw_contributor, withdraw_item

MAY_ERASE = "cms.add_erasure"


class NotTypedError(CosechaError):
    """What was typed is not the name."""

    sentence = gettext_lazy("What you typed is not the same. Nothing was erased.")


@dataclass(frozen=True)
class Effect:
    """How much goes, and how many passages of reports name the person and stay, since they are not theirs."""

    items: int
    contents: int
    versions: int
    files: int
    proofs: int
    passages: int
    passages_that_name: int


def to_type(item: Item | None, contributor: Contributor | None) -> str:
    """What has to be typed to confirm: the person's name, or a word where nobody is behind it."""
    person = contributor or (item.contributor if item else None)
    return person.full_name if person else str(_("ERASE"))


def effect_of_erasing(items: Iterable[Item], contributor: Contributor | None) -> Effect:
    """What erasing would leave nothing of: shown before it is done."""
    rows = list(items)
    contents = erase_steps.contents_of_all(rows)
    passages = erase_steps.passages_of(rows, contributor)
    named = Passage.objects.none()
    if contributor:
        named = Passage.objects.filter(text__icontains=contributor.full_name).exclude(pk__in=passages.values("pk"))
    return Effect(
        items=len(rows),
        contents=len(contents),
        versions=len(erase_steps.revisions_of(contents)),
        files=len(erase_steps.pictures_and_files(contents)),
        proofs=len(erase_steps.evidence_of(contributor.consents.all())) if contributor else 0,
        passages=passages.count(),
        passages_that_name=named.count(),
    )


def erase_item(item: Item, by: User, typed: str) -> Erasure:
    """Erase one item. Raises NotPermittedError, NotTypedError."""
    _check(by, typed, to_type(item, None))
    with transaction.atomic():
        take_back = withdraw_item(item, by)
        return _erase(Item.objects.filter(pk=item.pk), None, take_back, by)


def erase_contributor(contributor: Contributor, by: User, typed: str) -> Erasure:
    """Erase a person with everything of theirs. Raises NotPermittedError, NotTypedError."""
    _check(by, typed, to_type(None, contributor))
    with transaction.atomic():
        take_back = withdraw_contributor(contributor, by)
        return _erase(items_of(contributor), contributor, take_back, by)


def _check(by: User, typed: str, wanted: str) -> None:
    if not by.has_perm(MAY_ERASE):
        raise NotPermittedError
    if collapse_spaces(skeleton(typed)) != collapse_spaces(skeleton(wanted)):
        raise NotTypedError


def _erase(items: Any, contributor: Contributor | None, take_back: Any, by: User) -> Erasure:
    rows = list(items.order_by("pk"))
    erasure = Erasure.objects.create(contributor=contributor, take_back=take_back, by=by)
    erasure.items.set(rows)
    erase_steps.forget_passages(rows, contributor)
    erase_steps.forget_words(rows)
    erase_steps.forget_reasons(rows, contributor)
    if contributor:
        erase_steps.forget_consents(list(contributor.consents.all()))
        with override(settings.LANGUAGE_CODE):
            erase_steps.forget_person(contributor, _("Erased person %d") % contributor.pk)
    for channel in channels():
        channel.forget(rows)
    Receipt.objects.filter(item__in=rows).update(label="", detail="")
    erase_steps.leave_no_traces()
    log(erasure, "cosecha.erase", user=by, data={"items": len(rows)})
    _finish(erasure)
    return erasure


def finish_erasures() -> int:
    """Forget the addresses of what has been taken back meanwhile; how many erasures are finished by that."""
    return sum(_finish(erasure) for erasure in Erasure.objects.filter(finished_at=None))


@transaction.atomic
def _finish(erasure: Erasure) -> bool:
    items = list(erasure.items.all())
    receipts = Receipt.objects.filter(item__in=items)
    receipts.filter(state=Receipt.State.TAKEN_BACK).update(url="", label="", detail="")
    if receipts.exclude(state=Receipt.State.TAKEN_BACK).exists():
        return False
    for channel in channels():
        channel.forget_addresses(items)
    Erasure.objects.filter(pk=erasure.pk).update(finished_at=timezone.now())
    return True
