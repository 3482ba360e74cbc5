"""What a post carries to a channel, what Telegram refuses, and that the bot's token is told nowhere."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account
from campaigns.networks.base import CannotTakeDownError, NotSentError, RefusedError, WaitUntilError
from campaigns.networks.credentials import credentials_of
from campaigns.networks.telegram.network import LIMITS, Telegram
from tests.campaigns.networks.cases.telegram import connect
from tests.campaigns.networks.cases.words import TEXT, outgoing
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.telegram import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(stand_ins, proxy_to, monkeypatch) -> RemoteState:
    found: RemoteState = stand_ins.named("telegram")
    found.reset()
    found.proxy = proxy_to(found)
    monkeypatch.setattr("campaigns.networks.telegram.connect.API", found.proxy.url)
    return found


@pytest.fixture
def account(server) -> Account:
    return connect(server.proxy.url)


def test_a_post_is_its_card_with_its_text(server, account):
    live = Telegram().publish(account, outgoing())
    [message] = server.read()["messages"]
    assert (message["caption"], len(message["photo"])) == (TEXT, 1)
    assert live.remote_id == str(message["message_id"])
    assert live.url == f"https://t.me/red_semillas/{live.remote_id}"
    assert Telegram().take_down(account, live.remote_id) is True
    assert Telegram().take_down(account, live.remote_id) is False


def test_the_card_of_what_is_sensitive_is_blurred(server, account):
    Telegram().publish(account, outgoing())
    Telegram().publish(account, outgoing(is_sensitive=True))
    assert [message.get("has_media_spoiler", False) for message in server.read()["messages"]] == [False, True]


def test_a_text_without_a_card_is_a_message(server, account):
    Telegram().publish(account, outgoing(card=None))
    assert [message["text"] for message in server.read()["messages"]] == [TEXT]


@pytest.mark.parametrize(("sign", "most"), [("ñ", 1024), ("🌱", 512)])
@pytest.mark.parametrize("fits", [True, False])
def test_a_caption_is_counted_as_telegram_does(server, account, sign, most, fits):
    text = sign * (most if fits else most + 1)
    assert LIMITS.text.size(text).fits == fits
    if fits:
        Telegram().publish(account, outgoing(texts=(text,)))
    else:
        with pytest.raises(RefusedError, match="too long"):
            Telegram().publish(account, outgoing(texts=(text,)))


@pytest.mark.parametrize(
    ("change", "needs_reconnect"), [({"revoked": True}, True), ({"kicked": True}, True), ({"rights": []}, True)]
)
def test_a_bot_that_may_no_longer_publish_has_to_be_connected_again(server, account, change, needs_reconnect):
    server.set(**change)
    for attempt in (lambda: Telegram().publish(account, outgoing()), lambda: Telegram().check(account)):
        with pytest.raises(RefusedError) as caught:
            attempt()
        assert caught.value.needs_reconnect == needs_reconnect


def test_what_telegram_lets_no_bot_delete_is_a_persons(server, account):
    live = Telegram().publish(account, outgoing())
    server.set(is_old=True)
    with pytest.raises(CannotTakeDownError):
        Telegram().take_down(account, live.remote_id)


def test_a_flood_waits_as_long_as_telegram_says(server, account):
    server.set(flood=True)
    with pytest.raises(WaitUntilError) as caught:
        Telegram().publish(account, outgoing())
    assert timedelta(seconds=15) < caught.value.until - timezone.now() <= timedelta(seconds=17)
    assert server.read()["messages"] == []


def test_the_token_is_in_no_failure_and_no_log(server, account, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    server.proxy.stop()
    with pytest.raises(NotSentError) as caught:
        Telegram().publish(account, outgoing())
    told = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in f"{told} {caught.value.detail} {caught.value!r} {caplog.text}"
    assert caught.value.detail


def fill_in(client, **values: str):
    filled = {"token": TOKEN, "channel": "@red_semillas", **values}
    return client.post(f"{reverse('accounts:add')}?network=telegram", filled)


@pytest.mark.parametrize("typed", ["@red_semillas", "red_semillas", "https://t.me/red_semillas", "-1001234567890"])
def test_a_channel_is_connected_and_its_token_shown_to_nobody(admin_client, server, typed):
    answer = fill_in(admin_client, channel=typed)
    account = Account.objects.get()
    assert (account.handle, account.label, account.server) == ("@red_semillas", "Red Semillas", server.proxy.url)
    assert account.remote_id == "-1001234567890"
    assert credentials_of(account) == {"token": TOKEN}
    page = admin_client.get(answer["Location"]).content.decode()
    assert TOKEN not in page + admin_client.get(reverse("accounts:reconnect", args=[account.pk])).content.decode()
    Telegram().check(account)


@pytest.mark.parametrize(
    ("values", "change", "said"),
    [
        ({"token": "nada"}, {}, "token"),
        ({"token": TOKEN + "/../getMe"}, {}, "token"),
        ({"channel": "no es un canal"}, {}, "canal"),
        ({"channel": "@otro_canal"}, {}, "canal"),
        ({}, {"revoked": True}, "BotFather"),
        ({}, {"rights": []}, "administrador"),
        ({}, {"rights": ["can_post_messages"]}, "borrar"),
    ],
)
def test_what_does_not_work_is_said_in_the_form(admin_client, server, values, change, said):
    server.set(**change)
    answer = fill_in(admin_client, **values)
    assert said in str(answer.context["form"].errors)
    assert TOKEN not in answer.content.decode()
    assert not Account.objects.exists()
