"""A stand-in for a Mastodon server on loopback, as strict as the real one where publishing depends on it.

Pictures are ready at the second look (202, 206, 200) and may be used once; a key is remembered; a text that is too
long, a wrong key, code or verifier is refused. `fault` breaks one step, before or after the server has done it.
https://docs.joinmastodon.org/methods/statuses/
"""

from __future__ import annotations

import base64
import email.parser
import email.policy
import hashlib
import html
import json
import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

TOKEN, CODE = "token-of-red-semillas", "code-of-today"
ME = {"id": "109", "acct": "red_semillas", "username": "red_semillas", "display_name": "Red Semillas"}
FAULTS = ("hang", "close", "reset", "502", "500", "html", "bare 429", "private redirect")


@dataclass
class Fault:
    """How one step goes wrong once: `after` the server did what it was asked, or before."""

    step: str
    kind: str
    after: bool


@dataclass
class State:
    statuses: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    apps: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    fault: Fault | None = None
    challenge: str = ""
    # Servers that are like Mastodon but for this.
    ignores_keys: bool = False
    second_answer_is_500: bool = False
    most_characters: int = 500
    scopes: str = "read:accounts read:statuses write:media write:statuses"
    revoked: bool = False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: in two, the second waits for the first to be acknowledged.
    wbufsize = 65536
    server: MastodonServer

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.dispatch()

    do_POST = do_DELETE = do_GET

    def dispatch(self) -> None:
        state, length = self.server.state, int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        path = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(path.query).items()}
        for method, pattern, step in ROUTES:
            match = re.fullmatch(pattern, path.path)
            if method == self.command and match:
                state.calls.append(step)
                fault = state.fault if state.fault and state.fault.step == step else None
                if fault:
                    state.fault = None
                    if fault.after:
                        getattr(self, step)(*match.groups())
                    return self.go_wrong(fault.kind)
                return self.answer(*getattr(self, step)(*match.groups()))
        return self.answer(404, {"error": "Not Found"})

    def answer(self, status: int, body: Any, **headers: str) -> None:
        is_page = isinstance(body, bytes)
        content = body if is_page else json.dumps(body).encode()
        self.send_response(status)
        kind = "text/html; charset=utf-8" if is_page else "application/json"
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def go_wrong(self, kind: str) -> None:
        if kind in ("500", "502"):
            return self.answer(int(kind), {"error": "Something went wrong"})
        if kind == "html":
            return self.answer(200, b"<!doctype html><p>Espere")
        if kind == "bare 429":
            return self.answer(429, {"error": "Too many requests"})
        if kind == "private redirect":
            return self.answer(302, b"", Location="http://10.0.0.1/")
        if kind == "hang":
            self.server.let_go.wait(10)
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        return None

    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    def is_known(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}" and not self.server.state.revoked

    def app(self) -> tuple[int, Any]:
        sent, number = dict(self.form()), f"client-{len(self.server.state.apps)}"
        self.server.state.apps[number] = {**sent, "secret": f"secret of {number}"}
        return 200, {"client_id": number, "client_secret": f"secret of {number}"}

    def authorize(self) -> tuple[int, Any, ...]:
        """The person's browser says yes at once."""
        app = self.server.state.apps.get(self.query["client_id"])
        if app is None or app["redirect_uris"] != self.query["redirect_uri"]:
            return 400, {"error": "invalid_client"}
        self.server.state.challenge = self.query["code_challenge"]
        address = f"{self.query['redirect_uri']}?{urlencode({'code': CODE, 'state': self.query['state']})}"
        page = f'<!doctype html><title>Red</title><a href="{html.escape(address)}">Autorizar</a>'
        return 200, page.encode()

    def token(self) -> tuple[int, Any]:
        sent, state = dict(self.form()), self.server.state
        app = state.apps.get(sent["client_id"], {})
        digest = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        is_right = sent["code"] == CODE and app.get("secret") == sent["client_secret"] and digest == state.challenge
        if not is_right or app["redirect_uris"] != sent["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        state.revoked = False
        return 200, {"access_token": TOKEN, "token_type": "Bearer", "scope": state.scopes}

    def me(self) -> tuple[int, Any]:
        if not self.is_known():
            return 401, {"error": "The access token is invalid"}
        return 200, {**ME, "url": f"{self.server.url}/@red_semillas"}

    def instance(self) -> tuple[int, Any]:
        statuses = {"max_characters": self.server.state.most_characters, "characters_reserved_per_url": 23}
        return 200, {"configuration": {"statuses": statuses, "media_attachments": {"description_limit": 1500}}}

    def upload(self) -> tuple[int, Any]:
        if not self.is_known():
            return 401, {"error": "The access token is invalid"}
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body).iter_parts()
        sent = {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in parts}
        number = str(len(self.server.state.media) + 1)
        found = {"id": number, "type": "image", "url": None, "description": sent["description"].decode()}
        self.server.state.media[number] = found | {"bytes": len(sent["file"]), "looks": 0}
        return 202, found

    def look(self, number: str) -> tuple[int, Any]:
        media = self.server.state.media.get(number)
        if media is None:
            return 404, {"error": "Record not found"}
        media["looks"] += 1
        if media["looks"] == 1:
            return 206, {"id": number, "type": "image", "url": None}
        return 200, {"id": number, "type": "image", "url": f"{self.server.url}/media/{number}"}

    def publish(self) -> tuple[int, Any]:
        state, sent = self.server.state, self.form()
        if not self.is_known():
            return 401, {"error": "The access token is invalid"}
        fields, key = dict(sent), self.headers.get("Idempotency-Key", "")
        if key in state.keys and not state.ignores_keys:
            return (500, {"error": "nil"}) if state.second_answer_is_500 else (200, state.keys[key])
        pictures = [value for name, value in sent if name == "media_ids[]"]
        if any(number not in state.media or state.media[number]["looks"] < 2 for number in pictures):
            return 422, {"error": "Validation failed: media not found"}
        if len(fields["status"]) + len(fields.get("spoiler_text", "")) > state.most_characters:
            return 422, {"error": "Validation failed: Text character limit exceeded"}
        number = str(len(state.statuses) + 1001)
        status = {
            "id": number,
            "url": f"{self.server.url}/@red_semillas/{number}",
            "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "content": "<p>" + as_html(fields["status"]) + "</p>",
            "spoiler_text": fields.get("spoiler_text", ""),
            "sensitive": fields.get("sensitive") == "True" or fields.get("sensitive") == "1",
            "language": fields.get("language"),
            "visibility": fields.get("visibility"),
            "media_attachments": [state.media.pop(one) for one in pictures],
        }
        state.statuses.append(status)
        state.keys[key] = status
        return 200, status

    def newest(self, _number: str) -> tuple[int, Any]:
        if not self.is_known():
            return 401, {"error": "The access token is invalid"}
        return 200, list(reversed(self.server.state.statuses))[: int(self.query.get("limit", 20))]

    def delete(self, number: str) -> tuple[int, Any]:
        if not self.is_known():
            return 401, {"error": "The access token is invalid"}
        found = [status for status in self.server.state.statuses if status["id"] == number]
        if not found:
            return 404, {"error": "Record not found"}
        self.server.state.statuses.remove(found[0])
        return 200, found[0]


