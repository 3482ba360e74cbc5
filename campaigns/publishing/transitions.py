"""The moves of a post that is on its way, out or given up; and what becomes of its copy's receipt and of its words.

Each move names the state it leaves, so that two workers never both say what happened.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from campaigns.models import Payload, Post
from campaigns.models.post import LONGEST_ADDRESS, LONGEST_REMOTE_ID
from campaigns.networks import network_named
from campaigns.networks.base import Live
from campaigns.networks.parts import is_part_in_doubt
from campaigns.publishing.kept_steps import KeptSteps, forget_steps
from cms.core.http.storable_input import is_storable
from cms.models import Receipt
from cms.withdrawal.withdraw import settle_receipt

State = Post.State

# What is on its network, and what is not to be there.
STILL_OUT = (State.PUBLISHED, *Post.COMING_DOWN, State.TAKE_DOWN_FAILED)
GIVEN_UP = (State.TAKEN_DOWN, State.CANCELLED)
KNOWN = (*STILL_OUT, State.TAKEN_DOWN)
TWICE = gettext_lazy("It is on the network twice. Taking it down removes both.")
# The name of this channel in receipts (`Receipt.channel`).
CHANNEL = "campaigns"
# How old a post is when its network is asked what came of it.
MEASURED_AFTER = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=28))


@transaction.atomic
def move_post(post: Post, before: str, after: str, **changes: Any) -> bool:
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
    """The network says it is there: it is published; or comes down, if it must.

    Also one that was given up meanwhile, by a worker that is slower than its lease.
    """
    row = Post.objects.select_for_update().get(pk=post.pk)
    if live.remote_id in (row.remote_id, *row.more_remote_ids) and row.state in KNOWN:
        return
    if row.state in STILL_OUT:
        # A second copy, of another worker. What removes the post removes it too.
        rest = [storable(one, LONGEST_REMOTE_ID) for one in (live.remote_id, *live.rest)]
        Post.objects.filter(pk=row.pk).update(more_remote_ids=[*row.more_remote_ids, *rest], problem=str(TWICE))
        return
    now = timezone.now()
    comes_down = row.must_come_down or row.state in GIVEN_UP
    if row.state in GIVEN_UP:
        reopen_copy(post)
    # A part whose answer was lost may appear yet: without a number, a person has to remove it.
    missing = [""] if not live.is_whole and is_part_in_doubt(KeptSteps(post)) else []
    url = live.url if urlsplit(live.url).scheme in ("http", "https") else ""
    Post.objects.filter(pk=row.pk).update(
        state=State.TAKE_DOWN_DUE if comes_down else State.PUBLISHED,
        must_come_down=comes_down,
        remote_id=storable(live.remote_id, LONGEST_REMOTE_ID),
        more_remote_ids=[*(storable(one, LONGEST_REMOTE_ID) for one in live.rest), *missing],
        url=storable(url, LONGEST_ADDRESS),
        published_at=now,
        lease_ends_at=None,
        next_try_at=None,
        needs_person=False,
        attempts=0 if comes_down else row.attempts,
        measure_at=None if comes_down or not live.remote_id else first_measurement(post, now),
        problem=live.notice[:300],
    )
    log(post.piece.campaign, "cosecha.publish", data={"post": row.pk, "url": storable(url, LONGEST_ADDRESS)})


def storable(answered: str, most: int) -> str:
    """What a network answered; empty where it is too long to be kept, or cannot be, and a person has to look there."""
    return answered if len(answered) <= most and is_storable(answered) else ""


def first_measurement(post: Post, published_at: datetime) -> datetime | None:
    """When to ask first what came of it; never, on a network that does not tell."""
    return published_at + MEASURED_AFTER[0] if network_named(post.account.network).can_measure else None


def never_went_live(post: Post) -> None:
    """A withdrawn post that turned out not to be on the network: taken back too, and nothing of its words stays."""
    Post.objects.filter(pk=post.pk).update(
        state=State.CANCELLED, lease_ends_at=None, next_try_at=None, needs_person=False, must_come_down=False
    )
    forget_words(post)
    settle_copy(post, Receipt.State.TAKEN_BACK, _("It never appeared."))


def reopen_copy(post: Post) -> None:
    """It was taken for a copy that never appeared: after a withdrawal, what becomes of it is open again."""
    Receipt.objects.filter(channel=CHANNEL, reference=reference_of(post)).update(
        state=Receipt.State.PENDING, detail="", settled_at=None
    )


def reference_of(post: Post) -> str:
    """The post's name in receipts."""
    return f"post:{post.pk}"


def settle_copy(post: Post, state: Receipt.State, detail: str = "") -> None:
    """What came of a withdrawn post, for the person who withdrew it. Without a withdrawal there is nothing to say."""
    settle_receipt(CHANNEL, reference_of(post), state, detail)


def forget_words(post: Post) -> None:
    """What is no longer out keeps nothing of what it said."""
    Payload.objects.filter(post=post).delete()
    forget_steps(post)
