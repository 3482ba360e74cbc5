"""Posts that wait for a person because the database is a copy of the past: they may be on their network already.

Where a network can be asked, it is asked first: what is there is published, and no longer waits.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Post
from campaigns.networks import network_named
from campaigns.networks.base import NetworkError
from campaigns.publishing.notify import page_of
from campaigns.publishing.outcomes import lease
from campaigns.publishing.payloads import frozen
from campaigns.publishing.transitions import move_post, went_live
from cms.jobs.holds import Held, Holder, key_of
from cms.jobs.leases import claim
from cms.jobs.wake import wake
from cms.models.jobs import Hold

State = Post.State

DUE = (State.APPROVED, State.WAITING)
ON_THE_WAY = (State.CLAIMED, State.PUBLISHING, State.UNSURE, State.LOOKING)
# How long to wait before a network that did not answer is asked again.
ASK_AGAIN = timedelta(minutes=5)


class PostsHolder(Holder):
    """Approved posts whose time has come, and those on their way.

    Where the database is certainly a copy, those whose time is still to come too: one that was moved to an earlier hour
    since is out. They go on by themselves once their network says that they are not there.
    """

    name = "post"
    permission = "campaigns.approve_post"

    def hold(self, at: datetime, sign: Hold.Sign) -> int:
        due = Q(state__in=DUE, piece__scheduled_at__lte=at) | Q(state__in=ON_THE_WAY)
        if sign != Hold.Sign.SILENT:
            due |= Q(state__in=DUE)
        keys = list(Post.objects.filter(due, held_at=None).values_list("pk", flat=True))
        return Post.objects.filter(pk__in=keys).update(held_at=at, held_look_at=at)

    def held(self) -> list[Held]:
        rows = held_posts().select_related("piece__campaign", "account").order_by("piece__scheduled_at", "pk")
        return [
            Held(f"post:{post.pk}", str(post), page_of(post), post.piece.scheduled_at, _note(post)) for post in rows
        ]

    def release(self, reference: str, by: AbstractUser) -> bool:
        post = held_posts().filter(pk=key_of(reference)).first()
        if post is None or not held_posts().filter(pk=post.pk).update(held_at=None, held_look_at=None):
            return False
        log(post.piece.campaign, "cosecha.release", user=by, data={"post": post.pk})
        wake("campaigns.tasks.work")
        return True


def held_posts() -> QuerySet[Post]:
    """Those that would go out if they were not held. What is unsure is looked up and then asked about by itself."""
    return Post.objects.filter(
        held_at__isnull=False, state__in=(*DUE, State.CLAIMED, State.LOOKING), piece__is_cancelled=False
    )


def due_held_looks(now: datetime) -> QuerySet[Post]:
    """Held posts for which the network is to be asked."""
    return held_posts().filter(state__in=DUE, held_look_at__lte=now).order_by("held_look_at", "pk")


def look_up_held(limit: int) -> int:
    """Ask the network for up to `limit` held posts; how many were looked at."""
    done = 0
    while done < limit and (rows := claim(due_held_looks(timezone.now()), State.LOOKING, lease(), limit=1)):
        _look_up(rows[0])
        done += 1
    return done


def doubt_held(posts: Iterable[Post]) -> None:
    """Withdrawn before the network was asked: looked for like any post in doubt, and taken down if it is there."""
    keys = [post.pk for post in posts]
    Post.objects.filter(pk__in=keys).update(
        state=State.UNSURE, held_at=None, held_look_at=None, next_try_at=timezone.now(), looks=0, lease_ends_at=None
    )


def _look_up(post: Post) -> None:
    network = network_named(post.account.network)
    was_due = post.held_at is not None and post.piece.scheduled_at <= post.held_at
    before = State.WAITING if was_due else State.APPROVED
    if not network.can_find:
        move_post(post, State.LOOKING, before, held_look_at=None)
        return
    try:
        live = network.find(post.account, frozen(post))
    except NetworkError as error:
        move_post(post, State.LOOKING, before, held_look_at=timezone.now() + ASK_AGAIN, problem=str(error))
        return
    if live is not None and not live.is_whole:
        # What is missing follows, or does not, like in any thread that stopped in its middle.
        Post.objects.filter(pk=post.pk).update(held_at=None, held_look_at=None)
        move_post(post, State.LOOKING, State.UNSURE, next_try_at=timezone.now(), looks=0)
    elif live is not None:
        Post.objects.filter(pk=post.pk).update(held_at=None, held_look_at=None)
        went_live(post, live)
    elif was_due:
        move_post(post, State.LOOKING, before, held_look_at=None, problem=_("It is not on the network."))
    else:
        move_post(post, State.LOOKING, before, held_look_at=None, held_at=None, problem="")


def _note(post: Post) -> str:
    if network_named(post.account.network).can_find:
        return _("The network is being asked.") if post.held_look_at else post.problem
    return _("This network cannot be asked whether a post is there.")
