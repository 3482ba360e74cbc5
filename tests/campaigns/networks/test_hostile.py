"""Servers that answer to do harm: they learn nothing, stop nothing, and no key comes back from them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from django.utils import timezone

from campaigns.models import Account, Post
from campaigns.networks.base import NetworkError, RefusedError, UnknownOutcomeError
from campaigns.networks.calls import ask
from campaigns.networks.connection import NotConnectedError, RemoteAccount, keep_account
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.failures import unreadable
from campaigns.networks.mastodon.client import calling
from campaigns.networks.mastodon.connect import limits_of, token_for
from campaigns.networks.mastodon.network import Mastodon
from campaigns.networks.oauth import Pending
from campaigns.networks.pictures import PictureLimit, PictureTooLargeError, fit
from campaigns.networks.server_apps import keep_app
from campaigns.networks.text_length import MENTION
from campaigns.publishing.outcomes import outcome_of
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.words import CARD, outgoing

KEY = "S3CRET-" + "k" * 300


class _Hostile(BaseHTTPRequestHandler):
    server: Hostile

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        content = self.server.content or f"{self.path} {self.headers} {sent}".encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_DELETE = do_GET


class Hostile(ThreadingHTTPServer):
    """Answers everything with `status` and `content`; where that is empty, with all that was sent."""

    daemon_threads = True
    status, content = 400, b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def say(self, found: Any) -> None:
        self.status, self.content = 200, json.dumps(found).encode()


@pytest.fixture
def server(settings) -> Iterator[Hostile]:
    started = Hostile(("127.0.0.1", 0), _Hostile)
    settings.OUTBOUND_ALLOWED = [started.url.removeprefix("http://")]
    thread = threading.Thread(target=started.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield started
    started.shutdown()
    thread.join()
    started.server_close()


@pytest.fixture
def account(server) -> Account:
    made = make_account("mastodon", server=server.url, remote_id="1")
    keep_credentials(made, access_token=KEY)
    return made


@pytest.mark.parametrize(
    "request_of",
    [
        {"headers": {"Authorization": f"Bearer {KEY}"}},
        {"headers": {"Authorization": f'OAuth oauth_token="{KEY}", oauth_nonce="1"'}},
        {"data": {"client_secret": KEY}},
        {"json": {"password": KEY}},
        {"params": {"access_token": KEY}},
        {"secrets": (KEY,), "data": KEY},
        {"auth": ("app", KEY)},
    ],
)
@pytest.mark.parametrize("length", [len(KEY), 20])
def test_a_server_that_repeats_what_was_sent_does_not_have_keys_shown(server, request_of, length):
    """Also where only the beginning of its answer is kept."""
    cut = json.loads(json.dumps(request_of).replace(KEY, KEY[:length]))
    if "auth" in cut:
        cut["auth"] = tuple(cut["auth"])
    with pytest.raises(RefusedError) as caught:
        ask("POST", f"{server.url}/{'x' * 50}", requests.Response.json, **cut)
    assert "400 /xxx" in caught.value.detail
    assert "S3CRET" not in f"{caught.value.detail} {caught.value}"


@pytest.mark.django_db
def test_a_server_that_repeats_a_key_does_not_have_it_shown_by_a_library(server, account):
    with pytest.raises(RefusedError) as caught:
        Mastodon().take_down(account, "7")
    assert "S3CRET" not in f"{caught.value.detail} {caught.value}"


@pytest.mark.django_db
def test_new_keys_that_came_with_something_unreadable_are_not_shown(server):
    pending = Pending.new("mastodon", server.url, "https://cosecha.example.org/back")
    keep_app("mastodon", server.url, {"client_id": "1", "client_secret": KEY})
    server.say([{"access_token": KEY}])
    with pytest.raises(NetworkError) as caught:
        token_for(pending, "code")
    assert "S3CRET" not in caught.value.detail
    with pytest.raises(UnknownOutcomeError) as caught:
        ask("GET", server.url, lambda said: said.json()["expires_in"])
    assert caught.value.detail == unreadable(requests.get(server.url, timeout=9)).detail
    assert "S3CRET" not in caught.value.detail


NESTED = b"[" * 200_000
STATUS = {"id": "5", "url": None, "content": "", "created_at": "2026-01-01T00:00:00Z", "in_reply_to_id": None}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        NESTED,
        json.dumps([STATUS | {"content": "<a" * 2000}]).encode(),
        json.dumps([STATUS | {"created_at": None}]).encode(),
        json.dumps([STATUS | {"created_at": "2026-01-01T00:00:00"}]).encode(),
        json.dumps([STATUS | {"id": None, "content": None}]).encode(),
    ],
)
def test_a_timeline_that_cannot_be_read_tells_nothing(server, account, content):
    server.status, server.content = 200, content
    with pytest.raises(UnknownOutcomeError):
        Mastodon().find(account, outgoing())


@pytest.mark.django_db
@pytest.mark.parametrize("content", [NESTED, b'{"favourites_count": Infinity}', b'{"favourites_count": "x"}'])
def test_numbers_that_are_none_are_no_numbers(server, account, content):
    server.status, server.content = 200, content
    with pytest.raises(UnknownOutcomeError):
        Mastodon().measure(account, "7")


def test_a_refusal_that_is_nested_without_end_is_a_refusal(server):
    server.content = NESTED
    with pytest.raises(RefusedError):
        ask("GET", server.url, requests.Response.json)


@pytest.mark.parametrize("said", [{"configuration": []}, {"configuration": {"statuses": [1]}}, []])
def test_limits_that_cannot_be_read_are_the_usual_ones(server, said):
    server.say(said)
    with calling(server.url, "") as client:
        assert limits_of(client) == {}


def test_the_words_of_a_network_can_be_kept():
    error = RefusedError("no \ud800\0 no", detail="\ud800\0why")
    assert (str(error), error.detail) == ("no  no", "why")


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"handle": "a\ud800"}, {"remote_id": "1\0"}, {"scopes": "s" * 501}])
def test_what_an_account_cannot_be_called_is_refused(change):
    values: dict[str, Any] = {"remote_id": "1", "handle": "red@red.example", "scopes": ""}
    with pytest.raises(NotConnectedError):
        keep_account(RemoteAccount(network="mastodon", label="Red", keys={}, **(values | change)))
    assert not Account.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("year", [1, 9999])
def test_the_end_of_a_key_is_within_reason(year):
    account = make_account("bluesky")
    keep_credentials(account, expires_at=datetime(year, 12, 31, tzinfo=UTC))
    ends_in = account.credentials.expires_at - timezone.now()
    assert -timedelta(minutes=1) < ends_in < timedelta(days=3660)


@pytest.mark.parametrize("text", ["@" + "a" * 100_000, "@a@" + "." * 100_000, "@a" * 50_000, "-@a@" * 50_000])
def test_no_text_of_a_server_keeps_a_worker_busy(text):
    assert len(MENTION.sub(r"\1", text, timeout=5)) <= len(text)


@pytest.mark.parametrize("most_bytes", [1, 50])
def test_a_picture_that_cannot_be_small_enough_is_refused(most_bytes):
    """Whoever tries on and on never comes back."""
    with pytest.raises(PictureTooLargeError):
        fit(CARD, PictureLimit(most_bytes))


@pytest.mark.django_db
def test_a_server_that_takes_no_picture_says_so_to_staff(server, account):
    account.limits = {"picture_bytes": 1}
    with pytest.raises(PictureTooLargeError):
        Mastodon().publish(account, outgoing())
    assert outcome_of(PictureTooLargeError()).after == Post.State.REFUSED
