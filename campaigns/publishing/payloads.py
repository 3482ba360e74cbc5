"""A post exactly as it was sent to its network."""

from datetime import datetime

from campaigns.models import Payload, Post
from campaigns.networks import network_named
from campaigns.networks.base import Outgoing
from campaigns.posts.prepare import prepare
from campaigns.posts.text import thread_of
from campaigns.publishing.kept_steps import KeptSteps


def outgoing_of(post: Post, payload: Payload, since: datetime, *, tried_before: bool) -> Outgoing:
    """What `payload` keeps, as the network takes it."""
    return Outgoing(
        key=str(post.key),
        texts=thread_of(payload.text, has_threads=network_named(post.account.network).has_threads),
        alt_text=payload.alt_text,
        language=payload.language,
        card=bytes(payload.card) if payload.card is not None else None,
        since=since,
        content_warning=payload.content_warning,
        tried_before=tried_before,
        is_sensitive=bool(post.piece.item.content_warning),
        title=payload.title,
        link=payload.link,
        steps=KeptSteps(post),
    )


def frozen(post: Post) -> Outgoing:
    """The post as it was sent; as it would be now, where only a later copy of the database knows of that."""
    since = post.publishing_since or post.piece.scheduled_at
    payload = Payload.objects.filter(post=post).first()
    if payload is None:
        now = prepare(post)
        payload = Payload(
            text=now.post_text.text,
            alt_text=now.alt_text,
            language=now.language,
            content_warning=now.content_warning,
            title=now.title,
            link=now.link,
        )
    return outgoing_of(post, payload, since, tried_before=True)
