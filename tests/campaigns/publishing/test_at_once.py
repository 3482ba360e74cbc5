"""A campaign comes down while a worker takes up its post: what went out all the same comes down too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from campaigns.models import Post
from campaigns.publishing import publish, takedown
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_campaign
from tests.campaigns.factories import make_post, state_of
from tests.factories import make_user

# Longer than a statement takes that does not have to wait.
A_MOMENT = 0.3
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(network) -> Post:
    return make_post()


@pytest.fixture
def coming_down(post) -> threading.Thread:
    """Takes the campaign down, once it is started."""
    by = make_user(is_superuser=True)

    def run() -> None:
        take_down_campaign(post.piece.campaign, by)
        connection.close()

    return threading.Thread(target=run)


def first(before: Callable[[], None], name: str, monkeypatch: Any) -> None:
    """Does something before a function of `publish`."""
    original = getattr(publish, name)

    def wrapped(*args: Any) -> Any:
        before()
        return original(*args)

    monkeypatch.setattr(publish, name, wrapped)


def test_after_the_worker_has_asked_whether_it_may_go(post, coming_down, monkeypatch):
    def begin() -> None:
        coming_down.start()
        coming_down.join(A_MOMENT)

    first(begin, "freeze", monkeypatch)
    publish_due(limit=1)
    coming_down.join()
    assert state_of(post) == Post.State.TAKE_DOWN_DUE


def test_while_the_worker_waits_to_ask(post, coming_down, network, monkeypatch):
    holds, log = threading.Event(), takedown.log

    def slowly(*args: Any, **named: Any) -> None:
        log(*args, **named)
        holds.set()
        threading.Event().wait(A_MOMENT)

    def begin() -> None:
        coming_down.start()
        holds.wait()

    monkeypatch.setattr(takedown, "log", slowly)
    first(begin, "approved_card", monkeypatch)
    publish_due(limit=1)
    coming_down.join()
    assert not network.posts
    assert state_of(post) == Post.State.APPROVED
