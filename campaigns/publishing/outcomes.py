"""What came of a post, written down: publishing, looking up and taking down all end here.

Each move names the state it leaves, so that two workers never both say what happened.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Account, Payload, Post
from campaigns.networks.base import Live, RefusedError
from campaigns.publishing.notify import tell_account
from cms.jobs.leases import abandoned
from cms.models import Receipt
from cms.withdrawal.withdraw import settle as settle_receipt

State = Post.State

# The name of this room in receipts.
CHANNEL = "campaigns"
# How long to wait after a try that reached nobody; the last one again and again.
PAUSES = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
# From this many tries on, staff are told.
TRIES_BEFORE_TELLING = 4


def lease() -> timedelta:
    return timedelta(seconds=settings.NETWORK_LEASE)


def pause_after(attempts: int) -> timedelta:
    return PAUSES[min(attempts, len(PAUSES) - 1)]


def recover() -> None:
    """Posts whose worker is gone: those not begun go back in the queue, those begun are unsure."""
    now = timezone.now()
    gone = abandoned(Post.objects.all(), now)
    gone.filter(state=State.CLAIMED).update(state=State.WAITING, lease_ends_at=None)
    gone.filter(state__in=[State.PUBLISHING, State.LOOKING]).update(
        state=State.UNSURE, lease_ends_at=None, next_try_at=now
    )
    gone.filter(state=State.REMOVING).update(state=State.TAKING_DOWN, lease_ends_at=None, next_try_at=now)


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
    """A withdrawn post that turned out not to be on the network: taken back too, and nothing of its words stays."""
    Post.objects.filter(pk=post.pk).update(
        state=State.CANCELLED, lease_ends_at=None, next_try_at=None, needs_person=False, must_come_down=False
    )
    forget_words(post)
    settle_copy(post, Receipt.State.TAKEN_BACK, _("It never appeared."))


def disconnect(account: Account, error: RefusedError) -> None:
    """An account whose network asks for it to be connected again: nothing more goes to it until then."""
    Account.objects.filter(pk=account.pk).update(state=Account.State.NEEDS_RECONNECT)
    tell_account(account, error)


def reference_of(post: Post) -> str:
    """The post's name in receipts."""
    return f"post:{post.pk}"


def settle_copy(post: Post, state: Receipt.State, detail: str = "") -> None:
    """What came of a withdrawn post, for the person who withdrew it. Without a withdrawal there is nothing to say."""
    settle_receipt(CHANNEL, reference_of(post), state, detail)


def forget_words(post: Post) -> None:
    """What is no longer out keeps nothing of what it said."""
    Payload.objects.filter(post=post).delete()
