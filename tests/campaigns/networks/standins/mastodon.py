"""A Mastodon server: pictures are ready at the third look (202, 206, 200) and may be used once; a key is remembered.

Switches in its state: `ignores_keys` and `second_answer_is_500` for servers that are like Mastodon but for this,
`revoked` for a key that is valid no more, `drops_alt_text`. https://docs.joinmastodon.org/methods/statuses/
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.campaigns.networks.standins.handler import StandIn, new_number

TOKEN, CODE = "token-of-red-semillas", "code-of-today"
ME = {"id": "109", "acct": "red_semillas", "username": "red_semillas", "display_name": "Red Semillas"}
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
UNKNOWN_TOKEN = (401, {"error": "The access token is invalid"})
NOT_FOUND = (404, {"error": "Record not found"})


class MastodonStandIn(StandIn):
    fresh: ClassVar[dict[str, Any]] = {
        "statuses": [],
        "media": {},
        "keys": {},
        "apps": {},
        "challenge": "",
        "ignores_keys": False,
        "second_answer_is_500": False,
        "drops_alt_text": False,
        "most_characters": 500,
        "most_statuses": 1_000_000,
        "scopes": "read:accounts read:statuses write:media write:statuses",
        "revoked": False,
    }
    routes: ClassVar[list[tuple[str, str, str]]] = [
        ("POST", "/api/v1/apps", "app"),
        ("GET", "/oauth/authorize", "authorize"),
        ("POST", "/oauth/token", "token"),
        ("GET", "/api/v1/accounts/verify_credentials", "me"),
        ("GET", "/api/v2/instance/?", "instance"),
        ("POST", "/api/v2/media", "upload"),
        ("GET", "/api/v1/media/([0-9]+)", "look"),
        ("POST", "/api/v1/statuses", "publish"),
        ("GET", "/api/v1/statuses/([0-9]+)", "read_status"),
        ("GET", "/@red_semillas/([0-9]+)", "page_of_status"),
        ("GET", "/media/([0-9]+)", "picture"),
        ("GET", "/api/v1/accounts/([0-9]+)/statuses", "newest"),
        ("DELETE", "/api/v1/statuses/([0-9]+)", "delete"),
    ]

    def is_known(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}" and not self.state["revoked"]

    def app(self) -> tuple[int, Any]:
        sent, number = dict(self.form()), f"client-{len(self.state['apps'])}"
        self.state["apps"][number] = {**sent, "secret": f"secret of {number}"}
        return 200, {"client_id": number, "client_secret": f"secret of {number}"}

    def authorize(self) -> tuple[int, Any]:
        """A page with one button, as a person sees it who is signed in."""
        app = self.state["apps"].get(self.query["client_id"])
        if app is None or app["redirect_uris"] != self.query["redirect_uri"]:
            return 400, {"error": "invalid_client"}
        self.state["challenge"] = self.query["code_challenge"]
        address = f"{self.query['redirect_uri']}?{urlencode({'code': CODE, 'state': self.query['state']})}"
        page = f'<!doctype html><title>Red</title><a href="{html.escape(address)}">Autorizar</a>'
        return 200, page.encode()

    def token(self) -> tuple[int, Any]:
        sent = dict(self.form())
        app = self.state["apps"].get(sent["client_id"], {})
        digest = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        is_right = (
            sent["code"] == CODE
            and app.get("secret") == sent["client_secret"]
            and app["redirect_uris"] == sent["redirect_uri"]
            and digest == self.state["challenge"]
        )
        if not is_right:
            return 400, {"error": "invalid_grant"}
        self.state["revoked"] = False
        return 200, {"access_token": TOKEN, "token_type": "Bearer", "scope": self.state["scopes"]}

    def me(self) -> tuple[int, Any]:
        return (200, {**ME, "url": f"{self.url}/@red_semillas"}) if self.is_known() else UNKNOWN_TOKEN

    def instance(self) -> tuple[int, Any]:
        statuses = {"max_characters": self.state["most_characters"], "characters_reserved_per_url": 23}
        return 200, {"configuration": {"statuses": statuses, "media_attachments": {"description_limit": 1500}}}

    def upload(self) -> tuple[int, Any]:
        if not self.is_known():
            return UNKNOWN_TOKEN
        sent, number = self.parts(), new_number()
        description = None if self.state["drops_alt_text"] else sent["description"].decode()
        found = {"id": number, "type": "image", "url": None, "description": description}
        self.state["media"][number] = found | {"bytes": len(sent["file"]), "looks": 0}
        return 202, found

    def look(self, number: str) -> tuple[int, Any]:
        media = self.state["media"].get(number)
        if media is None:
            return NOT_FOUND
        media["looks"] += 1
        if media["looks"] == 1:
            return 206, {"id": number, "type": "image", "url": None}
        return 200, {"id": number, "type": "image", "url": f"{self.url}/media/{number}"}

    def publish(self) -> tuple[int, Any]:
        state, sent = self.state, self.form()
        if not self.is_known():
            return UNKNOWN_TOKEN
        fields, key = dict(sent), self.headers.get("Idempotency-Key", "")
        if key in state["keys"] and not state["ignores_keys"]:
            return (500, {"error": "nil"}) if state["second_answer_is_500"] else (200, state["keys"][key])
        pictures = [value for name, value in sent if name == "media_ids[]"]
        if any(number not in state["media"] or state["media"][number]["looks"] < 2 for number in pictures):
            return 422, {"error": "Validation failed: media not found"}
        if len(state["statuses"]) >= state["most_statuses"]:
            return 422, {"error": "Validation failed: enough"}
        answers_to = fields.get("in_reply_to_id")
        if answers_to and all(status["id"] != answers_to for status in state["statuses"]):
            return NOT_FOUND
        if len(fields["status"]) + len(fields.get("spoiler_text", "")) > state["most_characters"]:
            return 422, {"error": "Validation failed: Text character limit exceeded"}
        number = new_number()
        status = {
            "id": number,
            "url": f"{self.url}/@red_semillas/{number}",
            "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "content": "<p>" + as_html(fields["status"]) + "</p>",
            "spoiler_text": fields.get("spoiler_text", ""),
            "sensitive": fields.get("sensitive") in ("True", "1"),
            "language": fields.get("language"),
            "visibility": fields.get("visibility"),
            "in_reply_to_id": fields.get("in_reply_to_id"),
            "media_attachments": [state["media"].pop(one) for one in pictures],
            "favourites_count": 7,
            "reblogs_count": 3,
            "replies_count": 1,
        }
        state["statuses"].append(status)
        state["keys"][key] = status
        return 200, status

    def read_status(self, number: str) -> tuple[int, Any]:
        found = [status for status in self.state["statuses"] if status["id"] == number]
        return (200, found[0]) if found else NOT_FOUND

    def page_of_status(self, number: str) -> tuple[int, Any]:
        """As anybody sees it."""
        found = [status for status in self.state["statuses"] if status["id"] == number]
        if not found:
            return 404, b"<!doctype html><title>Red</title><p>Esta publicaci&oacute;n ya no existe"
        [status] = found
        pictures = "".join(
            f'<img src="/media/{one["id"]}" alt="{html.escape(one["description"] or "")}">'
            for one in status["media_attachments"]
        )
        page = f"<!doctype html><meta charset=utf-8><title>Red</title>{status['content']}{pictures}"
        return 200, page.encode()

    def picture(self, _number: str) -> tuple[int, Any, dict[str, str]]:
        return 200, DOT, {"Content-Type": "image/gif"}

    def newest(self, _number: str) -> tuple[int, Any]:
        if not self.is_known():
            return UNKNOWN_TOKEN
        return 200, list(reversed(self.state["statuses"]))[: int(self.query.get("limit", 20))]

    def delete(self, number: str) -> tuple[int, Any]:
        if not self.is_known():
            return UNKNOWN_TOKEN
        found = [status for status in self.state["statuses"] if status["id"] == number]
        if not found:
            return NOT_FOUND
        self.state["statuses"].remove(found[0])
        return 200, found[0]


def as_html(text: str) -> str:
    """As the server writes it: links in pieces, lines as breaks."""
    linked = re.sub(
        r"(https?://)(\S{10})(\S*)",
        r'<a href="\1\2\3"><span class="invisible">\1</span><span class="ellipsis">\2</span>'
        r'<span class="invisible">\3</span></a>',
        html.escape(text),
    )
    return linked.replace("\n\n", "</p><p>").replace("\n", "<br />")
