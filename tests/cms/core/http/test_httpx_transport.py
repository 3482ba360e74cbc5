"""A library that calls through httpx is held by the same guard as one that calls through `requests`."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from cms.core.http.httpx_transport import GuardedTransport
from cms.core.http.outbound import ForbiddenAddressError, GuardedSession


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_redirect = self.path == "/away"
        self.send_response(302 if is_redirect else 200)
        if is_redirect:
            self.send_header("Location", "http://10.0.0.1/")
        content = gzip.compress(f"{self.headers['X-Word']} {self.path} {body.decode()}".encode())
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def server(settings) -> Iterator[str]:
    started = HTTPServer(("127.0.0.1", 0), Handler)
    place = f"127.0.0.1:{started.server_address[1]}"
    settings.OUTBOUND_ALLOWED = [place]
    threading.Thread(target=started.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://{place}"
    started.shutdown()
    started.server_close()


def client(session: GuardedSession) -> httpx.Client:
    return httpx.Client(transport=GuardedTransport(session), follow_redirects=True)


def test_a_request_arrives_whole_and_its_answer_is_decoded_once(server):
    session = GuardedSession(within=10)
    answer = client(session).post(f"{server}/way?a=ñ", content=b"agua", headers={"X-Word": "hola"})
    assert answer.text == "hola /way?a=%C3%B1 agua"
    assert session.last.response is not None


def test_no_redirect_is_followed_even_where_the_library_would(server):
    session = GuardedSession(within=10)
    with pytest.raises(httpx.TransportError):
        client(session).post(f"{server}/away", content=b"x")
    assert session.last.response is not None
    assert session.last.response.status_code == 302


def test_nothing_inside_is_called(settings):
    settings.OUTBOUND_ALLOWED = []
    session = GuardedSession(within=1)
    with pytest.raises(httpx.TransportError):
        client(session).post("https://127.0.0.1/", content=b"x")
    assert isinstance(session.last.error, ForbiddenAddressError)
