"""What a post carries to LinkedIn, its text format, what it refuses, and how a Page is connected."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Account, Credentials
from campaigns.networks.base import (
    NotSentError,
    Reactions,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.credentials import credentials_of, keep_credentials
from campaigns.networks.linkedin.little_text import from_little_text, to_little_text
from campaigns.networks.linkedin.network import LinkedIn
from campaigns.publishing.connections import watch_connections
from tests.campaigns.networks.cases.linkedin import connect
from tests.campaigns.networks.cases.words import TEXT, outgoing
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.linkedin import APP, NUMBER, REFRESH_TOKEN, RENEWED_TOKEN, TOKEN, as_read

pytestmark = pytest.mark.django_db
ADDRESSES = ("connect.API", "connect.SITE", "oauth.SITE")


@pytest.fixture
def server(stand_ins, proxy_to, monkeypatch) -> RemoteState:
    found: RemoteState = stand_ins.named("linkedin")
    found.reset()
    found.proxy = proxy_to(found)
    for place in ADDRESSES:
        monkeypatch.setattr(f"campaigns.networks.linkedin.{place}", found.proxy.url)
    return found


@pytest.fixture
def account(server) -> Account:
    return connect(server.proxy.url)


def test_a_post_has_its_card_its_text_and_its_description(server, account):
    post = outgoing()
    live = LinkedIn().publish(account, post)
    state = server.read()
    [row] = state["posts"]
    assert (row["shown"], row["content"]["media"]["altText"]) == (TEXT, post.alt_text)
    assert state["images"][row["content"]["media"]["id"]] > 0
    assert (live.remote_id, live.url) == (row["id"], f"https://www.linkedin.com/feed/update/{row['id']}/")
    assert LinkedIn().find(account, post) == live
    assert LinkedIn().find(account, outgoing(texts=(TEXT + " y más",))) is None
    assert LinkedIn().measure(account, live.remote_id) == Reactions(likes=7, replies=1)
    assert LinkedIn().take_down(account, live.remote_id) is True
    assert LinkedIn().take_down(account, live.remote_id) is False


def test_a_card_that_was_put_there_before_a_crash_is_not_put_there_again(server, account):
    post = outgoing()
    LinkedIn()._upload(account, post)
    LinkedIn().publish(account, post)
    assert server.read()["calls"].count("upload") == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("#NosTocaLiderar", r"{hashtag|\#|NosTocaLiderar}"),
        ("#agua_y_tierra, #1", r"{hashtag|\#|agua\_y\_tierra}, \#1"),
        ("a#b (c) [d] @e_f*~<>|{}", r"a\#b \(c\) \[d\] \@e\_f\*\~\<\>\|\{\}"),
        ("barra \\ fin", r"barra \\ fin"),
    ],
)
def test_reserved_signs_are_escaped_and_hashtags_stay_hashtags(text, written):
    assert to_little_text(text) == written


@given(st.text(alphabet=st.sampled_from("añ1 \n#\\|{}@[]()<>*_~«🌱")))
def test_no_text_is_cut_off(text):
    assert as_read(to_little_text(text)) == text
    assert from_little_text(to_little_text(text)) == text


@pytest.mark.parametrize(
    ("change", "failure", "said"),
    [
        ({"revoked": True}, RefusedError, "cuenta"),
        ({"may_write": False}, RefusedError, "administre"),
        ({"version": "202801"}, RefusedError, "Actualiza Cosecha"),
        ({"throttled": True}, WaitUntilError, "esperar"),
        ({"upload_host": "https://ladron.example"}, NotSentError, "red"),
        ({"upload_host": "https://linkedin.com.ladron.example"}, NotSentError, "red"),
    ],
)
def test_what_linkedin_refuses_is_told(server, account, change, failure, said):
    server.set(**change)
    with pytest.raises(failure, match=said) as caught:
        LinkedIn().publish(account, outgoing())
    assert getattr(caught.value, "needs_reconnect", False) == bool({"revoked", "may_write"} & set(change))
    assert TOKEN not in caught.value.detail


def test_a_duplicate_may_be_the_post_whose_answer_was_lost(server, account):
    live = LinkedIn().publish(account, outgoing())
    with pytest.raises(UnknownOutcomeError):
        LinkedIn().publish(account, outgoing())
    assert LinkedIn().publish(account, outgoing(tried_before=True)) == live


def test_a_key_that_may_not_read_the_page_is_found_out(server, account):
    server.set(may_read=False)
    for attempt in (lambda: LinkedIn().check(account), lambda: LinkedIn().find(account, outgoing())):
        with pytest.raises(RefusedError):
            attempt()


def ask(client, **values: str):
    filled = {
        "organization": f"https://www.linkedin.com/company/{NUMBER}/admin/",
        "label": "Red Semillas",
        **APP,
        **values,
    }
    return client.post(f"{reverse('accounts:add')}?network=linkedin", filled)


def say_yes(client, answer):
    """Press the button on LinkedIn's page, and come back."""
    page = httpx.get(answer.context["address"], trust_env=False).text
    parts = urlsplit(page.split('href="', 1)[1].split('"', 1)[0].replace("&amp;", "&"))
    return client.get(f"{parts.path}?{parts.query}", follow=True)


def test_a_page_is_connected_and_renewed_without_its_keys(admin_client, server):
    shown = say_yes(admin_client, ask(admin_client)).content.decode()
    account = Account.objects.get()
    assert (account.handle, account.label, account.remote_id) == (f"company/{NUMBER}", "Red Semillas", NUMBER)
    assert credentials_of(account) == {"access_token": TOKEN, "refresh_token": REFRESH_TOKEN, **APP}
    reconnect = reverse("accounts:reconnect", args=[account.pk])
    form = admin_client.get(reconnect).content.decode()
    assert "/admin/accounts/connected/" in form
    assert not any(secret in shown + form for secret in (TOKEN, REFRESH_TOKEN, APP["client_secret"]))

    Account.objects.update(state=Account.State.NEEDS_RECONNECT)
    say_yes(admin_client, admin_client.post(reconnect, {"organization": NUMBER, "label": "Red de Semillas"}))
    account.refresh_from_db()
    assert (account.is_connected, account.label) == (True, "Red de Semillas")


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ({"client_secret": "another"}, {}),
        ({"organization": "99"}, {}),
        ({}, {"may_read": False}),
        ({}, {"scopes": "w_organization_social"}),
    ],
)
def test_an_answer_that_grants_too_little_connects_nothing(admin_client, server, values, change):
    server.set(**change)
    say_yes(admin_client, ask(admin_client, **values))
    assert not Account.objects.exists()


@pytest.mark.parametrize("values", [{"organization": "red-semillas"}, {"client_id": ""}, {"client_secret": ""}])
def test_what_is_missing_is_said_in_the_form(admin_client, server, values):
    assert ask(admin_client, **values).context["form"].errors
    assert server.read()["calls"] == []


def test_a_key_is_renewed_in_time(server, account):
    Credentials.objects.update(expires_at=timezone.now() + timedelta(days=3))
    watch_connections()
    kept = credentials_of(account)
    assert (kept["access_token"], kept["refresh_token"]) == (RENEWED_TOKEN, REFRESH_TOKEN)
    LinkedIn().check(account)


def test_a_key_that_no_program_can_renew_is_asked_of_staff(server, account, admin_client):
    keep_credentials(account, expires_at=timezone.now() + timedelta(days=3), access_token=TOKEN, **APP)
    watch_connections()
    account.refresh_from_db()
    assert account.is_connected
    assert "Hay que conectar" in admin_client.get(reverse("wagtailadmin_home")).content.decode()
