"""The campaigns' part of a drill: a post that is out on the sandbox, and one that is planned and approved."""

from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Piece, Post
from campaigns.networks import network_named
from campaigns.networks.base import Outgoing
from campaigns.posts.approve import approve_post
from campaigns.posts.prepare import prepare
from campaigns.sandbox.open_account import open_account
from cms.channels import SearchPlace
from cms.jobs.wake import wake
from cms.models import Item
from cms.users.models import User

NAME = "Ensayo"


def rehearse(items: list[Item], by: User) -> None:
    """Publish each of `items`, and plan each once more."""
    account = open_account(NAME, "ensayo")
    today = timezone.localdate()
    for days in (0, 7):
        campaign = Campaign(name=f"{NAME} {days}", starts_on=today, ends_on=today + timedelta(days=9))
        campaign.accounts.set([account])
        campaign.save()
        for number, item in enumerate(items):
            at = timezone.now() + timedelta(days=days, minutes=-number)
            piece = Piece.objects.create(campaign=campaign, item=item, slot_at=at, scheduled_at=at)
            post = Post.objects.create(piece=piece, account=account)
            approve_post(post, prepare(post).digest, by)
    wake("campaigns.tasks.work")


def post_places(items: list[Item]) -> list[SearchPlace]:
    """On the network, and in the calendar."""
    posts = list(
        Post.objects.filter(piece__campaign__name__startswith=NAME).select_related("account", "piece").order_by("pk")
    )
    due = [post for post in posts if post.piece.scheduled_at <= timezone.now()]
    planned = [post for post in posts if post not in due]
    return [
        *(SearchPlace(_("a post on the network"), partial(_is_on_network, post)) for post in due),
        *(SearchPlace(_("a planned post"), partial(_is_planned, post.pk)) for post in planned),
    ]


def _is_on_network(post: Post) -> bool:
    asked = Outgoing(str(post.key), ("",), "", "", None, post.piece.scheduled_at)
    return network_named(post.account.network).find(post.account, asked) is not None


def _is_planned(key: int) -> bool:
    return Post.objects.get(pk=key).is_planned
