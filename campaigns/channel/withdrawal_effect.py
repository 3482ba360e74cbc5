"""What taking posts back will do, counted and in sentences: `campaigns.channel.channel.take_back_all`, before it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import ngettext

from campaigns.models import Post

State = Post.State


@dataclass(frozen=True)
class CancelledCounts:
    """`pieces` are cancelled whole; `posts` are cancelled of pieces that have others elsewhere."""

    pieces: int = 0
    posts: int = 0
    taken_down: int = 0
    on_their_way: int = 0
    in_doubt: int = 0


def tally(keys: Collection[int]) -> CancelledCounts:
    """What becomes of the posts with these keys."""
    posts = list(Post.objects.filter(pk__in=keys))
    planned = Counter(post.piece_id for post in posts if not post.may_be_out)
    standing = Post.objects.filter(piece__in=planned).exclude(state=State.CANCELLED)
    of_piece = dict(standing.order_by().values_list("piece").annotate(count=Count("pk")))
    whole = [piece for piece, count in planned.items() if of_piece[piece] == count]
    states = Counter(post.state for post in posts)
    return CancelledCounts(
        pieces=len(whole),
        posts=planned.total() - sum(planned[piece] for piece in whole),
        taken_down=states[State.PUBLISHED] + states[State.TAKE_DOWN_FAILED],
        on_their_way=sum(states[state] for state in Post.COMING_DOWN),
        in_doubt=sum(post.state in Post.IN_DOUBT or (post.is_planned and post.may_be_out) for post in posts),
    )


def sentences(counted: CancelledCounts) -> list[str]:
    """What `tally` counted, for staff."""
    said = [
        (counted.pieces, ngettext("%d piece is cancelled.", "%d pieces are cancelled.", counted.pieces)),
        (
            counted.posts,
            ngettext(
                "%d planned post is cancelled, of a piece that is elsewhere too.",
                "%d planned posts are cancelled, of pieces that are elsewhere too.",
                counted.posts,
            ),
        ),
        (
            counted.taken_down,
            ngettext(
                "%d post will be taken down from its network.",
                "%d posts will be taken down from their networks.",
                counted.taken_down,
            ),
        ),
        (
            counted.on_their_way,
            ngettext(
                "%d post is being taken down already.", "%d posts are being taken down already.", counted.on_their_way
            ),
        ),
        (
            counted.in_doubt,
            ngettext(
                "%d post that may have appeared is looked for, and taken down if it did.",
                "%d posts that may have appeared are looked for, and taken down if they did.",
                counted.in_doubt,
            ),
        ),
    ]
    return [sentence % count for count, sentence in said if count]
