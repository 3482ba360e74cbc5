"""Approving exactly what was seen: an approval binds to a digest, and any change voids it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.errors import FourEyesError, NotPermittedError, StaleApprovalError
from cms.models.approval import Approval
from cms.models.items import Item


def digest_of(content: Any) -> str:
    """SHA-256, in hexadecimal, of anything JSON can hold; the order of keys does not matter."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def approve(target: Model, digest: str, seen: str, user: Any) -> Approval:
    """Record that `user` approves `target`, whose content now has `digest` and had `seen` when it was shown.

    Raises StaleApprovalError when the two differ. Permission and state are the caller's to check.
    """
    if digest != seen:
        raise StaleApprovalError
    void_approvals(target)
    approval = Approval.objects.create(
        content_type=ContentType.objects.get_for_model(target), object_id=target.pk, digest=digest, by=user
    )
    log(target, "cosecha.approve", user=user, data={"digest": digest})
    return approval


def carry_approval(target: Model, approval: Approval, digest: str) -> None:
    """Let a standing approval hold for the same content in another form, whose digest is `digest`."""
    if approval.digest == digest:
        return
    void_approvals(target)
    kind = ContentType.objects.get_for_model(target)
    Approval.objects.create(content_type=kind, object_id=target.pk, digest=digest, by=approval.by)
    log(target, "cosecha.approve", user=approval.by, data={"digest": digest, "carried_from": approval.digest})


def approve_item(item: Item, seen: str, user: Any) -> Approval:
    """A second person's approval of a sensitive item's live content."""
    if not user.has_perm("cms.approve_item"):
        raise NotPermittedError
    if item.written_by_id == user.pk:
        raise FourEyesError
    return approve(item, item.content_digest, seen, user)


def approval_of(target: Model, digest: str) -> Approval | None:
    """The standing approval of `target` with exactly this content."""
    return _standing(type(target)).filter(object_id=target.pk, digest=digest).select_related("by").first()


def approved_digests(model: type[Model], keys: Iterable[Any]) -> dict[Any, set[str]]:
    """For many objects at once: the digests for which each has a standing approval."""
    found: dict[Any, set[str]] = defaultdict(set)
    for key, digest in _standing(model).filter(object_id__in=list(keys)).values_list("object_id", "digest"):
        found[key].add(digest)
    return found


def has_any_standing_approval(target: Model) -> bool:
    """Whether any approval of `target` stands, whatever its content is now."""
    return bool(_standing(type(target)).filter(object_id=target.pk).exists())


def void_approvals(target: Model) -> int:
    """Withdraw every standing approval of `target`; how many there were."""
    return void_all_approvals(type(target), [target.pk])


def void_all_approvals(model: type[Model], keys: Iterable[Any]) -> int:
    """Withdraw every standing approval of the rows of `model` with these keys; how many there were."""
    return _standing(model).filter(object_id__in=list(keys)).update(voided_at=timezone.now())


def carry_over(target: Model, before: str, after: str) -> int:
    """Let standing approvals of the content `before` be of `after`, which shows the same; how many there were."""
    return _standing(type(target)).filter(object_id=target.pk, digest=before).update(digest=after)


def _standing(model: type[Model]) -> Any:
    return Approval.objects.filter(content_type=ContentType.objects.get_for_model(model), voided_at__isnull=True)
