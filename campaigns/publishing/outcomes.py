"""Record what came of publishing a post or of looking it up. Take-downs have their own retry (`takedown`).

`OUTCOMES` says for each failure of publishing what becomes of the post.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from campaigns.errors import CampaignEndedError, NotReadyError
from campaigns.models import Account, Post, PostStep
from campaigns.networks import network_named
from campaigns.networks.base import (
    ByHandError,
    Network,
    NotSentError,
    OnlyPersonCanTellError,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.parts import FIRST
from campaigns.networks.pictures import PictureTooLargeError
from campaigns.publishing.notify import (
    tell_account,
    tell_by_hand,
    tell_over_budget,
    tell_refused,
    tell_unreachable,
    tell_unsure,
)
from campaigns.publishing.pace import hold_publishing
from campaigns.publishing.transitions import move_post, reopen_copy
from cms.consent.lost_approvals import mark_stale
from cms.core.errors import CosechaError
from cms.jobs.leases import abandoned

State = Post.State

# How long to wait after a try that reached nobody; the last one again and again.
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
# How long a post waits that would cost too much, before it is asked again whether there is room for it.
ASK_BUDGET_AGAIN = timedelta(minutes=15)
# From this many tries on, staff are told.
TRIES_BEFORE_TELLING = 4


# Where a second try does no harm, a post whose worker died does not wait for long.
SHORT_LEASE = timedelta(seconds=60)


def lease() -> timedelta:
    return timedelta(seconds=settings.NETWORK_LEASE)


def lease_on(network: Network) -> timedelta:
    """How long a worker may take to publish there before another looks what became of the post."""
    return min(SHORT_LEASE, lease()) if network.is_idempotent else lease()


def back_off_after(attempts: int) -> timedelta:
    return BACK_OFF[min(attempts, len(BACK_OFF) - 1)]


class TooLateError(CosechaError):
    sentence = gettext_lazy("It should have gone out at another time.")


class PausedMeanwhileError(CosechaError):
    """Everything, or its campaign, was paused after the post was claimed; or the post is held."""


class FullPaceError(CosechaError):
    """The account has published as much as its network allows for now."""

    sentence = gettext_lazy("The network takes no more for now: it goes out a little later.")

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class OverBudgetError(CosechaError):
    """What its network bills this month would be more than staff allow; the sentence says how much."""


class NotAllowedNowError(CosechaError):
    """Asked once more, the gate, the checks or the approval say no; the sentence says why."""


@dataclass(frozen=True)
class Outcome:
    """What becomes of a post in state `before` whose publishing failed.

    `changes` gives the fields to write beside the state; the sentence of the failure is kept as the problem unless
    `keeps_problem` is False. `act_first` runs before the post moves, after which another worker may take it. `notify`
    tells staff, only where the post moved unless `notifies_anyway`.
    """

    before: Post.State
    after: Post.State
    changes: Callable[[Post, Any], dict[str, Any]] = lambda _post, _error: {}
    keeps_problem: bool = True
    act_first: Callable[[Post, Any], None] | None = None
    notify: Callable[[Post, Any], None] | None = None
    notifies_anyway: bool = False


def _tell_after_some_tries(post: Post, error: NotSentError) -> None:
    if post.attempts + 1 >= TRIES_BEFORE_TELLING:
        tell_unreachable(post, error)


def _tell_lost_approval(_post: Post, _error: CosechaError) -> None:
    """It fell back to a draft at its hour, with an approval that nobody withdrew: comparing tells staff."""
    mark_stale()


# The account's key is refused: its posts wait until it is connected again.
NEEDS_RECONNECT = Outcome(
    State.PUBLISHING,
    State.WAITING,
    lambda _post, _error: {"next_try_at": timezone.now()},
    act_first=lambda post, error: disconnect(post.account, error),
)
OUTCOMES: dict[type[CosechaError], Outcome] = {
    # Before anything left.
    TooLateError: Outcome(State.CLAIMED, State.LATE),
    CampaignEndedError: Outcome(State.CLAIMED, State.LATE),
    NotReadyError: Outcome(State.CLAIMED, State.DRAFT, notify=_tell_lost_approval),
    PausedMeanwhileError: Outcome(State.CLAIMED, State.APPROVED, keeps_problem=False),
    FullPaceError: Outcome(
        State.CLAIMED, State.WAITING, act_first=lambda post, error: hold_publishing(post.account, error.until)
    ),
    OverBudgetError: Outcome(
        State.CLAIMED,
        State.WAITING,
        lambda _post, _error: {"next_try_at": timezone.now() + ASK_BUDGET_AGAIN},
        notify=tell_over_budget,
    ),
    NotAllowedNowError: Outcome(
        State.CLAIMED, State.DRAFT, lambda _post, _error: {"next_try_at": None}, notify=_tell_lost_approval
    ),
    # The network's four failures.
    NotSentError: Outcome(
        State.PUBLISHING,
        State.WAITING,
        lambda post, _error: {"next_try_at": timezone.now() + back_off_after(post.attempts)},
        notify=_tell_after_some_tries,
        notifies_anyway=True,
    ),
    # Its sisters on the same account wait too.
    WaitUntilError: Outcome(
        State.PUBLISHING,
        State.WAITING,
        lambda _post, error: {"next_try_at": error.until},
        act_first=lambda post, error: hold_publishing(post.account, error.until),
    ),
    RefusedError: Outcome(State.PUBLISHING, State.REFUSED, notify=tell_refused),
    PictureTooLargeError: Outcome(State.PUBLISHING, State.REFUSED, notify=tell_refused),
    # A person may have copied it already, whether or not they said so: that is the doubt of a lost answer.
    ByHandError: Outcome(
        State.PUBLISHING,
        State.UNSURE,
        lambda _post, _error: {"needs_person": True, "next_try_at": None},
        keeps_problem=False,
        notify=tell_by_hand,
    ),
    OnlyPersonCanTellError: Outcome(
        State.PUBLISHING,
        State.UNSURE,
        lambda _post, _error: {"needs_person": True, "next_try_at": None},
        notify=lambda post, _error: tell_unsure(post),
    ),
    UnknownOutcomeError: Outcome(
        State.PUBLISHING,
        State.UNSURE,
        lambda post, _error: {"next_try_at": timezone.now() + first_look_after(post), "looks": 0},
    ),
}


def outcome_of(error: CosechaError) -> Outcome:
    """The row of the table for `error`, whose class may be a subclass of the one that stands there."""
    if isinstance(error, RefusedError) and error.needs_reconnect:
        return NEEDS_RECONNECT
    return next(OUTCOMES[cls] for cls in type(error).__mro__ if cls in OUTCOMES)


def record_failure(post: Post, error: CosechaError) -> None:
    """Write what becomes of `post` after `error`, and tell whom it concerns."""
    outcome = outcome_of(error)
    if outcome.before == State.PUBLISHING and outcome.after != State.UNSURE and is_partly_out(post):
        outcome = replace(outcome, after=State.UNSURE, notify=None)
    changes = outcome.changes(post, error)
    if outcome.after == State.UNSURE:
        changes = {"next_try_at": timezone.now() + back_off_after(post.attempts)} | changes
    if outcome.keeps_problem:
        changes["problem"] = str(error)
    if outcome.act_first:
        outcome.act_first(post, error)
    has_moved = move_post(post, outcome.before, outcome.after, **changes)
    if not has_moved and outcome.after == State.UNSURE:
        doubt_again(post, error)
    if outcome.notify and (has_moved or outcome.notifies_anyway):
        outcome.notify(post, error)


@transaction.atomic
def doubt_again(post: Post, error: CosechaError) -> None:
    """The answer was lost of one that was given up meanwhile, words and all: only a person can look for it."""
    changes = {"must_come_down": True, "needs_person": True, "problem": str(error)[:300]}
    if Post.objects.filter(pk=post.pk, state=State.CANCELLED).update(state=State.UNSURE, **changes):
        reopen_copy(post)
        tell_unsure(post)


def is_partly_out(post: Post) -> bool:
    """Whether the first part of its thread is out: until the rest is, or it comes down, it is in doubt."""
    return PostStep.objects.filter(post=post, name=FIRST).exclude(value="").exists()


def first_look_after(post: Post) -> timedelta:
    return timedelta(seconds=max(settings.NETWORK_LOOK_AFTER, network_named(post.account.network).look_after))


def recover() -> None:
    """Posts whose worker is gone: those not begun go back in the queue, those begun are unsure."""
    now = timezone.now()
    gone = abandoned(Post.objects.all(), now)
    if not gone.exists():
        return
    gone.filter(state=State.CLAIMED).update(state=State.WAITING, lease_ends_at=None)
    gone.filter(state__in=[State.PUBLISHING, State.LOOKING]).update(
        state=State.UNSURE, lease_ends_at=None, next_try_at=now
    )
    gone.filter(state=State.BEING_TAKEN_DOWN).update(state=State.TAKE_DOWN_DUE, lease_ends_at=None, next_try_at=now)


def disconnect(account: Account, error: RefusedError) -> None:
    """An account whose network asks for it to be connected again: nothing more goes to it until then."""
    Account.objects.filter(pk=account.pk).update(state=Account.State.NEEDS_RECONNECT)
    tell_account(account, error)
