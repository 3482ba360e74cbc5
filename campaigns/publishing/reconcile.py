"""Posts whose answer was lost: look whether they are on the network before anything else is tried."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from campaigns.errors import NoPostAddressError
from campaigns.models import Pause, Post
from campaigns.networks import network_named
from campaigns.networks.base import Live, NetworkError, UnknownOutcomeError
from campaigns.networks.parts import kept_part, kept_parts
from campaigns.posts.checks import refusal_for
from campaigns.posts.prepare import full_posts
from campaigns.publishing.kept_steps import KeptSteps, forget_steps
from campaigns.publishing.notify import tell_unsure
from campaigns.publishing.outcomes import lease, lease_on, record_failure, recover
from campaigns.publishing.payloads import frozen
from campaigns.publishing.transitions import move_post, never_went_live, went_live
from cms.core.errors import NotPermittedError, WrongMomentError
from cms.jobs.leases import claim
from cms.users.models import User

State = Post.State

# A network may finish a request long after we stopped waiting for it. So what is not there at one look is looked for
# again, each time after this many times as long, before it is tried again; with 20 seconds to the first look, the last
# is half an hour after the answer was lost. When the last look cannot tell, a person is asked.
LOOKS = 4
LONGER = 4
# From this many tries on, a thread of which a part is missing stays as it is.
MOST_TRIES = 6
WHILE_PAUSED = timedelta(minutes=1)
ANOTHER_POST = gettext_lazy("Another post of this account is at this address.")
PARTLY_OUT = gettext_lazy("Only the first parts of this thread went out.")


def due_looks(now: datetime) -> QuerySet[Post]:
    """Unsure posts that it is time to look for."""
    return Post.objects.filter(state=State.UNSURE, needs_person=False, next_try_at__lte=now).order_by("next_try_at")


def look_up_unsure(limit: int) -> int:
    """Look for up to `limit` unsure posts; how many were looked for."""
    recover()
    done = 0
    while done < limit and (rows := claim(due_looks(timezone.now()), State.LOOKING, lease(), limit=1)):
        look_up(rows[0])
        done += 1
    return done


def look_up(post: Post) -> None:
    """Look for one post that this worker claimed."""
    network = network_named(post.account.network)
    if not network.can_find:
        ask_a_person(post, _("This network cannot be asked whether a post is there."))
        return
    try:
        live = network.find(post.account, frozen(post))
    except NetworkError as error:
        look_later_or_ask(post, error)
        return
    except Exception as error:
        # What it is nobody foresaw; it told nothing either.
        look_later_or_ask(post, UnknownOutcomeError(detail=type(error).__name__))
        raise
    if live is not None and (live.is_whole or post.must_come_down):
        went_live(post, live)
    elif live is not None:
        finish(post, live)
    elif post.looks + 1 < LOOKS and not network.is_idempotent:
        look_later(post, post.problem)
    else:
        # Surely it is not there. It goes through every question once more, and is tried again.
        move_post(post, State.LOOKING, State.WAITING, problem="", next_try_at=timezone.now(), looks=0)


def finish(post: Post, live: Live) -> None:
    """Publish the missing parts of a thread. What may not go out any more, or does not go, stays as it is there."""
    post = full_posts(Post.objects.filter(pk=post.pk)).get()
    if Pause.is_on() or post.piece.campaign.is_paused:
        move_post(post, State.LOOKING, State.UNSURE, next_try_at=timezone.now() + WHILE_PAUSED)
    elif not goes_on(post):
        went_live(post, replace(live, notice=str(PARTLY_OUT)))
    else:
        try:
            went_live(post, network_named(post.account.network).publish(post.account, frozen(post)))
        except NetworkError as error:
            record_failure(post, error)


@transaction.atomic
def goes_on(post: Post) -> bool:
    """Take a thread up again, unless it may not go out any more, or was tried too often."""
    now = timezone.now()
    mine = Post.objects.select_for_update().filter(
        pk=post.pk, state=State.LOOKING, must_come_down=False, attempts__lt=MOST_TRIES
    )
    if not mine.exists() or refusal_for(post, now):
        return False
    ends_at = now + lease_on(network_named(post.account.network))
    mine.update(state=State.PUBLISHING, attempts=F("attempts") + 1, lease_ends_at=ends_at)
    return True


def look_later_or_ask(post: Post, error: NetworkError) -> None:
    if post.looks + 1 < LOOKS:
        look_later(post, str(error))
    else:
        ask_a_person(post, str(error))


def look_later(post: Post, problem: str) -> None:
    looks = post.looks + 1
    later = timedelta(seconds=settings.NETWORK_LOOK_AFTER * LONGER**looks)
    move_post(post, State.LOOKING, State.UNSURE, problem=problem, looks=looks, next_try_at=timezone.now() + later)


def ask_a_person(post: Post, problem: str) -> None:
    if move_post(post, State.LOOKING, State.UNSURE, problem=problem, needs_person=True, next_try_at=None):
        tell_unsure(post)


@transaction.atomic
def leave_undone(post: Post, by: User) -> None:
    """A person decided not to publish it by hand. Raises WrongMomentError unless it waits for that."""
    if not by.has_perm("campaigns.approve_post"):
        raise NotPermittedError
    row = Post.objects.select_for_update().filter(pk=post.pk, state=State.UNSURE, needs_person=True).first()
    if row is None or not network_named(row.account.network).is_by_hand:
        raise WrongMomentError
    log(row.piece.campaign, "cosecha.leave_undone", user=by, data={"post": row.pk})
    never_went_live(row)


@transaction.atomic
def resolve(post: Post, by: User, *, is_there: bool, url: str = "", remote_id: str = "") -> None:
    """A person looked: the post is on the network, or it is not and may be tried again.

    Raises WrongMomentError unless the post is unsure.
    """
    if not by.has_perm("campaigns.approve_post"):
        raise NotPermittedError
    row = Post.objects.select_for_update().filter(pk=post.pk, state=State.UNSURE).first()
    if row is None:
        raise WrongMomentError
    log(row.piece.campaign, "cosecha.resolve_post", user=by, data={"post": row.pk, "is_there": is_there})
    if is_there:
        went_live(row, seen_by_a_person(row, remote_id, url))
    elif row.must_come_down:
        # Of what the network itself told to be out, nothing is left there.
        kept = kept_parts(KeptSteps(row))
        if kept is None:
            never_went_live(row)
        else:
            went_live(row, kept)
    else:
        # Nor are the parts that were out.
        forget_steps(row)
        Post.objects.filter(pk=row.pk).update(
            state=State.WAITING, needs_person=False, next_try_at=timezone.now(), looks=0, problem=""
        )


def seen_by_a_person(post: Post, remote_id: str, url: str) -> Live:
    """Where a post is, as a person says; of a thread, as far as its parts are known.

    Raises NoPostAddressError where another post is there.
    """
    others = Post.objects.filter(account=post.account, remote_id=remote_id).exclude(pk=post.pk)
    if remote_id and others.exists():
        raise NoPostAddressError(ANOTHER_POST)
    outgoing = frozen(post)
    parts = [kept_part(outgoing.steps, number) for number in range(len(outgoing.texts))]
    first, *rest = parts
    if first is None:
        return Live(remote_id=remote_id, url=url, rest=("",) * len(rest))
    return replace(first, url=first.url or url, rest=tuple(one.remote_id if one else "" for one in rest))
