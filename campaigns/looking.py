"""Posts whose answer was lost: look whether they are on the network before anything else is tried."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.errors import WrongMomentError
from campaigns.models import Post
from campaigns.networks import network_named
from campaigns.networks.base import Live, NetworkError, Outgoing
from campaigns.publishing import lease, never_went_live, pause_after, recover, settle, went_live
from campaigns.telling import tell_unsure
from cms.errors import NotPermittedError
from cms.work import claim

State = Post.State

# After this many looks that could not tell, a person is asked.
LOOKS = 4


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
        look_again(post, error)
        return
    if live is not None:
        went_live(post, live)
        return
    # It is not there. It waits a little, goes through every question once more, and is tried again.
    settle(post, State.LOOKING, State.WAITING, problem="", next_try_at=timezone.now(), looks=0)


def frozen(post: Post) -> Outgoing:
    """The post exactly as it was sent."""
    sent = post.payload
    since = post.publishing_since or timezone.now()
    return Outgoing(str(post.key), sent.text, sent.alt_text, sent.language, None, since)


def look_again(post: Post, error: NetworkError) -> None:
    looks = post.looks + 1
    if looks >= LOOKS:
        ask_a_person(post, str(error))
        return
    later = max(pause_after(looks - 1), timedelta(seconds=settings.NETWORK_LOOK_AFTER))
    settle(post, State.LOOKING, State.UNSURE, problem=str(error), looks=looks, next_try_at=timezone.now() + later)


def ask_a_person(post: Post, problem: str) -> None:
    if settle(post, State.LOOKING, State.UNSURE, problem=problem, needs_person=True, next_try_at=None):
        tell_unsure(post)


@transaction.atomic
def resolve(post: Post, by: Any, *, is_there: bool, url: str = "", remote_id: str = "") -> None:
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
        went_live(row, Live(remote_id=remote_id, url=url))
    elif row.must_come_down:
        never_went_live(row)
    else:
        Post.objects.filter(pk=row.pk).update(
            state=State.WAITING, needs_person=False, next_try_at=timezone.now(), looks=0, problem=""
        )
