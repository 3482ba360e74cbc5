"""A server that people chose cannot make this machine call into its own network, nor wait or read without end."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import requests

from cms.core.http import outbound
from cms.core.http.outbound import ForbiddenAddressError, GuardedSession, is_public

PRIVATE = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.9.1", "169.254.169.254"),
    *("172.16.0.1", "192.0.0.8", "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "fc00::1"),
    *("fd12::1", "fe80::1", "ff02::1", "2001:db8::1", "2001:0:0:0:0:0:f5ff:fffe"),
    *("::127.0.0.1", "::10.0.0.1", "fec0::1", "5f00::1", "192.88.99.1"),
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
INSIDE = [
    *("https://127.0.0.1/", "https://[::1]/", "http://8.8.8.8/"),
    *("https://2130706433/", "https://0x7f.1/", "https://localhost/"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is(address):
    assert is_public(address)


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_called_however_it_is_written(url):
    with pytest.raises((ForbiddenAddressError, requests.exceptions.ConnectTimeout, requests.exceptions.InvalidURL)):
        GuardedSession(within=1).get(url)


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    rows = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(ForbiddenAddressError):
        GuardedSession(within=1).get("https://red.ejemplo.org/")


@pytest.fixture
def serving(settings) -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """A server on loopback that answers as the test says, and which may be called."""
    listeners = []

    def start(answer: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        settings.OUTBOUND_ALLOWED = [place]

        def serve() -> None:
            try:
                connection, _address = listener.accept()
                with connection:
                    connection.recv(65536)
                    answer(connection)
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        return f"http://{place}/"

    yield start
    for listener in listeners:
        listener.close()


def test_the_name_is_looked_up_once(serving, monkeypatch, settings):
    url = serving(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nsi"))
    port, asked = int(url.rstrip("/").rpartition(":")[2]), []
    settings.OUTBOUND_ALLOWED = [f"red.ejemplo.org:{port}"]

    def look_up(host: str, *_: object, **__: object):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    answer = GuardedSession(within=20).get(f"http://red.ejemplo.org:{port}/")
    assert answer.text == "si"
    assert [host for host in asked if host != "127.0.0.1"] == ["red.ejemplo.org"]
    assert answer.request.headers["Host"] == f"red.ejemplo.org:{port}"


def test_an_answer_without_end_is_cut_off(serving, monkeypatch):
    monkeypatch.setattr(outbound, "MOST_BYTES", 200_000)

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _block in range(100):
            connection.sendall(b"x" * 100_000)

    with pytest.raises(outbound.AnswerTooLargeError):
        GuardedSession(within=20).get(serving(flood))


def test_an_answer_that_drips_is_cut_off(serving):
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _byte in range(1000):
            connection.sendall(b"x")
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(outbound.AnswerTooLargeError):
        GuardedSession(within=0.3).get(serving(drip))
    assert time.monotonic() - began < 20


def test_no_redirect_is_followed(serving):
    url = serving(lambda c: c.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"))
    session = GuardedSession(within=20)
    assert session.get(url).status_code == 302
    assert session.last.response is not None
    assert session.last.response.status_code == 302


def test_a_head_that_drips_for_ever_is_hung_up_on(serving):
    """Each byte comes in time, and the last one never."""
    dripped = []

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(200):
            connection.sendall(b"a")
            dripped.append(1)
            time.sleep(0.02)

    with pytest.raises(requests.exceptions.ReadTimeout):
        GuardedSession(within=0.3).get(serving(drip))
    assert len(dripped) < 100
