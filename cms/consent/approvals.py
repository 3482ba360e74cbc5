"""Approving exactly what was seen: an approval binds to a digest, and any change voids it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from wagtail.log_actions import log

from cms.consent.approved_version import Version
from cms.core.errors import FourEyesError, NotPermittedError, StaleApprovalError
from cms.models.approval import Approval, ApprovedVersion
from cms.models.items import Item


def digest_of(content: Any) -> str:
    """SHA-256, in hexadecimal, of anything JSON can hold; the order of keys does not matter."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def approve(target: Model, digest: str, seen: str, user: Any, version: Version | None = None) -> Approval:
    """Record that `user` approves `target`, whose content now has `digest` and had `seen` when it was shown.

    With a `version` the approval is compared whenever something changes that it may stand on.

    Raises StaleApprovalError when the two differ. Permission and state are the caller's to check.
    """
    if digest != seen:
        raise StaleApprovalError
    void_approvals(target)
    approval = Approval.objects.create(
        content_type=ContentType.objects.get_for_model(target), object_id=target.pk, digest=digest, by=user
    )
    if version is not None:
        ApprovedVersion.objects.create(
            approval=approval,
            parts=version.parts,
            pages=version.pages,
            picture=version.picture,
            basis=version.basis,
        )
    log(target, "cosecha.approve", user=user, data={"digest": digest})
    return approval


def carry_approval(target: Model, approval: Approval, digest: str) -> None:
    """Let a standing approval hold for the same content in another form, whose digest is `digest`."""
    if approval.digest == digest:
        return
    version = ApprovedVersion.objects.filter(approval=approval).first()
    void_approvals(target)
    kind = ContentType.objects.get_for_model(target)
    carried = Approval.objects.create(content_type=kind, object_id=target.pk, digest=digest, by=approval.by)
    if version is not None:
        version.pk, version.approval = None, carried
        version.save(force_insert=True)
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


def approved_digests(model: type[Model], keys: Iterable[Any]) -> tuple[dict[Any, set[str]], set[Any]]:
    """For many objects at once: the digests for which each has a standing approval, and those that lost theirs."""
    found: dict[Any, set[str]] = defaultdict(set)
    lost = set()
    kind = ContentType.objects.get_for_model(model)
    rows = Approval.objects.filter(Q(voided_at__isnull=True) | Q(lost_at__isnull=False), content_type=kind)
    for key, digest, lost_at in rows.filter(object_id__in=list(keys)).values_list("object_id", "digest", "lost_at"):
        if lost_at is None:
            found[key].add(digest)
        else:
            lost.add(key)
    return found, lost


def has_any_standing_approval(target: Model) -> bool:
    """Whether any approval of `target` stands, whatever its content is now."""
    return bool(_standing(type(target)).filter(object_id=target.pk).exists())


def void_approvals(target: Model) -> int:
    """Withdraw every standing approval of `target`; how many there were."""
    return void_all_approvals(type(target), [target.pk])


def void_all_approvals(model: type[Model], keys: Iterable[Any]) -> int:
    """Withdraw every standing approval of the rows of `model` with these keys; how many there were.

    What was lost before is decided with that, and nothing of what was approved is kept.
    """
    rows = list(keys)
    forget_versions(model, rows)
    count = _standing(model).filter(object_id__in=rows).update(voided_at=timezone.now())
    Approval.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=rows, lost_at__isnull=False
    ).update(lost_at=None)
    return int(count)


def forget_versions(model: type[Model], keys: Iterable[Any]) -> None:
    """Keep nothing of what was approved of these: it went out, or may be shown no more."""
    ApprovedVersion.objects.filter(
        approval__content_type=ContentType.objects.get_for_model(model), approval__object_id__in=list(keys)
    ).delete()


def carry_over(target: Model, before: str, after: str) -> int:
    """Let standing approvals of the content `before` be of `after`, which shows the same; how many there were."""
    return _standing(type(target)).filter(object_id=target.pk, digest=before).update(digest=after)


def _standing(model: type[Model]) -> Any:
    return Approval.objects.filter(content_type=ContentType.objects.get_for_model(model), voided_at__isnull=True)
