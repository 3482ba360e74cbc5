"""What a post carries to a Page, what the numbers of the Graph API come to, and how a Page is connected."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account
from campaigns.networks.base import (
    NetworkError,
    NotSentError,
    Reactions,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.credentials import credentials_of
from campaigns.networks.facebook.network import Facebook
from campaigns.networks.graph.failures import NoPermissionError
from tests.campaigns.networks.cases.facebook import connect
from tests.campaigns.networks.cases.words import LINK, TEXT, outgoing
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.graph import APP, LONG_TOKEN, TOKEN, USER_TOKEN

pytestmark = pytest.mark.django_db
USED = json.dumps({"109": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 19}]})


@pytest.fixture
def server(stand_ins, proxy_to, monkeypatch) -> RemoteState:
    found: RemoteState = stand_ins.named("graph")
    found.reset()
    found.proxy = proxy_to(found)
    for module in ("graph.page_form", "facebook.connect"):
        monkeypatch.setattr(f"campaigns.networks.{module}.GRAPH", found.proxy.url)
    return found


@pytest.fixture
def account(server) -> Account:
    return connect(server.proxy.url)


def test_a_post_is_its_card_with_its_text_and_its_description(server, account):
    post = outgoing()
    live = Facebook().publish(account, post)
    state = server.read()
    [row] = state["posts"]
    assert (row["message"], state["photos"][row["photo"]]["alt_text_custom"]) == (TEXT, post.alt_text)
    assert (live.remote_id, live.url, live.notice) == (row["id"], row["permalink_url"], "")
    assert Facebook().find(account, post) == live
    assert Facebook().find(account, outgoing(texts=(TEXT + " y más",))) is None
    assert Facebook().find(account, outgoing(since=timezone.now() + timedelta(hours=3))) is None
    assert Facebook().measure(account, live.remote_id) == Reactions(likes=7, shares=0, replies=1)
    Facebook().check(account)


def test_a_post_without_a_card_shows_its_link(server, account):
    live = Facebook().publish(account, outgoing(card=None))
    [row] = server.read()["posts"]
    assert (row["id"], row["message"], row["link"]) == (live.remote_id, TEXT, LINK)


def test_an_image_that_lost_its_description_is_told(server, account):
    server.set(drops_alt_text=True)
    assert "sin su descripción" in Facebook().publish(account, outgoing()).notice


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        ([400, 190, 463, {}], RefusedError),
        ([403, 200, 0, {}], NoPermissionError),
        ([400, 4, 0, {}], WaitUntilError),
        ([400, 4, 2207051, {}], RefusedError),
        ([400, 9, 2207042, {}], WaitUntilError),
        ([400, 32, 0, {"X-Business-Use-Case-Usage": USED}], WaitUntilError),
        ([403, 80001, 0, {}], WaitUntilError),
        ([500, 1, 0, {}], UnknownOutcomeError),
        ([400, 2, 0, {}], UnknownOutcomeError),
        ([400, 506, 0, {}], UnknownOutcomeError),
        ([500, 4242, 0, {}], UnknownOutcomeError),
        ([400, 368, 0, {}], RefusedError),
        ([400, 324, 0, {}], RefusedError),
        ([400, 9004, 2207052, {}], NotSentError),
    ],
)
def test_a_number_decides_what_a_failure_is(server, account, error, failure):
    server.set(error=error)
    with pytest.raises(NetworkError) as caught:
        Facebook().publish(account, outgoing())
    assert type(caught.value) is failure
    assert getattr(caught.value, "needs_reconnect", False) == (error[1] in (190, 200))
    if isinstance(caught.value, WaitUntilError):
        minutes = 19 if error[3] else 24 * 60 if error[1] == 9 else 60
        assert timedelta(minutes=minutes - 1) < caught.value.until - timezone.now() <= timedelta(minutes=minutes)


def test_what_a_key_cannot_see_any_more_is_not_taken_for_gone(server, account):
    live = Facebook().publish(account, outgoing())
    assert Facebook().take_down(account, live.remote_id) is True
    assert Facebook().take_down(account, live.remote_id) is False
    assert Facebook().is_there(account, live.remote_id) is False
    server.set(error=[400, 100, 33, {}])
    account.remote_id = "110"
    with pytest.raises(RefusedError):
        Facebook().take_down(account, live.remote_id)


def test_a_key_that_may_not_read_the_feed_is_found_out(server, account):
    server.set(scopes=[])
    with pytest.raises(RefusedError) as caught:
        Facebook().check(account)
    assert caught.value.needs_reconnect


def fill_in(client, **values: str):
    filled = {
        "page": "https://www.facebook.com/redsemillas/",
        "app_id": APP["client_id"],
        "app_secret": APP["client_secret"],
        "token": USER_TOKEN,
        **values,
    }
    return client.post(f"{reverse('accounts:add')}?network=facebook", filled)


def test_a_page_is_connected_and_only_its_own_key_is_kept(admin_client, server):
    page = admin_client.get(fill_in(admin_client)["Location"]).content.decode()
    account = Account.objects.get()
    assert (account.handle, account.label, account.remote_id) == ("redsemillas", "Red Semillas", "109")
    assert credentials_of(account) == {"access_token": TOKEN}
    again = admin_client.get(reverse("accounts:reconnect", args=[account.pk])).content.decode()
    assert not any(secret in page + again for secret in (TOKEN, USER_TOKEN, LONG_TOKEN, APP["client_secret"]))


def test_a_token_that_does_not_open_the_page_is_told(admin_client, server):
    server.set(opens_page=False)
    assert "no abre esta página" in str(fill_in(admin_client).context["form"].errors)
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"page": "no es una página"}, {"page": "otra"}, {"app_id": "nada"}, {"app_secret": "x" * 32}, {"token": "EAA/.x"}],
)
def test_what_does_not_work_is_said_in_the_form(admin_client, server, values):
    answer = fill_in(admin_client, **values)
    assert answer.context["form"].errors
    assert not any(secret in answer.content.decode() for secret in (USER_TOKEN, APP["client_secret"]))
    assert not Account.objects.exists()
