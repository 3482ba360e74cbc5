"""Published once and taken down, whatever the server does before or after it has heard us."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from campaigns.models import Account
from campaigns.networks.base import (
    NetworkError,
    NotSentError,
    Outgoing,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.mastodon import network as mastodon
from tests.campaigns.factories import make_account, make_campaign, make_post
from tests.campaigns.networks.mastodon_server import FAULTS, ME, TOKEN, Fault, MastodonServer

pytestmark = pytest.mark.django_db

TEXT = "«El agua & la tierra no se venden.»\n— Rosa\n\nhttps://ejemplo.org/es/citas/agua?utm_source=mastodon\n#Agua"
KEY = "7b0f2d0e-6a51-4a6f-9a4e-3d1b8d2c9f10"
LOST = {"hang", "close", "reset", "502", "500", "html", "private redirect"}
# Seconds, while nothing is to hang and while something is: the first never passes, however slow the machine.
PATIENCE, IMPATIENCE = 20, 0.2
STEPS = ("upload", "look", "publish")


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[MastodonServer]:
    monkeypatch.setattr(mastodon, "PAUSE", 0)
    started = MastodonServer()
    started.start()
    settings.OUTBOUND_ALLOWED = [started.place]
    settings.NETWORK_TIMEOUT = PATIENCE
    yield started
    started.stop()


@pytest.fixture
def account(server) -> Account:
    made = make_account("mastodon", server=server.url, remote_id=ME["id"])
    keep_credentials(made, access_token=TOKEN)
    return made


def outgoing(**changes) -> Outgoing:
    post = Outgoing(KEY, TEXT, "Una tarjeta verde", "es", b"\x89PNG", timezone.now(), "Habla de violencia")
    return dataclasses.replace(post, **changes)


def publish_in_the_end(account: Account, network: mastodon.Mastodon, settings: Any) -> list[type[NetworkError]]:
    """Try until it is there: what is unknown is looked for before it is tried again. The failures on the way."""
    failures, post = [], outgoing()
    for _try in range(4):
        try:
            network.publish(account, post)
        except (NotSentError, WaitUntilError, UnknownOutcomeError) as error:
            failures.append(type(error))
            settings.NETWORK_TIMEOUT = PATIENCE
            if isinstance(error, UnknownOutcomeError) and network.find(account, post):
                return failures
        else:
            return failures
        post = outgoing(since=post.since, tried_before=True)
    raise AssertionError(failures)


def test_a_post_has_its_card_alt_text_language_and_warning(server, account):
    live = mastodon.Mastodon().publish(account, outgoing())
    [status] = server.state.statuses
    assert (live.remote_id, live.url) == (status["id"], status["url"])
    assert (status["language"], status["visibility"], status["sensitive"]) == ("es", "public", True)
    assert status["spoiler_text"] == "Habla de violencia"
    assert [media["description"] for media in status["media_attachments"]] == ["Una tarjeta verde"]
    assert mastodon.Mastodon().find(account, outgoing()) == live
    assert mastodon.Mastodon().find(account, outgoing(text=TEXT + " y más")) is None


@pytest.mark.parametrize("server_kind", ["mastodon", "ignores_keys", "second_answer_is_500"])
def test_whatever_goes_wrong_at_any_step_it_is_there_once(server, account, settings, server_kind):
    network, wrong = mastodon.Mastodon(), []
    for step in STEPS:
        for kind in FAULTS:
            for after in (False, True):
                server.state.__init__()
                if server_kind != "mastodon":
                    setattr(server.state, server_kind, True)
                server.state.fault = Fault(step, kind, after)
                settings.NETWORK_TIMEOUT = IMPATIENCE if kind == "hang" else PATIENCE
                failures = publish_in_the_end(account, network, settings)
                expected = WaitUntilError if kind == "bare 429" else UnknownOutcomeError
                expected = NotSentError if step != "publish" and kind in LOST else expected
                if failures != [expected] or len(server.state.statuses) != 1 or server.state.fault:
                    wrong.append((step, kind, after, failures, len(server.state.statuses)))
    assert wrong == []


def test_whatever_goes_wrong_when_it_is_taken_down_it_is_gone_in_the_end(server, account, settings):
    network = mastodon.Mastodon()
    for kind in FAULTS:
        for after in (False, True):
            live = network.publish(account, outgoing(key=str(uuid4())))
            server.state.fault = Fault("delete", kind, after)
            settings.NETWORK_TIMEOUT = IMPATIENCE if kind == "hang" else PATIENCE
            with pytest.raises(WaitUntilError if kind == "bare 429" else UnknownOutcomeError):
                network.take_down(account, live.remote_id)
            settings.NETWORK_TIMEOUT = PATIENCE
            network.take_down(account, live.remote_id)
            assert server.state.statuses == []


def test_a_look_that_fails_says_nothing_of_what_is_there(server, account, settings):
    network = mastodon.Mastodon()
    network.publish(account, outgoing())
    for kind in FAULTS:
        server.state.fault = Fault("newest", kind, after=True)
        settings.NETWORK_TIMEOUT = IMPATIENCE if kind == "hang" else PATIENCE
        with pytest.raises(NetworkError):
            network.find(account, outgoing())
    settings.NETWORK_TIMEOUT = PATIENCE
    assert network.find(account, outgoing()) is not None


def test_the_same_words_of_an_earlier_post_are_not_taken_for_this_one(server, account):
    network = mastodon.Mastodon()
    live = network.publish(account, outgoing())
    earlier = make_post(campaign=make_campaign(accounts=[account]), approved=False)
    account.posts.filter(pk=earlier.pk).update(remote_id=live.remote_id)
    assert network.find(account, outgoing(key=str(uuid4()))) is None


@pytest.mark.parametrize(("change", "needs_reconnect"), [({"revoked": True}, True), ({"most_characters": 20}, False)])
def test_what_the_server_refuses_is_told_with_its_reason(server, account, change, needs_reconnect):
    for name, value in change.items():
        setattr(server.state, name, value)
    with pytest.raises(RefusedError) as caught:
        mastodon.Mastodon().publish(account, outgoing(card=None))
    assert caught.value.needs_reconnect == needs_reconnect
    assert needs_reconnect or "limit exceeded" in str(caught.value)


def test_a_server_that_is_not_there_got_nothing(server, account):
    server.stop()
    with pytest.raises(NotSentError):
        mastodon.Mastodon().publish(account, outgoing())


def test_limits_are_those_of_the_server(account):
    account.limits = {"characters": 1000, "url_length": 30, "alt_characters": 200}
    limits = mastodon.Mastodon().limits(account)
    text = limits.text
    assert (text.most, text.count("https://ejemplo.org/a"), limits.alt.most) == (1000, 30, 200)
    account.limits = {}
    assert mastodon.Mastodon().limits(account).text.most == 500
