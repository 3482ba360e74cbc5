"""The campaigns' part of the sample: an account on the sandbox, and a campaign whose first post is due at once."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.errors import NothingToPlanError
from campaigns.models import Campaign, Piece, Post, Slot
from campaigns.planning.plan_campaign import plan_campaign
from campaigns.posts.approve import approve_post
from campaigns.posts.prepare import prepare
from campaigns.sandbox.open_account import open_account
from cms.channels import Sample
from cms.core.errors import CosechaError

# How soon a newcomer sees the first post appear.
FIRST = timedelta(seconds=90)
LEFT_TO_APPROVE = 2


def load_sample(sample: Sample) -> None:
    account = open_account("Red Semillas", "red-semillas")
    campaign = make_campaign([account])
    try:
        pieces = plan_campaign(campaign, sample.user).pieces
    except NothingToPlanError as error:
        sample.say(str(error))
        return
    first = pieces[0]
    Piece.objects.filter(pk=first.pk).update(scheduled_at=timezone.now() + FIRST)
    posts = list(Post.objects.filter(piece__campaign=campaign).order_by("piece__scheduled_at"))
    for post in posts[: len(posts) - LEFT_TO_APPROVE] or posts:
        try:
            approve_post(post, prepare(post).digest, sample.user)
        except CosechaError as error:
            sample.say(f"{post}: {error}")
    sample.say(f"{campaign}: {len(pieces)}")


@transaction.atomic
def make_campaign(accounts: list[Any]) -> Campaign:
    """Three weeks from today, three times a week."""
    today = timezone.localdate()
    campaign = Campaign(
        name="Nos toca liderar",
        starts_on=today,
        ends_on=today + timedelta(days=20),
        hashtags="#NosTocaLiderar #RedSemillas",
        cooldown_days=5,
    )
    campaign.slots.set([Slot(weekday=0, time="09:00"), Slot(weekday=2, time="18:00"), Slot(weekday=4, time="12:30")])
    campaign.accounts.set(accounts)
    campaign.save()
    return campaign
