"""Putting due posts on their networks: each once, whatever dies on the way.

The intent is committed before the first byte leaves, and the result after the answer. A post found in `publishing`
whose worker is gone, or whose answer was lost, is *unsure*: it is looked up before anything else is tried.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.errors import NotReadyError
from campaigns.models import Account, Pause, Payload, Post
from campaigns.networks import network_named
from campaigns.networks.base import Live, NotSentError, Outgoing, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.preparing import Prepared, full_posts, prepare
from campaigns.problems import refusal_for
from campaigns.rendering import picture_of
from campaigns.telling import tell_account, tell_refused, tell_unreachable
from cms.work import abandoned, claim, worker_name

State = Post.State

# A post later than this waits for a person: what was right on Tuesday morning may not be on Thursday night.
LATE_AFTER = timedelta(hours=12)
# How long to wait after a try that reached nobody; the last one again and again.
PAUSES = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
# From this many tries on, staff are told.
TRIES_BEFORE_TELLING = 4


def due_posts(now: datetime) -> QuerySet[Post]:
    """What should be on its network by now and may be tried."""
    return Post.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now),
        state__in=[State.APPROVED, State.WAITING],
        piece__scheduled_at__lte=now,
        piece__is_cancelled=False,
        piece__campaign__is_paused=False,
        account__state=Account.State.CONNECTED,
    ).order_by("piece__scheduled_at", "pk")


def publish_due(limit: int) -> int:
    """Publish up to `limit` due posts, one after the other; how many were picked up."""
    recover()
    done = 0
    while done < limit and not Pause.is_on():
        rows = claim(due_posts(timezone.now()), State.CLAIMED, lease(), limit=1)
        if not rows:
            break
        publish(rows[0])
        done += 1
    return done


def recover() -> None:
    """Posts whose worker is gone: those not begun go back in the queue, those begun are unsure."""
    now = timezone.now()
    gone = abandoned(Post.objects.all(), now)
    gone.filter(state=State.CLAIMED).update(state=State.WAITING, lease_ends_at=None)
    gone.filter(state__in=[State.PUBLISHING, State.LOOKING]).update(
        state=State.UNSURE, lease_ends_at=None, next_try_at=now
    )
    gone.filter(state=State.REMOVING).update(state=State.TAKING_DOWN, lease_ends_at=None, next_try_at=now)


def publish(post: Post) -> None:
    """Publish a post that this worker claimed."""
    post = full_posts(Post.objects.filter(pk=post.pk)).get()
    now = timezone.now()
    if now - post.piece.scheduled_at > LATE_AFTER:
        settle(post, State.CLAIMED, State.LATE, problem=_("It should have gone out at another time."))
        return
    prepared = prepare(post)
    try:
        card = picture_of(prepared)
    except NotReadyError as error:
        settle(post, State.CLAIMED, State.DRAFT, problem=str(error))
        return
    outgoing = intend(prepared, card)
    if outgoing is None:
        return
    send(post, outgoing)


@transaction.atomic(durable=True)
def intend(prepared: Prepared, card: bytes) -> Outgoing | None:
    """Ask everything once more and write the intent down, in one committed transaction; None when it may not go."""
    mine = Post.objects.select_for_update().filter(
        pk=prepared.post.pk, state=State.CLAIMED, leased_by=worker_name(), lease_ends_at__gt=timezone.now()
    )
    post = mine.first()
    if post is None:
        return None
    now = timezone.now()
    if Pause.is_on() or post.piece.campaign.is_paused:
        mine.update(state=State.APPROVED, lease_ends_at=None)
        return None
    fresh = prepare(post)
    refusal = refusal_for(post, now) or fresh.problem
    if not refusal and (fresh.digest != prepared.digest or not fresh.is_approved):
        refusal = _("It changed after it was approved. Look at it and approve it again.")
    if refusal:
        mine.update(state=State.DRAFT, lease_ends_at=None, problem=refusal[:300], next_try_at=None)
        return None
    since = post.publishing_since or now
    Payload.objects.update_or_create(
        post=post,
        defaults={
            "text": fresh.wording.text,
            "alt_text": fresh.alt_text,
            "language": fresh.language,
            "card": card,
            "digest": fresh.digest,
        },
    )
    mine.update(state=State.PUBLISHING, publishing_since=since, attempts=post.attempts + 1, lease_ends_at=now + lease())
    return Outgoing(str(post.key), fresh.wording.text, fresh.alt_text, fresh.language, card, since)


def send(post: Post, outgoing: Outgoing) -> None:
    """Act, then write what came of it."""
    now = timezone.now
    try:
        live = network_named(post.account.network).publish(post.account, outgoing)
    except NotSentError as error:
        wait(post, now() + pause_after(post.attempts), str(error))
        if post.attempts + 1 >= TRIES_BEFORE_TELLING:
            tell_unreachable(post, error)
    except WaitUntilError as error:
        wait(post, error.until, str(error))
    except RefusedError as error:
        if error.needs_reconnect:
            disconnect(post.account, error)
            wait(post, now(), str(error))
        elif settle(post, State.PUBLISHING, State.REFUSED, problem=str(error)):
            tell_refused(post, error)
    except UnknownOutcomeError as error:
        doubt(post, error)
    else:
        went_live(post, live)


def wait(post: Post, until: datetime, problem: str) -> None:
    settle(post, State.PUBLISHING, State.WAITING, problem=problem, next_try_at=until)


def doubt(post: Post, error: UnknownOutcomeError) -> None:
    look_at = timezone.now() + timedelta(seconds=settings.NETWORK_LOOK_AFTER)
    settle(post, State.PUBLISHING, State.UNSURE, problem=str(error), next_try_at=look_at, looks=0)


@transaction.atomic
def settle(post: Post, before: str, after: str, **changes: Any) -> bool:
    """Move a post on from a state it was brought to by this worker; False when somebody else has moved it meanwhile.

    What was withdrawn while it was on its way, and surely is not on the network, is cancelled instead.
    """
    row = Post.objects.select_for_update().filter(pk=post.pk, state=before).first()
    if row is None:
        return False
    if row.must_come_down and after in (State.WAITING, State.REFUSED):
        never_went_live(row)
        return False
    fields = {"state": after, "lease_ends_at": None, **changes}
    if "problem" in fields:
        fields["problem"] = str(fields["problem"])[:300]
    Post.objects.filter(pk=row.pk).update(**fields)
    return True


@transaction.atomic
def went_live(post: Post, live: Live) -> None:
    """The network says it is there: from whatever state of doubt, it is published; or comes down, if it must."""
    row = Post.objects.select_for_update().filter(pk=post.pk, state__in=Post.IN_DOUBT).first()
    if row is None:
        return
    now = timezone.now()
    after = State.TAKING_DOWN if row.must_come_down else State.PUBLISHED
    Post.objects.filter(pk=row.pk).update(
        state=after,
        remote_id=live.remote_id,
        url=live.url,
        published_at=now,
        lease_ends_at=None,
        next_try_at=None,
        needs_person=False,
        attempts=0 if row.must_come_down else row.attempts,
        problem="",
    )
    log(row.piece.campaign, "cosecha.publish", data={"post": row.pk, "url": live.url})


def never_went_live(post: Post) -> None:
    """A withdrawn post that turned out not to be on the network."""
    from campaigns.takedown import receipt_taken_back  # take-downs build on publishing

    Post.objects.filter(pk=post.pk).update(
        state=State.CANCELLED, lease_ends_at=None, next_try_at=None, needs_person=False, must_come_down=False
    )
    receipt_taken_back(post)


def disconnect(account: Account, error: RefusedError) -> None:
    Account.objects.filter(pk=account.pk).update(state=Account.State.NEEDS_RECONNECT)
    tell_account(account, error)


def pause_after(attempts: int) -> timedelta:
    return PAUSES[min(attempts, len(PAUSES) - 1)]


def lease() -> timedelta:
    return timedelta(seconds=settings.NETWORK_LEASE)
