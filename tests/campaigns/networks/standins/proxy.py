"""A proxy on loopback that breaks one call, before or after the server behind it has done what it was asked."""

from __future__ import annotations

import http.client
import re
import socket
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Seconds for which a client waits while nothing is to hang: they never pass, however slow the machine.
PATIENCE = 20
FAULTS = ("hang", "close", "reset", "502", "500", "html", "bare 429", "private redirect")


@dataclass(frozen=True)
class Fault:
    """How one call goes wrong, once. `step` is its method and a pattern of its path, as `POST /api/v2/media`."""

    step: str
    kind: str
    after: bool

    def is_of(self, method: str, path: str) -> bool:
        return re.fullmatch(self.step, f"{method} {path.partition('?')[0]}") is not None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    server: FaultProxy

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.take_fault(self.command, self.path)
        if fault is None or fault.after:
            answer = self._forward(body)
        if fault is None:
            self._answer(*answer)
        else:
            self.server.settled.set()
            self._go_wrong(fault.kind)

    do_POST = do_PUT = do_DELETE = do_GET

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.target, timeout=20)
        try:
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _go_wrong(self, kind: str) -> None:
        json_type, page = [("Content-Type", "application/json")], [("Content-Type", "text/html")]
        answers = {
            "500": (500, json_type, b'{"error": "Internal Server Error"}'),
            "502": (502, page, b"<h1>Bad Gateway</h1>"),
            "html": (200, page, b"<!doctype html><p>Espere"),
            "bare 429": (429, json_type, b'{"error": "Too many requests"}'),
            "private redirect": (302, [("Location", "http://10.0.0.1/")], b""),
        }
        if kind in answers:
            return self._answer(*answers[kind])
        if kind == "hang":
            self.server.let_go.wait(10)
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        return None


class FaultProxy(ThreadingHTTPServer):
    """Forwards to `target`, a port of loopback; runs in threads of this process from `start` to `stop`."""

    daemon_threads = True

    def __init__(self, target: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.fault, self.let_go = target, None, threading.Event()
        # The server behind has done what it was asked before a call went wrong, or will never.
        self.settled = threading.Event()
        self.settled.set()

    fault: Fault | None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    def take_fault(self, method: str, path: str) -> Fault | None:
        fault = self.fault
        if fault is None or not fault.is_of(method, path):
            return None
        self.fault = None
        self.settled.clear()
        return fault

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self.let_go.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *args: object) -> None:
        """A client that goes away is no error."""
