"""Approving posts exactly as they were seen."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.errors import NotReadyError
from campaigns.models import Post
from campaigns.posts.approved_version import version_of
from campaigns.posts.budget import PROMISED, over_budget
from campaigns.posts.card_image import picture_of
from campaigns.posts.checks import refusal_for
from campaigns.posts.prepare import PreparedPost, full_posts, prepare, prepare_all
from cms.consent.approvals import approve, void_approvals
from cms.consent.approved_version import Version
from cms.core.errors import CosechaError, FourEyesError, NotPermittedError, StaleApprovalError, WrongMomentError
from cms.jobs.wake import wake
from cms.users.models import User

State = Post.State
APPROVABLE = (State.DRAFT, State.APPROVED, State.WAITING, State.REFUSED, State.LATE)


def approve_post(post: Post, seen: str, by: User) -> None:
    """Approve a post whose digest was `seen` when it was shown.

    Raises NotPermittedError, FourEyesError, NotReadyError with the reason, StaleApprovalError or WrongMomentError.
    """
    if not by.has_perm("campaigns.approve_post"):
        raise NotPermittedError
    prepared = prepare(post)
    check_ready(prepared, by)
    _record(prepared, seen, by, version_of(prepared, picture_of(prepared)))


def check_ready(prepared: PreparedPost, by: User) -> None:
    """Raise what stands in the way of approving."""
    post = prepared.post
    if post.state not in APPROVABLE:
        raise WrongMomentError
    if prepared.problem:
        raise NotReadyError(prepared.problem)
    if refusal := refusal_for(post, max(post.piece.scheduled_at, timezone.now())):
        raise NotReadyError(refusal)
    if too_much := over_budget(post, prepared.cost, PROMISED):
        raise NotReadyError(too_much)
    if post.piece.item.needs_second_person and post.piece.last_edited_by_id == by.pk:
        raise FourEyesError


@transaction.atomic
def _record(prepared: PreparedPost, seen: str, by: User, version: Version) -> None:
    row = Post.objects.select_for_update().filter(pk=prepared.post.pk, state__in=APPROVABLE).first()
    if row is None:
        raise WrongMomentError
    now_there = prepare(row)
    if now_there.digest != prepared.digest:
        raise StaleApprovalError
    approve(row, prepared.digest, seen, by, version)
    Post.objects.filter(pk=row.pk).update(
        state=State.APPROVED,
        problem="",
        attempts=0,
        looks=0,
        next_try_at=None,
        needs_person=False,
        cost=prepared.cost,
    )
    wake("campaigns.tasks.work")


def approve_all(seen: Mapping[int, str], by: User) -> tuple[int, list[tuple[PreparedPost, str]]]:
    """Approve every post in `seen` (key → digest); how many were, and those that were not with the reason."""
    if not by.has_perm("campaigns.approve_post"):
        raise NotPermittedError
    posts = full_posts(Post.objects.filter(pk__in=seen.keys(), state__in=[State.DRAFT, State.APPROVED]))
    count, left = 0, []
    for prepared in prepare_all(posts):
        if prepared.is_approved and prepared.post.state == State.APPROVED:
            continue
        try:
            approve_post(prepared.post, seen[prepared.post.pk], by)
            count += 1
        except CosechaError as error:
            left.append((prepared, str(error)))
    return count, left


def lose_approval(posts: Iterable[Post]) -> None:
    """Posts that were changed wait for approval again."""
    for post in posts:
        void_approvals(post)
        Post.objects.filter(pk=post.pk, state__in=Post.PLANNED).update(
            state=State.DRAFT, problem="", next_try_at=None, attempts=0
        )


def voided_reason() -> str:
    return _("It changed after it was approved. Look at it and approve it again.")
