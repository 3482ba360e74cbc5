"""Accounts take turns, wait as long as their network says, and publish no more than it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from campaigns import tasks
from campaigns.models import Account, Campaign, Post
from campaigns.networks.base import Pace, WaitUntilError
from campaigns.posts.prepare import full_posts, prepare_all
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_due
from tests.campaigns.factories import make_account, make_campaign, make_post, state_of
from tests.factories import make_quote

pytestmark = pytest.mark.django_db
State = Post.State


def handles(network) -> list[str]:
    """The accounts in the order in which their posts went out."""
    by_key = {str(post.key): post.account.handle for post in Post.objects.select_related("account")}
    return [by_key[sent.key] for sent in network.posts.values()]


def test_accounts_take_turns_however_many_posts_one_of_them_has(network):
    busy, quiet = make_campaign(accounts=[make_account()]), make_campaign(accounts=[make_account()])
    for minutes in (-9, -8, -7):
        make_post(campaign=busy, minutes=minutes)
    make_post(campaign=quiet, minutes=-1)
    publish_due(limit=10)
    first, second = busy.accounts.get().handle, quiet.accounts.get().handle
    assert handles(network) == [first, second, first, first]


def test_one_answer_to_wait_holds_the_accounts_other_posts_and_nobody_elses(network):
    until = timezone.now() + timedelta(seconds=40)
    network.before = [WaitUntilError(until)]
    slow, other = make_campaign(accounts=[make_account()]), make_campaign(accounts=[make_account()])
    for minutes in (-9, -8):
        make_post(campaign=slow, minutes=minutes)
    make_post(campaign=other, minutes=-1)
    publish_due(limit=10)
    assert network.log == ["publish", "publish"]
    assert handles(network) == [other.accounts.get().handle]
    assert tasks.next_due(timezone.now()) == until
    with travel(until + timedelta(seconds=1), tick=False):
        publish_due(limit=10)
    assert len(network.posts) == 3


def test_an_account_publishes_no_more_than_its_network_takes(network, monkeypatch):
    monkeypatch.setattr(type(network), "paces", (Pace(2, timedelta(minutes=15)),))
    campaign = make_campaign()
    for minutes in (-4, -3, -2):
        make_post(campaign=campaign, minutes=minutes)
    began = timezone.now()
    publish_due(limit=10)
    assert len(network.posts) == network.log.count("publish") == 2
    waiting = Post.objects.get(state=State.WAITING)
    assert "un poco más tarde" in waiting.problem
    with travel(began + timedelta(minutes=16), tick=False):
        publish_due(limit=10)
    assert len(network.posts) == 3


def test_a_mass_take_down_keeps_its_networks_pace_and_tells_nobody_of_a_failure(network, monkeypatch, mailoutbox):
    monkeypatch.setattr(type(network), "take_down_paces", (Pace(2, timedelta(minutes=30)),))
    campaign = make_campaign()
    for minutes in (-4, -3, -2):
        make_post(campaign=campaign, minutes=minutes)
    publish_due(limit=10)
    Post.objects.update(state=State.TAKE_DOWN_DUE, attempts=0)
    began = timezone.now()
    for minutes in range(0, 29, 4):
        with travel(began + timedelta(minutes=minutes), tick=False):
            take_down_due(limit=10)
    assert len(network.posts) == 1
    assert Post.objects.get(state=State.TAKE_DOWN_DUE).attempts == 0
    assert mailoutbox == []
    with travel(began + timedelta(minutes=31), tick=False):
        take_down_due(limit=10)
    assert network.posts == {}


def test_nothing_goes_out_after_the_last_day_of_its_campaign(network):
    post = make_post()
    Campaign.objects.update(ends_on=timezone.localdate() - timedelta(days=2))
    publish_due(limit=10)
    assert state_of(post) == State.LATE
    assert network.log == []


def test_an_accounts_own_language_is_that_of_its_posts(network):
    quote = make_quote("El agua no espera.")
    campaign = make_campaign(accounts=[make_account(), make_account(language="en")])
    make_post(content=quote, campaign=campaign, approved=False)
    Account.objects.filter(language="").update(language="es")
    prepared = prepare_all(full_posts(Post.objects.all()))
    problems = {one.post.account.language: one.problem for one in prepared}
    assert problems["es"] == ""
    assert "este idioma" in problems["en"]


def test_a_post_that_is_approved_within_its_last_minute_does_not_wait_for_the_tick(network, monkeypatch):
    scheduled = []
    monkeypatch.setattr(tasks.work, "schedule", lambda eta: scheduled.append(eta))
    make_post(minutes=0.5)
    for _nudge in range(3):
        tasks.work.call_local()
    assert scheduled == [Post.objects.get().piece.scheduled_at]
