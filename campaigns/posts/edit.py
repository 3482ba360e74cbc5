"""What staff change: a piece's time, excerpt and texts; cancelling; pausing."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.errors import CampaignEndedError
from campaigns.models import Account, Campaign, Pause, Piece, Post
from campaigns.models.campaign import has_ended
from campaigns.posts.approve import approve_post, lose_approval
from campaigns.posts.prepare import prepare
from cms.consent.approvals import void_all_approvals
from cms.core.errors import NotPermittedError, StaleApprovalError, WrongMomentError
from cms.jobs.wake import wake
from cms.users.models import User

State = Post.State
# While a worker may be holding it, a post is not changed.
UNTOUCHABLE = (State.CLAIMED, *Post.IN_DOUBT)


@dataclass(frozen=True)
class Change:
    """A piece as staff want it. `texts`, `alt_texts` and `excerpts` by post key; empty ones compose themselves."""

    scheduled_at: datetime
    excerpt: str
    texts: dict[int, str]
    alt_texts: dict[int, str]
    excerpts: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def edit_piece(piece: Piece, change: Change, by: User) -> None:
    """Change a piece. What is no longer what was approved waits for approval again.

    Raises WrongMomentError when one of its posts is on its way, or already out.
    """
    if not by.has_perm("campaigns.change_piece"):
        raise NotPermittedError
    posts = list(Post.objects.select_for_update().filter(piece=piece).exclude(state=State.CANCELLED))
    if not posts or any(post.state not in Post.PLANNED or post.state in UNTOUCHABLE for post in posts):
        raise WrongMomentError
    row = Piece.objects.get(pk=piece.pk)
    moved = (row.scheduled_at, row.excerpt) != (change.scheduled_at, change.excerpt)
    row.scheduled_at, row.excerpt, row.last_edited_by = change.scheduled_at, change.excerpt, by
    row.save(update_fields=["scheduled_at", "excerpt", "last_edited_by"])
    for post in posts:
        before = (post.text, post.alt_text, post.excerpt)
        post.text, post.alt_text = change.texts.get(post.pk, ""), change.alt_texts.get(post.pk, "")
        post.excerpt = change.excerpts.get(post.pk, "")
        if moved or before != (post.text, post.alt_text, post.excerpt):
            post.save(update_fields=["text", "alt_text", "excerpt"])
            lose_approval([post])
    log(row.campaign, "cosecha.edit_piece", user=by, data={"piece": row.pk})


@transaction.atomic
def cancel_piece(piece: Piece, by: User) -> None:
    """Take a piece out of its campaign before it goes out; its slot is free again. Raises WrongMomentError."""
    if not by.has_perm("campaigns.change_piece"):
        raise NotPermittedError
    posts = list(Post.objects.select_for_update().filter(piece=piece))
    if any(post.state != State.CANCELLED and post.may_be_out for post in posts):
        raise WrongMomentError
    cancel(posts)
    Piece.objects.filter(pk=piece.pk).update(is_cancelled=True)
    log(piece.campaign, "cosecha.cancel_piece", user=by, data={"piece": piece.pk})


def publish_now(post: Post, seen: str, by: User) -> None:
    """Send a post that is too late, as it was `seen`: its piece is moved to now and approved in one go."""
    if not by.has_perm("campaigns.approve_post"):
        raise NotPermittedError
    if prepare(post).digest != seen:
        raise StaleApprovalError
    if has_ended(post.piece.campaign, timezone.now()):
        raise CampaignEndedError
    with transaction.atomic():
        if not Post.objects.select_for_update().filter(pk=post.pk, state=State.LATE).exists():
            raise WrongMomentError
        Piece.objects.filter(pk=post.piece_id).update(scheduled_at=timezone.now())
        lose_approval(Post.objects.filter(piece=post.piece_id, state__in=Post.PLANNED))
    moved = Post.objects.get(pk=post.pk)
    approve_post(moved, prepare(moved).digest, by)


def cancel(posts: list[Post]) -> None:
    """Posts that have not gone out will not. Their rows are locked by the caller."""
    keys = [post.pk for post in posts]
    void_all_approvals(Post, keys)
    Post.objects.filter(pk__in=keys).update(
        state=State.CANCELLED, lease_ends_at=None, next_try_at=None, settled_at=timezone.now()
    )


@transaction.atomic
def pause_everything(by: User) -> None:
    """Nothing is published from now on. Take-downs go on."""
    if not by.has_perm("campaigns.pause_posts"):
        raise NotPermittedError
    if not Pause.is_on():
        log(Pause.objects.create(by=by), "cosecha.pause", user=by)


@transaction.atomic
def resume_everything(by: User) -> None:
    """Publishing goes on; what became due meanwhile goes out now, unless it is much too late."""
    if not by.has_perm("campaigns.pause_posts"):
        raise NotPermittedError
    for pause in Pause.objects.filter(ended_at__isnull=True):
        log(pause, "cosecha.resume", user=by)
    Pause.objects.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    wake("campaigns.tasks.work")


@transaction.atomic
def pause_campaign(campaign: Campaign, by: User, *, paused: bool) -> None:
    """Pause one campaign, or let it go on."""
    if not by.has_perm("campaigns.pause_posts"):
        raise NotPermittedError
    Campaign.objects.filter(pk=campaign.pk).update(is_paused=paused)
    log(campaign, "cosecha.pause" if paused else "cosecha.resume", user=by)
    wake("campaigns.tasks.work")


@transaction.atomic
def note_connection(account: Account, by: User) -> None:
    """Who connected an account; what waited for it goes out, and what it did not let be removed is tried again."""
    Post.objects.filter(account=account, state=State.TAKE_DOWN_FAILED).update(
        state=State.TAKE_DOWN_DUE, attempts=0, next_try_at=None
    )
    log(account, "cosecha.connect", user=by)
    wake("campaigns.tasks.work")
