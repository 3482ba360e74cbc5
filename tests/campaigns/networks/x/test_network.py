"""A post reaches X whole, X's answers become the four failures, and what is there is told from what is not."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns.models import Account, Credentials, Post
from campaigns.networks.base import (
    NotSentError,
    OnlyPersonCanTellError,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.credentials import credentials_of, keep_credentials
from campaigns.networks.x.network import X
from campaigns.networks.x.timeline import shown, text_of
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.networks.cases.words import CARD, LINK, TEXT, outgoing
from tests.campaigns.networks.standins.proxy import Fault
from tests.campaigns.networks.standins.x import APP, KEYS, ME, shortened

pytestmark = pytest.mark.django_db
DUPLICATE = "está allí|that this text is there already"


def test_a_post_has_its_card_its_description_and_its_flag(server, account):
    post = outgoing(is_sensitive=True)
    live = X().publish(account, post)
    [there] = server.read()["posts"]
    assert (live.remote_id, there["sent"]) == (there["id"], TEXT)
    assert live.url == f"https://x.com/{account.handle}/status/{there['id']}"
    [picture] = there["media"]
    assert picture["bytes"] == len(CARD)
    assert picture["metadata"] == {"alt_text": {"text": post.alt_text}, "sensitive_media_warning": {"other": True}}
    assert "&amp;" in there["text"]
    assert LINK not in there["text"]
    assert X().find(account, post) == live


def test_what_is_harmless_is_not_blurred_and_a_text_may_stand_alone(server, account):
    X().publish(account, outgoing())
    X().publish(account, outgoing(texts=("Sin tarjeta.",), card=None))
    [with_card, without] = server.read()["posts"]
    assert "sensitive_media_warning" not in with_card["media"][0]["metadata"]
    assert without["media"] == []


def test_a_lost_description_is_told(server, account):
    server.set(drops_alt_text=True)
    assert X().publish(account, outgoing()).notice
    assert X().publish(account, outgoing(texts=("Otra.",), card=None)).notice == ""


def test_what_was_done_before_a_crash_is_not_done_again(server, account):
    post = outgoing()
    server.set(limited_until=0)
    X()._describe(account, post, X()._upload(account, post))
    X().publish(account, post)
    assert server.read()["calls"] == ["upload", "describe", "create"]


def test_a_picture_that_was_used_or_forgotten_is_sent_again(server, account):
    post = outgoing()
    post.steps.keep("card", "4711")
    post.steps.keep("described", "4711")
    with pytest.raises(NotSentError):
        X().publish(account, post)
    assert X().publish(account, post).remote_id == server.read()["posts"][0]["id"]


def test_only_ours_and_only_what_is_new_enough_is_found(server, account):
    post = outgoing()
    live = X().publish(account, post)
    assert X().find(account, outgoing(texts=(TEXT + " y más",))) is None
    assert X().find(account, outgoing(since=timezone.now() + timedelta(minutes=2))) is None
    known = make_post(campaign=make_campaign(accounts=[account]), approved=False)
    Post.objects.filter(pk=known.pk).update(remote_id=live.remote_id)
    assert X().find(account, outgoing()) is None


def test_more_posts_than_one_look_answers_leave_a_doubt(server, account):
    moment, numbers = "2100-01-01T00:00:00.000Z", [str(number) for number in range(101)]
    server.set(posts=[{**shortened("Otra", one, []), "id": one, "created_at": moment} for one in numbers])
    with pytest.raises(UnknownOutcomeError):
        X().find(account, outgoing())


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "ver https://ejemplo.org/ y http://ejemplo.org",
        "n\u0303 <b> &amp; 5 > 3",
        "https://ejemplo.org/a?b=1&c=2 https://ejemplo.org/a?b=1",
    ],
)
def test_a_text_is_known_again_on_the_timeline(text):
    assert shown(text_of(shortened(text, "123456789", ["1"]))) == shown(text)
    assert shown(text_of(shortened(text + "!", "123456789", []))) != shown(text)


def test_the_same_text_twice_is_a_doubt_and_no_failure(server, account):
    X().publish(account, outgoing())
    with pytest.raises(UnknownOutcomeError, match=DUPLICATE):
        X().publish(account, outgoing())
    assert len(server.read()["posts"]) == 1


def test_a_text_that_x_has_and_does_not_show_is_left_to_a_person(server, account):
    """Otherwise it would be tried and looked for again and again."""
    X().publish(account, outgoing())
    # Posted before this one was tried.
    later = timezone.now() + timedelta(hours=1)
    with pytest.raises(OnlyPersonCanTellError):
        X().publish(account, outgoing(tried_before=True, since=later))


@pytest.mark.parametrize(
    ("switches", "failure", "said"),
    [
        ({"has_credit": False}, RefusedError, "crédito|credits"),
        ({"may_write": False}, RefusedError, "not permitted"),
        ({"revoked": True}, RefusedError, "."),
        ({"limited_until": int(time.time()) + 500}, WaitUntilError, "."),
    ],
)
def test_what_x_refuses_is_told_for_what_it_is(server, account, switches, failure, said):
    server.set(**switches)
    with pytest.raises(failure, match=said) as caught:
        X().publish(account, outgoing())
    assert getattr(caught.value, "needs_reconnect", False) == bool(switches.get("revoked"))
    if failure is WaitUntilError:
        assert int(caught.value.until.timestamp()) == switches["limited_until"]
    assert server.read()["posts"] == []


def test_keys_that_are_wrong_are_refused(server, account):
    for name in KEYS:
        keep_credentials(account, **KEYS | {name: "wrong"})
        with pytest.raises(RefusedError) as caught:
            X().check(account)
        assert caught.value.needs_reconnect


def test_a_text_too_long_for_x_is_refused_there_too(server, account):
    longest = "ñ" * 280
    X().publish(account, outgoing(texts=(longest,), card=None))
    with pytest.raises(RefusedError):
        X().publish(account, outgoing(texts=(longest + "a",), card=None))
    text = X().limits(account).text
    assert (text.size(longest).fits, text.size(longest + "a").fits) == (True, False)


def test_a_post_is_taken_down_once_and_measured_while_it_is_there(server, account):
    live = X().publish(account, outgoing())
    reactions = X().measure(account, live.remote_id)
    assert (reactions.likes, reactions.shares, reactions.replies, reactions.views) == (7, 5, 1, 400)
    assert X().is_there(account, live.remote_id)
    assert [X().take_down(account, live.remote_id) for _time in range(2)] == [True, False]
    assert not X().is_there(account, live.remote_id)
    with pytest.raises(RefusedError):
        X().measure(account, live.remote_id)


def test_the_self_test_posts_nothing_and_knows_its_account(server, account):
    X().check(account)
    Account.objects.update(remote_id="1")
    account.refresh_from_db()
    with pytest.raises(RefusedError):
        X().check(account)
    assert server.read()["calls"] == ["me", "me"]


def test_tokens_are_renewed_before_they_end_and_each_key_of_renewal_is_used_once(server, account):
    server.set(renewals=["renewal-0"])
    old = {**APP, "access_token": "token-0", "refresh_token": "renewal-0"}
    keep_credentials(account, **old, expires_at=timezone.now() + timedelta(minutes=1))
    X().check(account)
    X().check(account)
    assert server.read()["calls"] == ["token", "me", "me"]
    keys, state = credentials_of(account), server.read()
    assert [keys["refresh_token"]] == state["renewals"] != ["renewal-0"]
    assert Credentials.objects.get().expires_at > timezone.now() + timedelta(hours=1)

    keep_credentials(account, **old, expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RefusedError) as caught:
        X().check(account)
    assert caught.value.needs_reconnect


@pytest.mark.parametrize("after", [False, True])
def test_a_lost_renewal_publishes_nothing_and_asks_for_a_person_where_x_has_used_the_key(server, account, after):
    server.set(renewals=["renewal-0"])
    keys = {**APP, "access_token": "token-0", "refresh_token": "renewal-0"}
    keep_credentials(account, **keys, expires_at=timezone.now() - timedelta(minutes=1))
    server.proxy.fault = Fault("POST /2/oauth2/token", "close", after)
    with pytest.raises(NotSentError):
        X().publish(account, outgoing())
    if after:
        with pytest.raises(RefusedError) as caught:
            X().publish(account, outgoing())
        assert caught.value.needs_reconnect
    else:
        X().publish(account, outgoing())
    assert len(server.read()["posts"]) == int(not after)


def test_no_key_reaches_the_log(server, account, caplog):
    caplog.set_level(logging.DEBUG)
    X().publish(account, outgoing())
    secrets = [value for name, value in KEYS.items() if name != "consumer_key"]
    assert not [secret for secret in secrets if secret in caplog.text]


def test_a_link_costs_more(account):
    costs = [X().cost_of((text,), "Una tarjeta") for text in ("Nos toca", f"Nos toca {LINK}", "en ejemplo.org")]
    assert costs == [Decimal("0.024"), Decimal("0.209"), Decimal("0.209")]


def test_the_url_of_a_post_names_its_account(server, account):
    assert f"/{account.handle}/" in X().publish(account, outgoing()).url
    assert ME["id"] == account.remote_id
