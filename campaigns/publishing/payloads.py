"""A post exactly as it was sent to its network."""

from datetime import datetime

from campaigns.models import Payload, Post
from campaigns.networks import network_named
from campaigns.networks.base import Outgoing
from campaigns.networks.graph.card_address import address_of_card
from campaigns.posts.prepare import PreparedPost, prepare
from campaigns.posts.text import thread_of
from campaigns.publishing.kept_steps import KeptSteps, forget_steps

FROZEN = [field.name for field in Payload._meta.concrete_fields if field.name not in ("id", "post")]


def freeze(prepared: PreparedPost, card: bytes) -> Payload:
    """Keep exactly what is sent. What was done of another version at the network is forgotten."""
    post = prepared.post
    payload = Payload(
        post=post,
        text=prepared.post_text.text,
        alt_text=prepared.alt_text,
        language=prepared.language,
        content_warning=prepared.content_warning,
        card=card,
        title=prepared.title,
        link=prepared.link,
        digest=prepared.digest,
    )
    if post.publishing_since is None:
        payload.save(force_insert=True)
        return payload
    if not Payload.objects.filter(post=post, digest=prepared.digest).exists():
        forget_steps(post)
    Payload.objects.bulk_create([payload], update_conflicts=True, unique_fields=["post"], update_fields=FROZEN)
    return payload


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
        card_address=address_of_card(str(post.key)),
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