ROUTES = [
    ("POST", "/api/v1/apps", "app"),
    ("GET", "/oauth/authorize", "authorize"),
    ("POST", "/oauth/token", "token"),
    ("GET", "/api/v1/accounts/verify_credentials", "me"),
    ("GET", "/api/v2/instance/?", "instance"),
    ("POST", "/api/v2/media", "upload"),
    ("GET", "/api/v1/media/([0-9]+)", "look"),
    ("POST", "/api/v1/statuses", "publish"),
    ("GET", "/api/v1/accounts/([0-9]+)/statuses", "newest"),
    ("DELETE", "/api/v1/statuses/([0-9]+)", "delete"),
]


def as_html(text: str) -> str:
    """As the server writes it: links in pieces, lines as breaks."""
    escaped = html.escape(text)
    linked = re.sub(
        r"(https?://)(\S{10})(\S*)",
        r'<a href="\1\2\3"><span class="invisible">\1</span><span class="ellipsis">\2</span>'
        r'<span class="invisible">\3</span></a>',
        escaped,
    )
    return linked.replace("\n\n", "</p><p>").replace("\n", "<br />")


class MastodonServer(ThreadingHTTPServer):
    """Runs in threads of this process from `start` to `stop`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.state, self.let_go = State(), threading.Event()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self.let_go.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *args: object) -> None:
        pass
