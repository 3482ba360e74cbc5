"""Taking posts down from their networks, with the receipt that withdrawals ask for."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from campaigns.models import Campaign, Post
from campaigns.networks import network_named
from campaigns.networks.base import (
    CannotTakeDownError,
    NetworkError,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.publishing.notify import tell_not_taken_down
from campaigns.publishing.outcomes import TRIES_BEFORE_TELLING, back_off_after, disconnect, lease, recover
from campaigns.publishing.pace import hold_take_downs, takes_down_from
from campaigns.publishing.transitions import CHANNEL, forget_words, reference_of, settle_copy
from cms.core.errors import NotPermittedError, WrongMomentError
from cms.jobs.leases import claim
from cms.models import Receipt
from cms.users.models import User

State = Post.State

# Staff are told of what has to wait for longer than this.
LONG = timedelta(hours=1)
NO_NUMBER = gettext_lazy("Its number on the network is not known, or not of all its parts: remove it there by hand.")


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


def take_down_campaign(campaign: Campaign, by: User) -> int:
    """Take down all that a campaign has out, and let nothing more go out; how many posts are coming down."""
    if not by.has_perm("campaigns.take_down_post"):
        raise NotPermittedError
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(is_paused=True)
        mine = Post.objects.filter(piece__campaign=campaign)
        # What a worker takes up just now is written as being published first, or finds its campaign paused.
        list(mine.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        asked = mine.filter(state__in=[State.PUBLISHED, State.TAKE_DOWN_FAILED]).update(
            state=State.TAKE_DOWN_DUE, attempts=0, next_try_at=None, problem=""
        )
        asked += mine.filter(state__in=Post.IN_DOUBT).update(must_come_down=True)
        log(campaign, "cosecha.take_down", user=by, data={"posts": asked})
    return asked


def due_take_downs(now: datetime) -> QuerySet[Post]:
    """What is to be removed and may be tried: the accounts in turn, so that one that has to wait holds up no other."""
    return Post.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now),
        Q(account__take_down_not_before__isnull=True) | Q(account__take_down_not_before__lte=now),
        state=State.TAKE_DOWN_DUE,
    ).order_by("pk")


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
        free_at = takes_down_from(post.account)
        if free_at > timezone.now():
            raise WaitUntilError(free_at)
        was_there = _remove_parts(post)
    except RefusedError as error:
        if error.needs_reconnect:
            disconnect(post.account, error)
        _could_not(post, error)
    except NetworkError as error:
        if isinstance(error, WaitUntilError):
            hold_take_downs(post.account, error.until)
        _later(post, error)
    except Exception as error:
        # What it is nobody foresaw; staff are told, for the words are still there.
        _later(post, UnknownOutcomeError(detail=type(error).__name__))
        raise
    else:
        _is_gone(post, was_there=was_there)


def _remove_parts(post: Post) -> bool:
    """Remove all parts of a post; whether one was still there. Raises CannotTakeDownError where one has no number."""
    network = network_named(post.account.network)
    # The last part of a thread first: readers see no answer to nothing.
    numbers = [*reversed(post.more_remote_ids), post.remote_id]
    usable = [number for number in numbers if number or network.is_by_hand]
    was_there = [network.take_down(post.account, number) for number in usable]
    if not all(numbers):
        raise CannotTakeDownError(NO_NUMBER)
    if network.is_there(post.account, post.remote_id):
        raise UnknownOutcomeError(_("The network still shows it."))
    return any(was_there)


@transaction.atomic
def _is_gone(post: Post, *, was_there: bool) -> None:
    # Not where another copy became known meanwhile.
    mine = Post.objects.filter(pk=post.pk, state__in=Post.COMING_DOWN, more_remote_ids=post.more_remote_ids)
    moved = mine.update(
        state=State.TAKEN_DOWN,
        lease_ends_at=None,
        next_try_at=None,
        measure_at=None,
        settled_at=timezone.now(),
        problem="",
        must_come_down=False,
    )
    if moved:
        forget_words(post)
        settle_copy(post, Receipt.State.TAKEN_BACK, "" if was_there else _("It was gone already."))


@transaction.atomic
def _could_not(post: Post, error: RefusedError) -> None:
    moved = Post.objects.filter(pk=post.pk, state=State.BEING_TAKEN_DOWN).update(
        state=State.TAKE_DOWN_FAILED, lease_ends_at=None, problem=str(error)[:300]
    )
    if moved:
        settle_copy(post, Receipt.State.FAILED, str(error))
        tell_not_taken_down(post, error)


def _later(post: Post, error: NetworkError) -> None:
    waits = isinstance(error, WaitUntilError)
    again = error.until if isinstance(error, WaitUntilError) else timezone.now() + back_off_after(post.attempts)
    attempts = post.attempts if waits else post.attempts + 1
    Post.objects.filter(pk=post.pk, state=State.BEING_TAKEN_DOWN).update(
        state=State.TAKE_DOWN_DUE,
        lease_ends_at=None,
        next_try_at=again,
        attempts=attempts,
        problem=str(error)[:300],
    )
    if again - timezone.now() > LONG:
        # None of the account's is tried until then.
        for one in Post.objects.filter(account=post.account, state=State.TAKE_DOWN_DUE).select_related("account"):
            tell_not_taken_down(one, error)
    elif attempts >= TRIES_BEFORE_TELLING:
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
