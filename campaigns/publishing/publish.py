"""Putting due posts on their networks: each once, whatever dies on the way.

The intent is committed before the first byte leaves, and the result after the answer. A post found in `publishing`
whose worker is gone, or whose answer was lost, is *unsure*: it is looked up before anything else is tried.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.errors import CampaignEndedError
from campaigns.models import Account, Campaign, Pause, Post
from campaigns.models.campaign import has_ended
from campaigns.networks import network_named
from campaigns.networks.base import Outgoing
from campaigns.posts.budget import BILLED, over_budget
from campaigns.posts.card_image import approved_card, picture_of
from campaigns.posts.checks import refusal_for
from campaigns.posts.prepare import PreparedPost, full_posts, prepare, prepare_all
from campaigns.publishing.outcomes import (
    OUTCOMES,
    FullPaceError,
    NotAllowedNowError,
    OverBudgetError,
    PausedMeanwhileError,
    TooLateError,
    lease,
    lease_on,
    record_failure,
    recover,
)
from campaigns.publishing.pace import publishes_from
from campaigns.publishing.payloads import freeze, outgoing_of
from campaigns.publishing.transitions import went_live
from cms.consent.approvals import forget_versions
from cms.core.errors import CosechaError
from cms.jobs import runs
from cms.jobs.leases import claim, worker_name

State = Post.State

# A post later than this waits for a person: what was right on Tuesday morning may not be on Thursday night.
LATE_AFTER = timedelta(hours=12)


def due_posts(now: datetime) -> QuerySet[Post]:
    """What should be on its network by now and may be tried: the accounts in turn, each its oldest first."""
    return Post.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now),
        Q(account__not_before__isnull=True) | Q(account__not_before__lte=now),
        state__in=[State.APPROVED, State.WAITING],
        held_at=None,
        piece__scheduled_at__lte=now,
        piece__is_cancelled=False,
        piece__campaign__is_paused=False,
        account__state=Account.State.CONNECTED,
    ).order_by(F("account__last_tried_at").asc(nulls_first=True), "piece__scheduled_at", "pk")


def publish_due(limit: int) -> int:
    """Publish up to `limit` due posts, one after the other; how many were picked up."""
    recover()
    done = 0
    while done < limit and not Pause.is_on():
        rows = claim(due_posts(timezone.now()), State.CLAIMED, lease(), limit=1)
        if not rows:
            break
        runs.mark()
        publish(rows[0])
        done += 1
    if done:
        runs.mark()
    return done


def publish(post: Post) -> None:
    """Publish a post that this worker claimed. What fails becomes of it as `outcomes.OUTCOMES` says."""
    try:
        free_at = publishes_from(post.account)
        if free_at > timezone.now():
            raise FullPaceError(free_at)
        if timezone.now() - post.piece.scheduled_at > LATE_AFTER:
            raise TooLateError
        intent = record_intent(post, approved_card(post) or drawn_card(post))
        if intent is not None:
            claimed, outgoing = intent
            went_live(claimed, network_named(claimed.account.network).publish(claimed.account, outgoing))
    except tuple(OUTCOMES) as error:
        record_failure(post, error)


def drawn_card(post: Post) -> tuple[str, bytes]:
    """The card of a post, drawn now, and the digest of what it is drawn for."""
    prepared = prepare(post)
    return prepared.digest, picture_of(prepared)


@transaction.atomic(durable=True)
def record_intent(post: Post, card: tuple[str, bytes]) -> tuple[Post, Outgoing] | None:
    """Ask everything once more and record that it is being published, in one transaction; None when it may not go.

    `card` is its picture, after the digest of what it shows.
    """
    mine = Post.objects.filter(
        pk=post.pk, state=State.CLAIMED, leased_by=worker_name(), lease_ends_at__gt=timezone.now()
    )
    claimed = full_posts(mine.select_for_update(of=("self",))).first()
    if claimed is None:
        return None
    now = timezone.now()
    Account.objects.filter(pk=claimed.account_id).update(last_tried_at=now)
    [fresh] = prepare_all([claimed])
    seen, picture = card
    failure = failure_of(fresh, seen, now)
    if failure is not None:
        # Here, while the row is held: afterwards it may be another worker's.
        record_failure(claimed, failure)
        return None
    since = claimed.publishing_since or now
    payload = freeze(fresh, picture)
    forget_versions(Post, [claimed.pk])
    mine.update(
        state=State.PUBLISHING,
        publishing_since=since,
        attempts=claimed.attempts + 1,
        lease_ends_at=now + lease_on(network_named(claimed.account.network)),
        cost=fresh.cost,
    )
    return claimed, outgoing_of(claimed, payload, since, tried_before=claimed.publishing_since is not None)


def failure_of(fresh: PreparedPost, seen: str, now: datetime) -> CosechaError | None:
    """Why the post, whose digest was `seen` and which is `fresh` now, may not go out; None when it may."""
    post = fresh.post
    # Read while the post is held: what came with it may be older.
    is_paused = Campaign.objects.filter(pk=post.piece.campaign_id, is_paused=True).exists()
    if Pause.is_on() or is_paused or post.held_at:
        return PausedMeanwhileError()
    if has_ended(post.piece.campaign, now):
        return CampaignEndedError()
    refusal = refusal_for(post, now, post.piece.item) or fresh.problem
    if not refusal and (fresh.digest != seen or not fresh.is_approved):
        refusal = _("It changed after it was approved. Look at it and approve it again.")
    if refusal:
        return NotAllowedNowError(refusal)
    if not fresh.cost:
        return None
    # Held while what it costs is compared, so that two workers do not both find room.
    Account.objects.select_for_update().get(pk=post.account_id)
    too_much = over_budget(post, fresh.cost, BILLED)
    return OverBudgetError(too_much) if too_much else None
