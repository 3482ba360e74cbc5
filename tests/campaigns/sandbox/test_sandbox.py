"""The sandbox network over real HTTP, and how its client tells failures apart."""

from __future__ import annotations

import socket
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account
from campaigns.networks.base import NotSentError, Outgoing, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.sandbox import Sandbox
from campaigns.posts.card_image import picture
from campaigns.posts.prepare import brand_theme
from campaigns.sandbox.models import SandboxPost
from campaigns.sandbox.open_account import open_account
from media.cards import CardContent
from tests.campaigns.factories import make_account
from tests.media.pictures.odd_pictures import odd_pictures


def outgoing(text: str = "Hola, red.", card: bytes | None = None) -> Outgoing:
    return Outgoing("key-1", (text,), "La tarjeta", "es", card, timezone.now())


@pytest.fixture
def account(live_server, settings):
    settings.SANDBOX_URL = settings.BASE_URL = live_server.url
    return open_account("Red Semillas", "red-semillas")


@pytest.mark.django_db(transaction=True)
def test_a_post_is_published_found_shown_and_taken_down(account, admin_client):
    card = picture(CardContent(kind="quote", text="Hola."), brand_theme())
    live = Sandbox().publish(account, outgoing("Mira: https://example.org/a <b>\n#Semillas", card))
    assert Sandbox().find(account, outgoing()) == live
    page = admin_client.get(live.url).content.decode()
    assert "&lt;b&gt;" in page
    assert 'href="https://example.org/a"' in page
    assert admin_client.get(reverse("sandbox:image", args=[live.remote_id])).content == card
    newest = admin_client.get(reverse("sandbox:newest"), {"has": "0"})
    assert "Red Semillas" in newest.content.decode()
    assert admin_client.get(reverse("sandbox:newest"), {"has": newest["X-Signature"]}).status_code == 204
    Sandbox().take_down(account, live.remote_id)
    Sandbox().take_down(account, live.remote_id)
    assert Sandbox().find(account, outgoing()) is None


@pytest.mark.django_db(transaction=True)
def test_the_network_does_not_guess_that_two_requests_are_one(account):
    Sandbox().publish(account, outgoing())
    Sandbox().publish(account, outgoing())
    assert SandboxPost.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("a" * 501, None),
        ("", None),
        ("Hola", b"not a picture"),
        # Unpacked as soon as it is opened, or so large that the library raises an error of its own.
        ("Hola", odd_pictures()["exact.webp"].data),
        ("Hola", odd_pictures()["bomb.png"].data),
    ],
)
def test_what_the_network_cannot_take_is_refused_with_a_sentence(account, text, card):
    with pytest.raises(RefusedError) as caught:
        Sandbox().publish(account, outgoing(text, card))
    assert str(caught.value)
    assert not caught.value.needs_reconnect
    assert not SandboxPost.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_not_known_asks_to_connect_again(account):
    keep_credentials(account, token="old")
    with pytest.raises(RefusedError) as caught:
        Sandbox().publish(account, outgoing())
    assert caught.value.needs_reconnect


def connected() -> Account:
    account = make_account("sandbox")
    keep_credentials(account, token="t")
    return account


@pytest.fixture
def answering(settings, db):
    """A server that gives one answer, byte by byte as the test says."""
    servers = []

    def start(status: int, body: bytes = b"", **headers: str) -> Account:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        settings.SANDBOX_URL = f"http://127.0.0.1:{server.server_address[1]}"
        return connected()

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (502, b"<html>"), (201, b"<html>"), (201, b"{}"), (200, b""), (302, b""), (408, b"")],
)
def test_an_answer_that_says_neither_yes_nor_no_is_unknown(answering, status, body):
    with pytest.raises(UnknownOutcomeError):
        Sandbox().publish(answering(status, body), outgoing())


def test_too_many_requests_says_when_to_come_back(answering):
    with pytest.raises(WaitUntilError) as caught:
        Sandbox().publish(answering(429, b"", Retry_After="90"), outgoing())
    assert timedelta(seconds=60) < caught.value.until - timezone.now() <= timedelta(seconds=90)


@pytest.mark.parametrize("retry_after", ["", "soon", "Sun, 06 Nov 1994 08:49:37 GMT", "999999999"])
def test_whatever_a_network_says_about_waiting_it_is_bounded(answering, retry_after):
    before = timezone.now()
    with pytest.raises(WaitUntilError) as caught:
        Sandbox().publish(answering(429, b"", Retry_After=retry_after), outgoing())
    assert before <= caught.value.until <= timezone.now() + timedelta(days=1)


@pytest.mark.django_db
def test_a_network_that_cannot_be_reached_got_nothing(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.SANDBOX_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(NotSentError):
            Sandbox().publish(connected(), outgoing())


@pytest.mark.django_db
def test_a_network_that_never_answers_leaves_the_outcome_unknown(settings):
    settings.NETWORK_TIMEOUT = 0.2
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.SANDBOX_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UnknownOutcomeError):
            Sandbox().publish(connected(), outgoing())
