"""An account of X is connected by four keys or by X's own page, for this browser alone, and no key is shown again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.urls import reverse

from campaigns.models import Account, Credentials
from campaigns.networks.credentials import credentials_of
from tests.campaigns.factories import make_account
from tests.campaigns.networks.standins.x import APP, CODE, KEYS

pytestmark = pytest.mark.django_db


def send(client, values: dict[str, str], account: Account | None = None):
    add = f"{reverse('accounts:add')}?network=x"
    return client.post(reverse("accounts:reconnect", args=[account.pk]) if account else add, values, follow=True)


def say_yes(answer) -> str:
    """The address to which X's page sends the person back."""
    page = httpx.get(answer.context["address"], trust_env=False).text
    return page.split('href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def come_back(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow=True)


def test_four_keys_connect_an_account(admin_client, server):
    page = send(admin_client, {name: f" {value} " for name, value in KEYS.items()}).content.decode()
    account = Account.objects.get()
    assert (account.network, account.handle, account.label) == ("x", "red_semillas", "Red Semillas")
    assert credentials_of(account) == KEYS
    assert "280" in page
    assert not [value for value in KEYS.values() if value in page + Credentials.objects.get().encrypted]
    send(admin_client, KEYS, account)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("wrong", ["nothing", "three", "not ours", "reads only", "another account"])
def test_keys_that_cannot_publish_connect_nothing(admin_client, server, wrong):
    keys, account = dict(KEYS), None
    if wrong == "nothing":
        keys = {"consumer_key": " "}
    if wrong == "three":
        del keys["access_token_secret"]
    if wrong == "not ours":
        keys["access_token"] = "109-another"
    if wrong == "reads only":
        server.set(access_level="read")
    if wrong == "another account":
        account = make_account("x", remote_id="110")
    answer = send(admin_client, keys, account)
    assert answer.context["form"].errors
    assert not Credentials.objects.exists()
    assert not [value for value in KEYS.values() if value in answer.content.decode()]


def test_its_own_page_connects_an_account(admin_client, server):
    asked = send(admin_client, APP)
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked.context["address"]).query).items()}
    assert (query["code_challenge_method"], "offline.access" in query["scope"]) == ("S256", True)
    page = come_back(admin_client, say_yes(asked)).content.decode()
    account = Account.objects.get()
    keys = credentials_of(account)
    assert {name: keys[name] for name in APP} == APP
    assert [keys["refresh_token"]] == server.read()["renewals"]
    assert account.credentials.expires_at
    assert not [keys[name] for name in ("access_token", "refresh_token", "client_secret") if keys[name] in page]


def test_an_app_without_a_secret_names_itself(admin_client, server):
    server.set(is_public=True)
    come_back(admin_client, say_yes(send(admin_client, {"client_id": APP["client_id"]})))
    assert credentials_of(Account.objects.get())["client_secret"] == ""


WRONG = ["state", "another code", "another question", "another secret", "no renewal", "too little"]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_is_not_to_our_question_connects_nothing(admin_client, server, wrong):
    app = APP | ({"client_secret": "another"} if wrong == "another secret" else {})
    address = say_yes(send(admin_client, app))
    if wrong == "state":
        address = address.replace("state=", "state=x")
    if wrong == "another code":
        address = address.replace(CODE, "code-of-somebody")
    if wrong == "another question":
        say_yes(send(admin_client, app))
    if wrong == "no renewal":
        server.set(scopes="tweet.read tweet.write users.read media.write")
    if wrong == "too little":
        server.set(scopes="tweet.read users.read offline.access")
    come_back(admin_client, address)
    assert not Account.objects.exists()


def test_the_form_says_where_x_sends_people_back(admin_client, server):
    page = admin_client.get(f"{reverse('accounts:add')}?network=x").content.decode()
    assert reverse("accounts:connected") in page
