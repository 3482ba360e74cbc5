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
from campaigns.models import Account, Pause, Payload, Post
from campaigns.models.campaign import has_ended
from campaigns.networks import network_named
from campaigns.networks.base import Outgoing
from campaigns.posts.budget import BILLED, over_budget
from campaigns.posts.card_image import picture_of
from campaigns.posts.checks import refusal_for
from campaigns.posts.prepare import PreparedPost, full_posts, prepare
from campaigns.publishing.kept_steps import forget_steps
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
    went_live,
)
from campaigns.publishing.pace import publishes_from
from campaigns.publishing.payloads import outgoing_of
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
    while done < limit and not Pause.is_on() and due_posts(timezone.now()).exists():
        runs.mark()
        rows = claim(due_posts(timezone.now()), State.CLAIMED, lease(), limit=1)
        if not rows:
            break
        publish(rows[0])
        runs.mark()
        done += 1
    return done


def publish(post: Post) -> None:
    """Publish a post that this worker claimed. What fails becomes of it as `outcomes.OUTCOMES` says."""
    post = full_posts(Post.objects.filter(pk=post.pk)).get()
    Account.objects.filter(pk=post.account_id).update(last_tried_at=timezone.now())
    try:
        free_at = publishes_from(post.account)
        if free_at > timezone.now():
            raise FullPaceError(free_at)
        if timezone.now() - post.piece.scheduled_at > LATE_AFTER:
            raise TooLateError
        prepared = prepare(post)
        outgoing = record_intent(prepared, picture_of(prepared))
        if outgoing is not None:
            network = network_named(post.account.network)
            went_live(post, network.publish(post.account, outgoing))
    except tuple(OUTCOMES) as error:
        record_failure(post, error)


@transaction.atomic(durable=True)
def record_intent(prepared: PreparedPost, card: bytes) -> Outgoing | None:
    """Check everything again and record that it is being published, in one transaction; None when it may not go."""
    mine = Post.objects.select_for_update().filter(
        pk=prepared.post.pk, state=State.CLAIMED, leased_by=worker_name(), lease_ends_at__gt=timezone.now()
    )
    post = mine.first()
    if post is None:
        return None
    now = timezone.now()
    fresh = prepare(post)
    failure = failure_of(post, prepared, fresh, now)
    if failure is not None:
        # Here, while the row is held: afterwards it may be another worker's.
        record_failure(post, failure)
        return None
    since = post.publishing_since or now
    if not Payload.objects.filter(post=post, digest=fresh.digest).exists():
        forget_steps(post)
    payload, _created = Payload.objects.update_or_create(
        post=post,
        defaults={
            "text": fresh.post_text.text,
            "alt_text": fresh.alt_text,
            "language": fresh.language,
            "content_warning": fresh.content_warning,
            "card": card,
            "title": fresh.title,
            "link": fresh.link,
            "digest": fresh.digest,
        },
    )
    forget_versions(Post, [post.pk])
    mine.update(
        state=State.PUBLISHING,
        publishing_since=since,
        attempts=post.attempts + 1,
        lease_ends_at=now + lease_on(network_named(post.account.network)),
        cost=fresh.cost,
    )
    return outgoing_of(post, payload, since, tried_before=post.publishing_since is not None)


def failure_of(post: Post, prepared: PreparedPost, fresh: PreparedPost, now: datetime) -> CosechaError | None:
    """Why `post`, which was `prepared` and is `fresh` now, may not go out; None when it may."""
    if Pause.is_on() or post.piece.campaign.is_paused or post.held_at:
        return PausedMeanwhileError()
    if has_ended(post.piece.campaign, now):
        return CampaignEndedError()
    refusal = refusal_for(post, now) or fresh.problem
    if not refusal and (fresh.digest != prepared.digest or not fresh.is_approved):
        refusal = _("It changed after it was approved. Look at it and approve it again.")
    if refusal:
        return NotAllowedNowError(refusal)
    if not fresh.cost:
        return None
    # Held while what it costs is compared, so that two workers do not both find room.
    Account.objects.select_for_update().get(pk=post.account_id)
    too_much = over_budget(post, fresh.cost, BILLED)
    return OverBudgetError(too_much) if too_much else None
