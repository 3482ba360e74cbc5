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
from campaigns.networks.mastodon.network import Mastodon
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import look_up_unsure
from campaigns.publishing.takedown import take_down_due
from cms.core.http.outbound import GuardedSession
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.networks.cases.mastodon import connect

pytestmark = [pytest.mark.django_db, pytest.mark.competing]
State = Post.State
# More than there are.
MANY = 200


class Killed(BaseException):
    """Nothing in Cosecha catches it."""


@contextmanager
def killed_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Die at the `moment`th boundary. The list holds how many were passed."""
    passed = [0]

    def boundary() -> None:
        passed[0] += 1
        if passed[0] == moment:
            raise Killed

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            boundary()
        return run(sql, *rest)

    send = GuardedSession.send

    def call(session: GuardedSession, *args: Any, **options: Any) -> Any:
        boundary()
        answer = send(session, *args, **options)
        boundary()
        return answer

    with monkeypatch.context() as patch, connection.execute_wrapper(execute):
        patch.setattr(GuardedSession, "send", call)
        yield passed


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


def others_take_over(post: Post, goal: str) -> None:
    """Time passes: leases end, what waits is due, and other workers run."""
    for _round in range(6):
        past = timezone.now() - timedelta(seconds=1)
        Post.objects.exclude(lease_ends_at=None).update(lease_ends_at=past)
        Post.objects.exclude(next_try_at=None).update(next_try_at=past)
        take_down_due(9)
        look_up_unsure(9)
        publish_due(9)
        post.refresh_from_db()
        if post.state == goal:
            return
    raise AssertionError((post.state, post.problem))


@pytest.fixture
def server(stand_ins, proxy_to, settings):
    found = stand_ins.named("mastodon")
    found.proxy = proxy_to(found)
    settings.BASE_URL = "https://cosecha.example.org"
    return found


@pytest.mark.parametrize("ignores_keys", [False, True])
def test_whenever_its_worker_dies_a_post_appears_once_and_is_gone_when_it_was_asked(server, monkeypatch, ignores_keys):
    # One after the other, many at a time are not what is tried here.
    monkeypatch.setattr(Mastodon, "paces", ())
    monkeypatch.setattr(Mastodon, "take_down_paces", ())
    campaign = make_campaign(accounts=[connect(server.proxy.url)])
    killed = {"publish": 0, "take down": 0}
    for moment in range(1, MANY):
        server.reset(ignores_keys=ignores_keys)
        post = make_post(campaign=campaign)
        was_publishing = die_at(moment, lambda: publish_due(9), monkeypatch)
        others_take_over(post, State.PUBLISHED)
        assert len(server.read()["statuses"]) == 1, moment
        Post.objects.filter(pk=post.pk).update(state=State.TAKE_DOWN_DUE, attempts=0)
        was_removing = die_at(moment, lambda: take_down_due(9), monkeypatch)
        others_take_over(post, State.TAKEN_DOWN)
        assert server.read()["statuses"] == [], moment
        killed["publish"] += was_publishing
        killed["take down"] += was_removing
        if not was_publishing and not was_removing:
            break
    # As many as there are boundaries: calls to the network, twice each, and writes.
    assert killed["publish"] > 12
    assert killed["take down"] > 5
