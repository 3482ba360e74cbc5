"""Taking posts down from their networks, with the receipt that withdrawals ask for."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Post
from campaigns.networks import network_named
from campaigns.networks.base import NetworkError, RefusedError, WaitUntilError
from campaigns.publishing.notify import tell_not_taken_down
from campaigns.publishing.outcomes import (
    CHANNEL,
    TRIES_BEFORE_TELLING,
    back_off_after,
    disconnect,
    forget_words,
    lease,
    recover,
    reference_of,
    settle_copy,
)
from cms.core.errors import NotPermittedError, WrongMomentError
from cms.jobs.leases import claim
from cms.models import Receipt
from cms.users.models import User

State = Post.State


def take_down(post: Post, by: User) -> None:
    """Ask for a published post to be taken down; a worker does it. Raises WrongMomentError unless it is published."""
    if not by.has_perm("campaigns.take_down_post"):
        raise NotPermittedError
    asked = Post.objects.filter(pk=post.pk, state__in=[State.PUBLISHED, State.TAKE_DOWN_FAILED]).update(
        state=State.TAKE_DOWN_DUE, attempts=0, next_try_at=None, problem=""
    )
    if not asked:
        raise WrongMomentError
    log(post.piece.campaign, "cosecha.take_down", user=by, data={"post": post.pk})


def due_take_downs(now: datetime) -> QuerySet[Post]:
    due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    return Post.objects.filter(due, state=State.TAKE_DOWN_DUE).order_by("pk")


def take_down_due(limit: int) -> int:
    """Take down up to `limit` posts; how many were picked up. A pause does not stop this."""
    recover()
    done = 0
    while done < limit and (rows := claim(due_take_downs(timezone.now()), State.BEING_TAKEN_DOWN, lease(), limit=1)):
        remove(rows[0])
        done += 1
    return done


def remove(post: Post) -> None:
    """Remove one post that this worker claimed. Removing twice is harmless, so every doubt is tried again."""
    try:
        network_named(post.account.network).take_down(post.account, post.remote_id)
    except RefusedError as error:
        if error.needs_reconnect:
            disconnect(post.account, error)
        _could_not(post, error)
    except NetworkError as error:
        _later(post, error)
    else:
        _is_gone(post)


@transaction.atomic
def _is_gone(post: Post) -> None:
    moved = Post.objects.filter(pk=post.pk, state__in=Post.COMING_DOWN).update(
        state=State.TAKEN_DOWN,
        lease_ends_at=None,
        next_try_at=None,
        settled_at=timezone.now(),
        problem="",
        must_come_down=False,
    )
    if moved:
        forget_words(post)
        settle_copy(post, Receipt.State.TAKEN_BACK)


@transaction.atomic
def _could_not(post: Post, error: RefusedError) -> None:
    moved = Post.objects.filter(pk=post.pk, state=State.BEING_TAKEN_DOWN).update(
        state=State.TAKE_DOWN_FAILED, lease_ends_at=None, problem=str(error)[:300]
    )
    if moved:
        settle_copy(post, Receipt.State.FAILED, str(error))
        tell_not_taken_down(post, error)


def _later(post: Post, error: NetworkError) -> None:
    again = error.until if isinstance(error, WaitUntilError) else timezone.now() + back_off_after(post.attempts)
    Post.objects.filter(pk=post.pk, state=State.BEING_TAKEN_DOWN).update(
        state=State.TAKE_DOWN_DUE,
        lease_ends_at=None,
        next_try_at=again,
        attempts=post.attempts + 1,
        problem=str(error)[:300],
    )
    if post.attempts + 1 >= TRIES_BEFORE_TELLING:
        tell_not_taken_down(post, error)


@transaction.atomic
def taken_down_by_hand(post: Post, by: User) -> None:
    """A person removed it on the network itself. Raises WrongMomentError unless taking it down had failed."""
    if not by.has_perm("campaigns.take_down_post"):
        raise NotPermittedError
    moved = Post.objects.filter(pk=post.pk, state=State.TAKE_DOWN_FAILED).update(
        state=State.TAKEN_DOWN, settled_at=timezone.now(), problem="", must_come_down=False
    )
    if not moved:
        raise WrongMomentError
    Receipt.objects.filter(channel=CHANNEL, reference=reference_of(post), state=Receipt.State.FAILED).update(
        state=Receipt.State.TAKEN_BACK, detail=_("Removed by hand."), settled_at=timezone.now()
    )
    log(post.piece.campaign, "cosecha.take_down", user=by, data={"post": post.pk, "by_hand": True})
