"""What campaigns keep of items that were erased: that there was a post, and nothing that it said."""

from collections.abc import Collection

from campaigns.models import Payload, Piece, Post
from cms.models import Item

State = Post.State
# Where the network may still have it, it is looked for by what it said, and taken down by its number there.
STILL_THERE = (*Post.IN_DOUBT, *Post.COMING_DOWN, State.TAKE_DOWN_FAILED, State.PUBLISHED)


def forget(items: Collection[Item]) -> None:
    """The texts of their pieces and posts. What a post in doubt is looked for by stays until it is settled."""
    Piece.objects.filter(item__in=items).update(excerpt="", reason="")
    posts = Post.objects.filter(piece__item__in=items)
    posts.update(text="", alt_text="", problem="")
    Payload.objects.filter(post__in=posts.exclude(state__in=Post.IN_DOUBT)).delete()


def forget_addresses(items: Collection[Item]) -> None:
    """Where they were, once the network has given them back."""
    posts = Post.objects.filter(piece__item__in=items)
    Payload.objects.filter(post__in=posts).delete()
    posts.exclude(state__in=STILL_THERE).update(url="", remote_id="", problem="")
