"""What all stand-ins share: routes by pattern, answers in JSON, and a state that tests read and set over HTTP."""

from __future__ import annotations

import copy
import email.parser
import email.policy
import itertools
import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

_numbers = itertools.count(1001)


def new_number() -> str:
    """A number that nothing else of this process has, over resets too."""
    return str(next(_numbers))


class StandIn(BaseHTTPRequestHandler):
    """One network. `routes` are (method, pattern of the path, name of the method that answers).

    A method gets the groups of its pattern, and answers a status, a body and headers. `self.state` lives as long as the
    process, or until a test resets it to `fresh`; its "calls" hold the names of the methods that were called.
    """

    protocol_version = "HTTP/1.1"
    # One packet an answer: in two, the second waits for the first to be acknowledged.
    wbufsize = 65536
    routes: ClassVar[list[tuple[str, str, str]]] = []
    fresh: ClassVar[dict[str, Any]] = {}
    server: StandInServer

    @property
    def state(self) -> dict[str, Any]:
        return self.server.state

    @property
    def url(self) -> str:
        """The address by which it was called."""
        return f"http://{self.headers['Host']}"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path == "/_state":
            return self.answer(200, self._control())
        for method, pattern, name in self.routes:
            match = re.fullmatch(pattern, parts.path)
            if method == self.command and match:
                time.sleep(self.state["latency"])
                self.state["calls"].append(name)
                return self.answer(*getattr(self, name)(*match.groups()))
        return self.answer(404, {"error": "Not Found"})

    do_POST = do_PUT = do_DELETE = do_GET

    def _control(self) -> dict[str, Any]:
        """GET reads the state; POST resets it, and sets what it is sent; PUT sets without resetting."""
        if self.command == "POST":
            self.server.state = initial(type(self))
        if self.command in ("POST", "PUT"):
            self.state.update(json.loads(self.body))
        return self.state

    def answer(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        is_page = isinstance(body, bytes)
        content = body if is_page else b"" if body is None else json.dumps(body).encode()
        kind = "text/html; charset=utf-8" if is_page else "application/json"
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    def json(self) -> Any:
        return json.loads(self.body)

    def parts(self) -> dict[str, bytes]:
        """The fields of a form with files."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        found = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body).iter_parts()
        return {
            str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True) for part in found
        }


def initial(stand_in: type[StandIn]) -> dict[str, Any]:
    return copy.deepcopy({"calls": [], "latency": 0, **stand_in.fresh})


class StandInServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, stand_in: type[StandIn]) -> None:
        super().__init__(("127.0.0.1", 0), stand_in)
        self.state = initial(stand_in)

    def handle_error(self, *args: object) -> None:
        """A client that goes away is no error."""
