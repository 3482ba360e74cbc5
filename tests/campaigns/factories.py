"""Campaigns and posts for tests, in one call each, and a network that does what the test says."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Account, Campaign, Piece, Post, Slot
from campaigns.networks.base import Limits, Live, Network, Outgoing
from campaigns.networks.sandbox import LIMITS
from campaigns.posts.approve import approve_post
from campaigns.posts.prepare import prepare
from tests.factories import make_quote, make_user

_numbers = itertools.count(1)


class Scripted(Network):
    """A network in memory. `script` holds what the next calls do: an error to raise, before or after it happened."""

    name = "scripted"
    label = "Scripted"
    can_find = True
    is_local = True

    def __init__(self) -> None:
        self.posts: dict[str, Outgoing] = {}
        self.log: list[str] = []
        self.before: list[Exception | None] = []
        self.after: list[Exception | None] = []
        self.during: Any = None
        self.looking: Any = None
        # What happens before it takes a post.
        self.slow: Any = None

    def limits(self, account: Account) -> Limits:
        return LIMITS

    def _call(self, name: str) -> None:
        self.log.append(name)
        if self.before and (error := self.before.pop(0)):
            raise error

    def _answer(self) -> None:
        if self.during:
            self.during()
        if self.after and (error := self.after.pop(0)):
            raise error

    def publish(self, account: Account, post: Outgoing) -> Live:
        self._call("publish")
        if self.slow:
            self.slow()
        remote_id = str(len(self.posts) + 1)
        self.posts[remote_id] = post
        self._answer()
        return Live(remote_id, f"https://scripted.example/{remote_id}")

    def find(self, account: Account, post: Outgoing) -> Live | None:
        self._call("find")
        if self.looking:
            self.looking()
        found = next((pk for pk, one in self.posts.items() if one.key == post.key), None)
        return Live(found, f"https://scripted.example/{found}") if found else None

    def take_down(self, account: Account, remote_id: str) -> bool:
        self._call("take_down")
        was_there = self.posts.pop(remote_id, None) is not None
        self._answer()
        return was_there


def make_account(network: str = "scripted", **fields: Any) -> Account:
    number = next(_numbers)
    return Account.objects.create(network=network, label=f"Red {number}", handle=f"red-{number}", **fields)


def make_campaign(*, accounts: list[Account] | None = None, topics: tuple[Any, ...] = (), **fields: Any) -> Campaign:
    """Four weeks from tomorrow, on Tuesdays and Thursdays."""
    today = timezone.localdate()
    slots = fields.pop("slots", [(1, "09:00"), (3, "18:00")])
    defaults: dict[str, Any] = {
        "name": f"Nos toca liderar {next(_numbers)}",
        "starts_on": today + timedelta(days=1),
        "ends_on": today + timedelta(days=28),
        "hashtags": "#NosTocaLiderar",
    }
    campaign = Campaign(**(defaults | fields))
    campaign.slots.set([Slot(weekday=weekday, time=at) for weekday, at in slots])
    campaign.accounts.set([make_account()] if accounts is None else accounts)
    campaign.topics.set(topics)
    campaign.save()
    return Campaign.objects.get(pk=campaign.pk)


def make_post(
    *, content: Any = None, minutes: float = -1, approved: bool = True, campaign: Campaign | None = None, **piece: Any
) -> Post:
    """A post that is due `minutes` from now, approved unless told otherwise."""
    campaign = campaign or make_campaign()
    content = content or make_quote()
    at = timezone.now() + timedelta(minutes=minutes)
    row = Piece.objects.create(campaign=campaign, item=content.item, slot_at=at, scheduled_at=at, **piece)
    posts = [Post.objects.create(piece=row, account=account) for account in campaign.accounts.all()]
    for post in posts:
        if approved:
            approve(post)
    return Post.objects.get(pk=posts[0].pk)


def approve(post: Post) -> None:
    approve_post(post, prepare(post).digest, make_user(is_superuser=True))


def long_ago() -> date:
    return date(2020, 1, 1)


def state_of(post: Post) -> str:
    return Post.objects.get(pk=post.pk).state


def hurry(post: Post) -> None:
    """Its next try is due."""
    Post.objects.filter(pk=post.pk).update(next_try_at=timezone.now() - timedelta(seconds=1))
