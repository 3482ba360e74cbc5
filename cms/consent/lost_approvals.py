"""Approvals that are of something else than what is there now: marked as in doubt, compared, and kept until decided.

A change of anything that an approval may stand on marks all of them (`mark_when_saved`); a worker compares them
(`Channel.compare_approvals`), and so does every start. What is lost waits on the home page for a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.log_actions import log

from cms.consent.approved_version import PartDifference, differences, is_look_only
from cms.jobs.wake import wake
from cms.models.approval import Approval, ApprovedVersion


@dataclass(frozen=True)
class LostApproval:
    """Something that was approved, and is not any more: what differs, and what approving it again binds to (`seen`).

    `problem` says why it cannot be approved as it is. `before` and `after` are addresses of the two versions.
    """

    approval: Approval
    label: str
    url: str
    at: datetime | None
    seen: str
    differences: tuple[PartDifference, ...]
    before: str
    after: str
    is_picture: bool = False
    problem: str = ""

    @property
    def is_look_only(self) -> bool:
        return not self.problem and is_look_only(self.differences)


def mark_when_saved(*models: Any) -> None:
    """Put the approvals in doubt whenever a row of `models` is saved or deleted. Called when the app is ready."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(on_changed, sender=model, dispatch_uid=f"doubt_{model._meta.label_lower}")


def on_changed(sender: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        transaction.on_commit(mark_stale)


def mark_stale() -> int:
    """Put every approval that stands in doubt, and wake a worker to compare them; how many were not in doubt before."""
    count = _compared().filter(stale_at__isnull=True).update(stale_at=timezone.now())
    if count:
        wake("cms.tasks.compare_approvals")
    return int(count)


def mark_unknown() -> int:
    """After a start: the program or its settings may be others, so that the same rows give another rendering."""
    ApprovedVersion.objects.exclude(basis="").update(basis="")
    return mark_stale()


def take_stale(model: type[Model], most: int) -> list[Approval]:
    """Up to `most` approvals of rows of `model` that are in doubt, and are not from now on: the caller compares them.

    The doubt ends before they are compared, so that a change that comes meanwhile puts them in doubt again.
    """
    kind = ContentType.objects.get_for_model(model)
    rows = list(
        _compared().filter(content_type=kind, stale_at__isnull=False).select_related("version").order_by("pk")[:most]
    )
    Approval.objects.filter(pk__in=[row.pk for row in rows]).update(stale_at=None)
    return rows


def lose(approval: Approval, target: Model, parts: Iterable[PartDifference]) -> bool:
    """Withdraw an approval because it is of something else; False where somebody was faster. In a transaction."""
    now = timezone.now()
    is_mine = Approval.objects.filter(pk=approval.pk, voided_at__isnull=True).update(voided_at=now, lost_at=now)
    if is_mine:
        log(target, "cosecha.lose_approval", data={"parts": [difference.part for difference in parts]})
    return bool(is_mine)


def what_changed(approval: Approval, parts: Mapping[str, str], seen: str) -> tuple[PartDifference, ...]:
    """How `parts`, whose digest is `seen`, differ from what was approved. What no part shows counts as words."""
    before = getattr(approval, "version", None)
    if before is None or approval.digest == seen:
        return ()
    return tuple(differences(before.parts, parts)) or (PartDifference("words"),)


def lost_of(*models: type[Model]) -> QuerySet[Approval]:
    """The lost approvals of rows of `models` that wait for a decision, the oldest first."""
    kinds = [ContentType.objects.get_for_model(model).pk for model in models]
    rows = Approval.objects.filter(lost_at__isnull=False, content_type__in=kinds)
    return rows.select_related("by", "version").order_by("lost_at", "pk")


def _compared() -> QuerySet[Approval]:
    return Approval.objects.filter(voided_at__isnull=True, version__isnull=False)
