"""A worker that dies at any moment of a publish or a take-down: the post is there once, and gone when it was asked.

A kill is a `Killed` before each statement that writes, and before and after each call to the network. What was not
committed is undone, as by the database when a process dies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from campaigns.models import Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import look_up_unsure, resolve
from campaigns.publishing.takedown import take_down_due, taken_down_by_hand
from cms.core.http.outbound import GuardedAdapter
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.networks.cases import bluesky, containers, facebook, linkedin, mastodon, telegram, x
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.standins.client import RemoteState

pytestmark = pytest.mark.django_db
State = Post.State
# More than there are.
MANY = 200
OTHERS = [bluesky.CASES[0], *containers.CASES, *facebook.CASES, *linkedin.CASES, *telegram.CASES, *x.CASES[:1]]
CASES = [
    pytest.param(mastodon.CASES[0], marks=pytest.mark.competing),
    mastodon.CASES[1],
    *(pytest.param(case, marks=pytest.mark.nightly) for case in OTHERS),
]


class Killed(BaseException):
    """Nothing in Cosecha catches it."""


@contextmanager
def killed_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Die at the `moment`th boundary."""
    passed = [0]

    def boundary() -> None:
        passed[0] += 1
        if passed[0] == moment:
            raise Killed

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            boundary()
        return run(sql, *rest)

    send = GuardedAdapter.send

    def call(adapter: GuardedAdapter, *args: Any, **options: Any) -> Any:
        boundary()
        answer = send(adapter, *args, **options)
        boundary()
        return answer

    with monkeypatch.context() as patch, connection.execute_wrapper(execute):
        patch.setattr(GuardedAdapter, "send", call)
        yield


def die_at(moment: int, work: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether `work` was killed; False when it was done before that moment came."""
    try:
        with killed_at(moment, monkeypatch):
            work()
    except Killed:
        # A statement that needs no transaction of its own would spoil the test's: nothing of it was executed.
        transaction.set_rollback(False)
        return True
    return False


class World:
    """A network, its stand-in, and the people and workers around it."""

    def __init__(self, case: Case, server: RemoteState, by: Any) -> None:
        self.case, self.server, self.by = case, server, by

    def count(self) -> int:
        return self.case.count(self.server.read())

    def others_take_over(self, post: Post, goal: str) -> None:
        """Time passes: leases end, what waits is due, other workers run, and a person looks where only they can."""
        for _round in range(6):
            past = timezone.now() - timedelta(seconds=1)
            Post.objects.exclude(lease_ends_at=None).update(lease_ends_at=past)
            Post.objects.exclude(next_try_at=None).update(next_try_at=past)
            take_down_due(9)
            look_up_unsure(9)
            publish_due(9)
            post.refresh_from_db()
            if post.state == State.UNSURE and post.needs_person:
                resolve(post, self.by, is_there=self.count() == 1, remote_id=self.number())
            if post.state == State.TAKE_DOWN_FAILED and self.count() == 0:
                taken_down_by_hand(post, self.by)
            post.refresh_from_db()
            if post.state == goal:
                return
        raise AssertionError((post.state, post.problem))

    def number(self) -> str:
        """What somebody reads in the address of the one post that is there."""
        messages = self.server.read().get("messages", [])
        return str(messages[0]["message_id"]) if messages else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whenever_its_worker_dies_a_post_appears_once_and_is_gone_when_it_was_asked(
    case, stand_ins, proxy_to, settings, monkeypatch, admin
):
    settings.BASE_URL = "https://cosecha.example.org"
    # One after the other, many at a time are not what is tried here.
    network = type(case.network())
    monkeypatch.setattr(network, "paces", ())
    monkeypatch.setattr(network, "take_down_paces", ())
    server = stand_ins.named(case.stand_in)
    server.reset(**case.switches)
    campaign = make_campaign(accounts=[case.connect(proxy_to(server).url)])
    world, killed = World(case, server, admin), {"publish": 0, "take down": 0}
    for moment in range(1, MANY):
        server.reset(**case.switches)
        post = make_post(campaign=campaign)
        was_publishing = die_at(moment, lambda: publish_due(9), monkeypatch)
        world.others_take_over(post, State.PUBLISHED)
        assert world.count() == 1, moment
        Post.objects.filter(pk=post.pk).update(state=State.TAKE_DOWN_DUE, attempts=0)
        was_removing = die_at(moment, lambda: take_down_due(9), monkeypatch)
        world.others_take_over(post, State.TAKEN_DOWN)
        assert world.count() == 0, moment
        killed["publish"] += was_publishing
        killed["take down"] += was_removing
        if not was_publishing and not was_removing:
            break
    # As many as there are boundaries: calls to the network, twice each, and writes.
    assert killed["publish"] > 10
    assert killed["take down"] > 5
