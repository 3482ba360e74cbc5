"""The posts of a period with what came of them, as the report on impact wants them."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from campaigns.models import Measurement, Post
from campaigns.models.account import network_choices
from campaigns.networks import network_named
from cms.channels import SharedPost

NUMBERS = ("hours", "likes", "shares", "replies", "views", "clicks")
COLUMNS = ("pk", "piece__item", "piece__campaign", "account__network", "published_at", "url", "has_card")


def shared_posts(start: datetime, end: datetime) -> list[SharedPost]:
    """Those that are out now, with their numbers at the newest age at which they were measured: two queries."""
    out = Post.objects.filter(state=Post.State.PUBLISHED, published_at__gte=start, published_at__lt=end)
    newest: dict[int, dict[str, Any]] = {}
    for row in Measurement.objects.filter(post__in=out).order_by("hours").values("post", *NUMBERS):
        newest[row.pop("post")] = row
    labels = dict(network_choices())
    rows = out.annotate(has_card=Q(payload__card__isnull=False)).order_by("published_at", "pk")
    return [
        SharedPost(
            item=item,
            network=network,
            network_label=str(labels.get(network, network)),
            at=at,
            campaign=campaign,
            url=url,
            card_url=reverse("posts:card", args=[key]) if has_card else "",
            is_made_up=network in labels and network_named(network).is_local,
            **newest.get(key, {}),
        )
        for key, item, campaign, network, at, url, has_card in rows.values_list(*COLUMNS)
    ]
