"""What a post carries to Bluesky, what its server refuses, and how its account is connected. Faults: `test_matrix`."""

from __future__ import annotations

import dataclasses
import time
import traceback
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account, Credentials
from campaigns.networks.base import NotSentError, Reactions, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.networks.bluesky.network import Bluesky
from campaigns.networks.bluesky.session import opened_session
from campaigns.networks.credentials import credentials_of
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.bluesky import connect, thread
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.bluesky import APP_PASSWORD, DID, HANDLE, token
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.proxy import Fault

pytestmark = pytest.mark.django_db
NETWORK = Bluesky()


@pytest.fixture
def server(stand_ins, proxy_to) -> RemoteState:
    found: RemoteState = stand_ins.named("bluesky")
    found.reset()
    found.proxy = proxy_to(found)
    return found


@pytest.fixture
def known(server) -> Account:
    return connect(server.proxy.url)


def test_a_post_is_there_once_with_its_card_and_its_reactions(server, known):
    post = outgoing()
    live = NETWORK.publish(known, post)
    assert NETWORK.publish(known, post) == live
    [record] = server.read()["records"].values()
    assert (record["uri"], live.notice) == (live.remote_id, "")
    assert record["value"]["embed"]["images"][0]["alt"] == post.alt_text
    assert record["value"]["langs"] == ["es"]
    assert server.read()["commits"] == 1
    assert NETWORK.find(known, post) == live
    assert NETWORK.measure(known, live.remote_id) == Reactions(likes=7, shares=4, replies=2)
    assert [NETWORK.take_down(known, live.remote_id) for _ in range(2)] == [True, False]
    assert NETWORK.measure(known, live.remote_id) == Reactions()


def test_a_post_that_the_server_keeps_otherwise_is_told(server, known):
    server.set(changes_text=True)
    assert "otras palabras" in NETWORK.publish(known, outgoing()).notice


def test_the_same_words_of_another_post_are_not_taken_for_this_one(known):
    NETWORK.publish(known, outgoing())
    assert NETWORK.find(known, outgoing()) is None


def test_a_thread_of_a_restored_database_is_found_with_all_its_parts(known):
    post = thread()
    live = NETWORK.publish(known, post)
    restored = dataclasses.replace(post, since=post.since - timedelta(minutes=5))
    assert NETWORK.find(known, restored) == live
    assert len(live.rest) == 2


def test_what_is_refused_is_told_with_its_reason(server, known):
    with pytest.raises(RefusedError) as caught:
        NETWORK.publish(known, outgoing(texts=("x" * 301,)))
    assert "maximum 300" in str(caught.value)
    assert not caught.value.needs_reconnect


@pytest.mark.parametrize("change", [{"session": 5, "password": "x"}, {"active": False}])
def test_an_account_that_may_not_publish_has_to_be_connected_again(server, known, change):
    server.set(**change)
    with pytest.raises(RefusedError) as caught:
        NETWORK.check(known)
    assert caught.value.needs_reconnect


def test_the_server_says_until_when_to_wait(server, known):
    until = int(time.time()) + 900
    server.set(limited_until=until)
    with pytest.raises(WaitUntilError) as caught:
        NETWORK.publish(known, outgoing())
    assert int(caught.value.until.timestamp()) == until


def test_a_server_that_is_not_there_got_nothing(server, known):
    server.proxy.stop()
    with pytest.raises(NotSentError):
        NETWORK.publish(known, outgoing())


@pytest.mark.parametrize("renews", [True, False])
def test_a_session_is_renewed_before_it_ends_and_opened_anew_where_it_cannot_be(server, known, renews):
    server.set(renews=renews)
    before = credentials_of(known)
    Credentials.objects.update(expires_at=timezone.now() + timedelta(minutes=10))
    for _call in range(3):
        NETWORK.check(known)
    after = credentials_of(known)
    assert after["session"] != before["session"]
    assert after["app_password"] == APP_PASSWORD
    assert Credentials.objects.get().expires_at > timezone.now() + timedelta(hours=1)
    assert server.read()["calls"].count("create_session") == int(not renews)


@pytest.mark.parametrize("kind", ["close", "502"])
def test_a_session_whose_renewal_is_not_answered_is_renewed_at_the_next_try(server, known, kind):
    Credentials.objects.update(expires_at=timezone.now())
    server.proxy.fault = Fault("POST /xrpc/com.atproto.server.refreshSession", kind, after=True)
    with pytest.raises(NotSentError):
        NETWORK.publish(known, outgoing())
    assert NETWORK.publish(known, outgoing()).remote_id in [one["uri"] for one in server.read()["records"].values()]


def fill_in(client, server: RemoteState, **changes: str):
    values = {"handle": HANDLE, "app_password": APP_PASSWORD, "server_name": server.proxy.url} | changes
    return client.post(f"{reverse('accounts:add')}?network=bluesky", values, follow=True)


def test_an_account_is_connected_and_its_keys_are_shown_to_nobody(admin_client, server):
    page = fill_in(admin_client, server, handle=f"@{HANDLE}").content.decode()
    account = Account.objects.get()
    assert (account.label, account.handle, account.remote_id) == ("Red Semillas", HANDLE, DID)
    assert credentials_of(account)["app_password"] == APP_PASSWORD
    assert APP_PASSWORD not in page + Credentials.objects.get().encrypted
    again = admin_client.get(reverse("accounts:reconnect", args=[account.pk])).content.decode()
    assert HANDLE in again
    assert APP_PASSWORD not in again
    checked = admin_client.post(reverse("accounts:check", args=[account.pk]), follow=True)
    assert "Funciona" in checked.content.decode()


def test_half_an_answer_tells_no_keys(server, known):
    server.set(half_sessions=True)
    with pytest.raises(UnknownOutcomeError) as caught:
        opened_session(server.proxy.url, HANDLE, APP_PASSWORD)
    assert token_of(server) not in "".join(traceback.format_exception(caught.value)) + caught.value.detail


def token_of(server: RemoteState) -> str:
    """The beginning of each of its tokens."""
    return token(scope=server.read()["scope"])[:30]


def test_an_account_without_a_profile_is_called_by_its_user_name(admin_client, server):
    server.set(display_name="")
    fill_in(admin_client, server)
    assert Account.objects.get().label == HANDLE


@pytest.mark.parametrize(
    ("typed", "state", "told"),
    [
        ({"app_password": "my main password"}, {}, "contraseña principal"),
        ({"app_password": "aaaa-bbbb-cccc-dddd"}, {}, "no aceptó"),
        ({}, {"scope": "com.atproto.access"}, "contraseña principal"),
        ({}, {"endpoint": "https://10.0.0.1"}, "no es la de un servidor público"),
        ({"server_name": "10.0.0.1"}, {}, "no es la dirección de un servidor"),
    ],
)
def test_what_does_not_open_an_account_is_told_and_kept_nowhere(admin_client, server, typed, state, told):
    server.set(**state)
    page = fill_in(admin_client, server, **typed).content.decode()
    assert told in page
    assert not Account.objects.exists()
    assert typed.get("app_password", APP_PASSWORD) not in page


def test_somebody_elses_keys_do_not_take_an_accounts_place(admin_client, server):
    account = make_account("bluesky", server=server.proxy.url, remote_id="did:plc:another")
    values = {"handle": HANDLE, "app_password": APP_PASSWORD, "server_name": server.proxy.url}
    page = admin_client.post(reverse("accounts:reconnect", args=[account.pk]), values).content.decode()
    assert "es otra cuenta" in page
    assert not Credentials.objects.exists()
