"""The Graph API with one Page: its feed, its photos, its key. https://developers.facebook.com/docs/graph-api/

Switches in its state: `revoked`, `scopes` of the key, `opens_page` to whoever made a token, `drops_alt_text`, and
`error` for the next call that creates or removes, as [status, code, subcode, headers].
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from tests.campaigns.networks.standins.handler import StandIn, new_number

VERSION = "v26.0"
TOKEN, USER_TOKEN, LONG_TOKEN = "EAApageTokenOfRedSemillas", "EAAuserTokenOfAna12345", "EAAlongTokenOfAna1234567"
APP = {"client_id": "1234567890", "client_secret": "0123456789abcdef0123456789abcdef"}
PAGE = {"id": "109", "name": "Red Semillas", "username": "redsemillas"}
NOT_THERE = (100, 33, "Object does not exist, cannot be loaded due to missing permissions")


def no(code: int, subcode: int = 0, message: str = "", status: int = 400, **more: Any) -> tuple[int, Any]:
    said = {"message": message or f"(#{code}) no", "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return status, {"error": said | ({"error_subcode": subcode} if subcode else {}) | more}


class GraphStandIn(StandIn):
    token: ClassVar[str] = TOKEN
    fresh: ClassVar[dict[str, Any]] = {
        "posts": [],
        "photos": {},
        "revoked": False,
        "error": None,
        "drops_alt_text": False,
        "scopes": ["feed"],
        "opens_page": True,
    }
    routes: ClassVar[list[tuple[str, str, str]]] = [
        ("GET", f"/{VERSION}/oauth/access_token", "exchange"),
        ("POST", f"/{VERSION}/([0-9]+)/photos", "photo"),
        ("POST", f"/{VERSION}/([0-9]+)/feed", "post"),
        ("GET", f"/{VERSION}/([0-9]+)/feed", "feed"),
        ("GET", f"/{VERSION}/([A-Za-z0-9_.]+)", "read"),
        ("DELETE", f"/{VERSION}/([0-9_]+)", "delete"),
    ]

    def is_known(self, *tokens: str) -> bool:
        sent = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return sent in (tokens or (self.token,)) and not self.state["revoked"]

    def refusal(self) -> tuple[int, Any] | tuple[int, Any, dict[str, str]] | None:
        """Why a call that changes something is not done; None where it is."""
        if not self.is_known():
            return no(190, 463, "Error validating access token: Session has expired", 401)
        if self.state["error"]:
            status, code, subcode, headers = self.state["error"]
            self.state["error"] = None
            return (*no(code, subcode, status=status), headers)
        return None

    def exchange(self) -> tuple[int, Any]:
        wanted = {"grant_type": "fb_exchange_token", **APP, "fb_exchange_token": USER_TOKEN}
        if self.query != wanted:
            return no(101, message="Error validating client secret.")
        return 200, {"access_token": LONG_TOKEN, "token_type": "bearer"}

    def photo(self, page: str) -> Any:
        if refusal := self.refusal():
            return refusal
        sent = self.parts()
        if page != PAGE["id"] or sent.get("published") != b"true":
            return no(100, message="Invalid parameter")
        if not sent["source"].startswith((b"\x89PNG", b"\xff\xd8")):
            return no(324, 2069019, "Missing or invalid image file")
        number, alt_text = new_number(), "" if self.state["drops_alt_text"] else sent["alt_text_custom"].decode()
        self.state["photos"][number] = {"id": number, "alt_text_custom": alt_text}
        return 200, {"id": number, "post_id": self.keep(sent["message"].decode(), photo=number)["id"]}

    def post(self, page: str) -> Any:
        if refusal := self.refusal():
            return refusal
        sent = dict(self.form())
        if page != PAGE["id"] or not sent.get("message"):
            return no(100, message="Invalid parameter")
        return 200, {"id": self.keep(sent["message"], link=sent.get("link", ""))["id"]}

    def keep(self, message: str, **more: str) -> dict[str, Any]:
        number = f"{PAGE['id']}_{new_number()}"
        post = {
            "id": number,
            "message": message,
            "created_time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "permalink_url": f"https://www.facebook.com/{number}",
            **more,
        }
        self.state["posts"].append(post)
        return post

    def feed(self, page: str) -> tuple[int, Any]:
        if not self.is_known():
            return no(190, 463, status=401)
        if "feed" not in self.state["scopes"] or page != PAGE["id"]:
            return no(10, message="(#10) This endpoint requires the 'pages_read_engagement' permission", status=403)
        names = {"id", *self.query["fields"].split(",")}
        newest = list(reversed(self.state["posts"]))[: int(self.query["limit"])]
        # A row without words first, as when the Page changes its cover.
        rows = [{"id": "109_1", "created_time": "2026-01-01T00:00:00+0000"}, *newest]
        return 200, {"data": [{name: row[name] for name in names if name in row} for row in rows]}

    def read(self, number: str) -> tuple[int, Any]:
        if number == PAGE["username"] or "access_token" in self.query.get("fields", ""):
            if not self.is_known(LONG_TOKEN) or number not in PAGE.values():
                return no(*NOT_THERE)
            return 200, {**PAGE, "access_token": self.token} if self.state["opens_page"] else PAGE
        if not self.is_known():
            return no(190, 463, status=401)
        found = self.found(number)
        if found is None:
            return no(*NOT_THERE)
        return 200, found

    def found(self, number: str) -> dict[str, Any] | None:
        """The object of this number."""
        if number == PAGE["id"]:
            return {"id": number}
        if number in self.state["photos"]:
            photo: dict[str, Any] = self.state["photos"][number]
            return photo
        for post in self.state["posts"]:
            if post["id"] == number:
                counts = {"reactions": 7, "comments": 1}
                return {**post, **{name: {"data": [], "summary": {"total_count": n}} for name, n in counts.items()}}
        return None

    def delete(self, number: str) -> Any:
        if refusal := self.refusal():
            return refusal
        left = [post for post in self.state["posts"] if post["id"] != number]
        if len(left) == len(self.state["posts"]):
            return no(*NOT_THERE)
        self.state["posts"] = left
        return 200, {"success": True}
