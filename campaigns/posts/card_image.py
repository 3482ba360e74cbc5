"""Cards as pictures: drawn when they are looked at or sent, remembered by what they say."""

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache

from campaigns.errors import NotReadyError
from campaigns.models import Post
from campaigns.posts.prepare import PreparedPost
from cms.consent.approvals import digest_of
from cms.models.approval import ApprovedVersion
from media.cards import SQUARE, CardContent, CardError, Theme, draw_card


def picture(card: CardContent, theme: Theme) -> bytes:
    """The card as PNG. Raises NotReadyError with a sentence for staff when its words cannot be drawn."""
    key = f"card:{digest_of([repr(card), repr(theme)])}"
    known = cache.get(key)
    if known is not None:
        return known
    try:
        drawn = draw_card(card, SQUARE, theme)
    except CardError as error:
        raise NotReadyError(str(error)) from error
    cache.set(key, drawn, timeout=3600)
    return drawn


def approved_card(post: Post) -> tuple[str, bytes] | None:
    """The card as it was approved, after the digest of what was; None where no approval that stands kept it."""
    kept = ApprovedVersion.objects.filter(
        approval__content_type=ContentType.objects.get_for_model(Post),
        approval__object_id=post.pk,
        approval__voided_at=None,
        picture__isnull=False,
    ).values_list("approval__digest", "picture")
    found = kept.first()
    return (found[0], bytes(found[1] or b"")) if found else None


def picture_of(prepared: PreparedPost) -> bytes:
    """The card of a prepared post."""
    if prepared.card is None:
        raise NotReadyError(prepared.problem)
    return picture(prepared.card, prepared.theme)
