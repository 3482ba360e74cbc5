"""A post as the admin's lists show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from campaigns.models import Post
from campaigns.networks import network_named
from campaigns.posts.approve import voided_reason
from campaigns.posts.budget import money
from campaigns.posts.checks import likely_refusal, refusal_for
from campaigns.posts.linkify import linked
from campaigns.posts.prepare import PreparedPost, full_posts, prepare_all
from campaigns.posts.shown_state import held_reason, is_held, shown_state

State = Post.State

# The style of each state's label: a person must act (asks, alarm), it goes on by itself (good), done, over.
TONES = {
    State.DRAFT: "asks",
    State.REFUSED: "alarm",
    State.LATE: "alarm",
    State.TAKE_DOWN_FAILED: "alarm",
    State.UNSURE: "alarm",
    State.APPROVED: "good",
    State.PUBLISHED: "done",
    State.CANCELLED: "over",
    State.TAKEN_DOWN: "over",
}


@dataclass(frozen=True)
class PostRow:
    """One row. `actions` are the names of what this person may do with it now."""

    post: Post
    text: str
    content_warning: str
    html: SafeString
    count: str
    state: str
    tone: str
    warning: str
    digest: str
    card_url: str
    alt_text: str
    local: datetime
    headline: str
    credit: str
    has_words: bool
    actions: tuple[str, ...]
    cost: Decimal = Decimal(0)
    waits_for_hands: bool = False

    @property
    def week(self) -> date:
        """The Monday of its week."""
        day = self.local.date()
        return day - timedelta(days=day.weekday())

    @property
    def month(self) -> str:
        """Three letters, small where the language writes months so."""
        name = date_format(self.local, "M")
        return name if get_language() == "en" else name.lower()

    @property
    def price(self) -> str:
        """What its network bills for it; empty where nothing."""
        return money(self.cost) if self.cost else ""

    @property
    def is_past(self) -> bool:
        return self.local < timezone.now()


def shown_posts(posts: QuerySet[Post], user: Any) -> list[PostRow]:
    """Rows for a list, without a query for each."""
    rows = full_posts(posts).select_related("payload").defer("payload__card")
    return [show(prepared, user) for prepared in prepare_all(rows)]


def by_week(rows: Iterable[PostRow]) -> list[tuple[date, list[PostRow]]]:
    """Rows in order of time, under the Monday of their week."""
    return [(week, list(found)) for week, found in groupby(rows, key=lambda row: row.week)]


def show(prepared: PreparedPost, user: Any) -> PostRow:
    post = prepared.post
    frozen = getattr(post, "payload", None) if not post.is_planned else None
    is_mine = waits_for_hands(post)
    is_gone = post.piece.item.is_withdrawn or post.state == State.TAKEN_DOWN
    # Nobody copies what may not go out any more: the gate is asked as the publisher would ask it now.
    refusal = refusal_for(post, timezone.now()) if is_mine else ""
    is_gone = is_gone or (is_mine and bool(post.must_come_down or refusal))
    text = "" if is_gone else (frozen.text if frozen else prepared.post_text.text)
    state, tone = str(post.get_state_display()), TONES.get(State(post.state), "busy")
    warning = post.problem
    if post.is_planned and not is_gone:
        warning = prepared.problem or likely_refusal(post) or post.problem
        if post.state in (State.APPROVED, State.WAITING) and not prepared.is_approved:
            state, tone, warning = _("Approval lost"), "asks", warning or voided_reason()
        if post.state == State.DRAFT and prepared.has_lost_approval:
            state, tone, warning = _("Approval lost"), "alarm", warning or voided_reason()
    if is_mine:
        state, tone, warning = _("For you to publish"), "asks", refusal
    if is_held(post):
        state, tone, warning = shown_state(post, has_lost_approval=False), "asks", warning or held_reason()
    has_card = prepared.card is not None and not is_gone
    return PostRow(
        post=post,
        text=text,
        html=linked(text),
        content_warning="" if is_gone else prepared.content_warning,
        count=f"{prepared.post_text.size.used} / {prepared.post_text.size.most}" if post.is_planned and text else "",
        state=state,
        tone=tone,
        warning=warning,
        digest=prepared.digest,
        card_url=f"{reverse('posts:card', args=[post.pk])}?v={prepared.card_digest[:12]}" if has_card else "",
        alt_text=frozen.alt_text if frozen else prepared.alt_text,
        local=post.piece.scheduled_at.astimezone(post.piece.campaign.zone),
        headline=prepared.content.headline if prepared.content and not is_gone else pgettext("post", "Withdrawn"),
        credit="" if is_gone else prepared.credit,
        has_words=prepared.post_text.has_words,
        actions=actions_for(prepared, user),
        cost=prepared.cost if post.is_planned else post.cost,
        waits_for_hands=is_mine,
    )


def waits_for_hands(post: Post) -> bool:
    """Whether a person is to publish it now."""
    return post.state == State.UNSURE and post.needs_person and network_named(post.account.network).is_by_hand


def actions_for(prepared: PreparedPost, user: Any) -> tuple[str, ...]:
    """What `user` may do with the post as it is now."""
    post = prepared.post
    found = []
    if post.is_planned and post.state != State.CLAIMED:
        is_ready = not prepared.problem and not likely_refusal(post)
        needs_approval = not prepared.is_approved or post.state in (State.DRAFT, State.REFUSED)
        if user.has_perm("campaigns.approve_post"):
            if post.state == State.LATE and is_ready:
                found.append("publish_now")
            elif is_ready and needs_approval:
                found.append("approve")
        if user.has_perm("campaigns.change_piece"):
            found += ["edit", "cancel"]
    if user.has_perm("campaigns.approve_post") and post.state == State.UNSURE and post.needs_person:
        found += ["published_by_hand", "leave_undone"] if waits_for_hands(post) else ["is_there", "not_there"]
    if user.has_perm("campaigns.take_down_post"):
        if post.state == State.PUBLISHED:
            found.append("take_down")
        if post.state == State.TAKE_DOWN_FAILED:
            found += ["take_down", "by_hand"]
    return tuple(found)
