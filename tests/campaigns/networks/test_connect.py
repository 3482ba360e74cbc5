"""An account is connected by its owner, for this browser and this question alone, and its key is shown to nobody."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.urls import reverse

from campaigns.models import Account, Credentials, Post, ServerApp
from campaigns.networks.credentials import credentials_of
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_due
from cms.users.roles import EDITOR
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import approve, make_account, make_campaign, make_post
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.mastodon import CODE, TOKEN
from tests.factories import make_quote, make_user

pytestmark = pytest.mark.django_db
State = Post.State


@pytest.fixture
def server(stand_ins, proxy_to) -> RemoteState:
    found: RemoteState = stand_ins.named("mastodon")
    found.reset()
    found.proxy = proxy_to(found)
    return found


def ask(client, server: RemoteState):
    """What the form answers: the way to the server's own page."""
    return client.post(f"{reverse('accounts:add')}?network=mastodon", {"server_name": server.proxy.url})


def ask_again(client, account: Account):
    return client.post(reverse("accounts:reconnect", args=[account.pk]), {"server_name": account.server})


def say_yes(answer) -> str:
    """The address to which the server's page sends the person back."""
    page = httpx.get(answer.context["address"], trust_env=False).text
    return page.split('href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def come_back(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow=True)


def test_an_account_is_connected_and_its_key_is_shown_to_nobody(admin_client, server):
    server.set(most_characters=777)
    page = come_back(admin_client, say_yes(ask(admin_client, server))).content.decode()
    account = Account.objects.get()
    assert (account.network, account.label, account.server) == ("mastodon", "Red Semillas", server.proxy.url)
    assert account.handle == "red_semillas@127.0.0.1"
    assert account.limits["characters"] == 777
    assert credentials_of(account) == {"access_token": TOKEN}
    assert "777 caracteres" in page
    assert TOKEN not in page
    assert "secret of" not in ServerApp.objects.get().encrypted + Credentials.objects.get().encrypted

    server.set(revoked=True)
    Account.objects.update(state=Account.State.NEEDS_RECONNECT)
    again = ask_again(admin_client, account)
    come_back(admin_client, say_yes(again))
    account.refresh_from_db()
    assert account.is_connected
    assert Account.objects.count() == len(server.read()["apps"]) == 1


def test_a_server_that_forgot_this_installation_learns_of_it_again(admin_client, server):
    come_back(admin_client, say_yes(ask(admin_client, server)))
    server.set(apps={})
    assert "invalid_client" in httpx.get(ask(admin_client, server).context["address"], trust_env=False).text
    come_back(admin_client, say_yes(ask(admin_client, server)))
    assert len(server.read()["apps"]) == 1
    assert ServerApp.objects.get().is_proven


@pytest.mark.parametrize("wrong", ["state", "no code", "another code", "used twice", "another browser", "too little"])
def test_an_answer_that_is_not_to_our_question_connects_nothing(client, admin_client, server, wrong):
    address = say_yes(ask(admin_client, server))
    asked = parse_qs(urlsplit(address).query)["state"][0]
    if wrong == "state":
        address = address.replace(asked, "x" * len(asked))
    if wrong == "no code":
        address = address.replace(CODE, "")
    if wrong == "another code":
        address = address.replace(CODE, "code-of-somebody")
    if wrong == "too little":
        server.set(scopes="read")
    if wrong == "used twice":
        come_back(admin_client, address)
        Account.objects.all().delete()
    if wrong == "another browser":
        admin_client.logout()
        admin_client.force_login(make_user(is_superuser=True))
    page = come_back(admin_client, address)
    assert not Account.objects.exists()
    assert "La cuenta no quedó conectada" in page.content.decode() or "no dio los permisos" in page.content.decode()


def test_somebody_elses_answer_does_not_take_an_accounts_place(admin_client, server):
    account = make_account(
        "mastodon", server=server.proxy.url, remote_id="another", state=Account.State.NEEDS_RECONNECT
    )
    page = come_back(admin_client, say_yes(ask_again(admin_client, account)))
    assert "es otra cuenta" in page.content.decode()
    assert [one.is_connected for one in Account.objects.all()] == [False]


@pytest.mark.parametrize(
    "typed",
    ["", "nada", "http://127.0.0.1:1", "https://", "ftp://red.example", "red.example/@a b", "localhost", "a..b"],
)
def test_what_is_no_server_is_refused_in_the_form(admin_client, typed):
    answer = admin_client.post(f"{reverse('accounts:add')}?network=mastodon", {"server_name": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:10.0.0.8"])
def test_a_name_that_leads_into_this_network_is_not_called(admin_client, monkeypatch, private):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (private, 443))])
    answer = admin_client.post(
        f"{reverse('accounts:add')}?network=mastodon", {"server_name": "red.ejemplo.org"}, follow=True
    )
    assert "no es la de un servidor público" in answer.content.decode()


def test_only_who_may_change_accounts_connects_them(client, server):
    account = make_account("mastodon", server=server.proxy.url, state=Account.State.NEEDS_RECONNECT)
    client.force_login(make_user(groups=(EDITOR,)))
    assert client.post(reverse("accounts:reconnect", args=[account.pk])).status_code in (302, 403)
    assert client.get(f"{reverse('accounts:connected')}?code=x").status_code in (302, 403)
    assert server.read()["calls"] == []


def test_from_the_form_to_the_network_and_back_after_a_withdrawal(admin_client, admin, server, settings):
    settings.BASE_URL = "https://cosecha.red.ngo"
    come_back(admin_client, say_yes(ask(admin_client, server)))
    quote = make_quote()
    post = make_post(content=quote, campaign=make_campaign(accounts=[Account.objects.get()]), approved=False)
    approve(post)
    publish_due(limit=5)
    [status] = server.read()["statuses"]
    post.refresh_from_db()
    assert (post.state, post.remote_id, post.url) == (State.PUBLISHED, status["id"], status["url"])
    assert quote.text in status["media_attachments"][0]["description"]

    withdraw_item(quote.item, admin, "")
    take_down_due(limit=5)
    post.refresh_from_db()
    assert (post.state, server.read()["statuses"]) == (State.TAKEN_DOWN, [])
