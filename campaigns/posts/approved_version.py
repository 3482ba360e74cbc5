"""What a post's approval stands on: kept when it is approved, and compared when something changes."""

from collections.abc import Iterable
from dataclasses import asdict
from io import BytesIO

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops

from campaigns.errors import NotReadyError
from campaigns.models import Post
from campaigns.posts.card_image import picture_of
from campaigns.posts.checks import likely_refusal, refusal_for
from campaigns.posts.prepare import PreparedPost, full_posts, prepare_all
from cms.consent.approvals import carry_approval, digest_of
from cms.consent.approved_version import Version, addresses_in, is_look_only, without_addresses
from cms.consent.disclosure import recheck_stale
from cms.consent.gate import Use, cleared
from cms.consent.lost_approvals import LostApproval, lose, lost_of, take_stale, what_changed
from cms.models import Approval, Item
from media.cards import renderer_version

State = Post.State
# What still goes out by itself; and what fell back to a draft at its hour with an approval that nobody withdrew.
COMPARED = (State.APPROVED, State.WAITING, State.DRAFT)
MOST_AT_ONCE = 200


def version_of(prepared: PreparedPost, picture: bytes) -> Version:
    """What is approved with `prepared`."""
    return Version(parts_of(prepared), picture=picture)


def parts_of(prepared: PreparedPost) -> dict[str, str]:
    """A post in parts that are compared."""
    text, card, theme, post = prepared.post_text.text, prepared.card, asdict(prepared.theme), prepared.post
    said = [card.title, card.text, card.credit, card.label, theme.pop("name")] if card else []
    words = [prepared.content_warning, *without_addresses(text).splitlines(), *said, *prepared.alt_text.splitlines()]
    return {
        "words": "\n".join(dict.fromkeys(word for word in [*words, prepared.language] if word)),
        "address": "\n".join([addresses_in(text), card.footer if card else ""]).strip(),
        "sender": f"{post.account} @{post.account.handle} ({post.account_id})",
        "time": f"{post.piece.scheduled_at.astimezone(post.piece.campaign.zone):%Y-%m-%d %H:%M}",
        "look": digest_of([theme, card.kind if card else "", renderer_version()]),
    }


def compare_posts() -> bool:
    """Withdraw the approvals in doubt that are of something else, or of what may not go out. Whether there were any."""
    approvals = {row.object_id: row for row in take_stale(Post, MOST_AT_ONCE)}
    posts = full_posts(Post.objects.filter(pk__in=approvals, state__in=COMPARED))
    prepared = prepare_all(posts)
    refused = refused_now(prepared)
    for one in prepared:
        _compare(one, approvals[one.post.pk], is_refused=one.post.pk in refused)
    return bool(approvals)


def _compare(prepared: PreparedPost, approval: Approval, *, is_refused: bool) -> None:
    if prepared.digest == approval.digest and not prepared.problem and not is_refused:
        return
    found = what_changed(approval, parts_of(prepared), prepared.digest)
    if is_look_only(found) and not is_refused and _is_same_picture(prepared, approval):
        with transaction.atomic():
            carry_approval(prepared.post, approval, prepared.digest)
        return
    with transaction.atomic():
        if lose(approval, prepared.post, found):
            Post.objects.filter(pk=prepared.post.pk, state__in=COMPARED).update(
                state=State.DRAFT, next_try_at=None, attempts=0
            )


def refused_now(prepared: Iterable[PreparedPost]) -> set[int]:
    """The keys of the posts that may not go out at their hour: few are asked one by one."""
    rows = [one.post for one in prepared]
    items = Item.objects.filter(pk__in={post.piece.item_id for post in rows})
    recheck_stale(items)
    now = timezone.now()
    open_now = set(cleared(items, Use.SOCIAL, now).values_list("pk", flat=True))
    doubtful = [post for post in rows if post.piece.item_id not in open_now or likely_refusal(post)]
    return {post.pk for post in doubtful if refusal_for(post, max(post.piece.scheduled_at, now))}


def _is_same_picture(prepared: PreparedPost, approval: Approval) -> bool:
    """Whether another program draws what was approved, dot for dot."""
    try:
        drawn = picture_of(prepared)
    except NotReadyError:
        return False
    before = bytes(approval.version.picture or b"")
    if not before:
        return False
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(drawn)) as new:
        return old.size == new.size and not ImageChops.difference(old.convert("RGB"), new.convert("RGB")).getbbox()


def lost_posts(keys: set[int] | None = None) -> list[LostApproval]:
    """The posts that lost their approval, or those of them with these `keys`: as many queries for one as for all."""
    approvals = {row.object_id: row for row in lost_of(Post) if keys is None or row.object_id in keys}
    posts = prepare_all(full_posts(Post.objects.filter(pk__in=approvals, state__in=COMPARED)))
    return [_lost(one, approvals[one.post.pk]) for one in posts]


def _lost(prepared: PreparedPost, approval: Approval) -> LostApproval:
    post, before = prepared.post, getattr(approval, "version", None)
    return LostApproval(
        approval=approval,
        label=f"{prepared.content.headline if prepared.content else post.piece} → {post.account}",
        url=reverse("posts:post", args=[post.pk]),
        at=post.piece.scheduled_at,
        seen=prepared.digest,
        differences=what_changed(approval, parts_of(prepared), prepared.digest),
        before=reverse("posts:approved_card", args=[post.pk]) if before else "",
        after=f"{reverse('posts:card', args=[post.pk])}?v={prepared.card_digest[:12]}",
        is_picture=True,
        problem=prepared.problem or likely_refusal(post),
    )
