"""LinkedIn with one Page and one app: its text format cuts a post off at the first sign that is not escaped.

Switches in its state: `revoked`, `may_read` and `may_write` of the key, `throttled`, `version` that is taken,
`refuses_duplicates`, `gives_refresh_token`, `scopes`, `upload_host`, `drops_images`.
"""

from __future__ import annotations

import html
import re
import time
from typing import Any, ClassVar
from urllib.parse import unquote, urlencode

from tests.campaigns.networks.standins.handler import StandIn, new_number

VERSION = "202610"
TOKEN, RENEWED_TOKEN, REFRESH_TOKEN = "AQVtokenOfTheSession1", "AQVtokenOfTheSession2", "AQWkeyOfRenewal"
APP = {"client_id": "78clientid", "client_secret": "secret-of-the-app"}
NUMBER, CODE = "2414183", "AQTcode"
ORGANIZATION = f"urn:li:organization:{NUMBER}"
NAMED = r"(urn%3Ali%3A[a-zA-Z]+%3A[0-9]+)"
# A hashtag, an escaped sign, or a plain one; nothing else is text.
LITTLE_TEXT = re.compile(r"\{hashtag\|\\#\|((?:\\.|[^\\|{}])+)\}|\\(.)|([^\\|{}@\[\]()<>#*_~])", re.DOTALL)


def no(status: int, code: str, message: str) -> tuple[int, Any]:
    return status, {"status": status, "serviceErrorCode": 100, "code": code, "message": message}


def as_read(commentary: str) -> str:
    """What readers see of it."""
    shown, at = "", 0
    while found := LITTLE_TEXT.match(commentary, at):
        shown += f"#{re.sub(chr(92) * 2 + '(.)', chr(92) + '1', found[1])}" if found[1] else found[2] or found[3]
        at = found.end()
    return shown


class LinkedInStandIn(StandIn):
    fresh: ClassVar[dict[str, Any]] = {
        "posts": [],
        "images": {},
        "revoked": False,
        "may_read": True,
        "may_write": True,
        "throttled": False,
        "version": VERSION,
        "refuses_duplicates": True,
        "gives_refresh_token": True,
        "scopes": "r_organization_social,w_organization_social",
        "upload_host": "",
        "redirect_uri": "",
    }
    routes: ClassVar[list[tuple[str, str, str]]] = [
        ("GET", "/oauth/v2/authorization", "authorize"),
        ("POST", "/oauth/v2/accessToken", "token"),
        ("POST", "/rest/images", "begin_upload"),
        ("PUT", "/dms-uploads/([0-9]+)", "upload"),
        ("POST", "/rest/posts", "publish"),
        ("GET", "/rest/posts", "newest"),
        ("GET", f"/rest/posts/{NAMED}", "read_post"),
        ("DELETE", f"/rest/posts/{NAMED}", "delete"),
        ("GET", f"/rest/socialMetadata/{NAMED}", "metadata"),
    ]

    def authorize(self) -> tuple[int, Any]:
        """A page with one button, as a person sees it who is signed in."""
        if self.query["client_id"] != APP["client_id"] or self.query["scope"].split() != sorted(self.scopes()):
            return 400, b"<p>Bummer, something went wrong."
        self.state["redirect_uri"] = self.query["redirect_uri"]
        address = f"{self.query['redirect_uri']}?{urlencode({'code': CODE, 'state': self.query['state']})}"
        return 200, f'<!doctype html><title>LinkedIn</title><a href="{html.escape(address)}">Permitir</a>'.encode()

    def scopes(self) -> list[str]:
        return ["r_organization_social", "w_organization_social"]

    def token(self) -> tuple[int, Any]:
        sent = dict(self.form())
        first = {"grant_type": "authorization_code", "code": CODE, "redirect_uri": self.state["redirect_uri"], **APP}
        again = {"grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN, **APP}
        if sent not in (first, again):
            return 400, {"error": "invalid_request", "error_description": "Unable to retrieve access token"}
        self.state["revoked"] = False
        granted = {"access_token": TOKEN if sent == first else RENEWED_TOKEN, "expires_in": 5_184_000}
        if self.state["gives_refresh_token"] and sent == first:
            granted |= {"refresh_token": REFRESH_TOKEN, "refresh_token_expires_in": 31_536_000}
        return 200, granted | {"scope": self.state["scopes"]}

    def refusal(self, right: str, *, is_finder: bool = False) -> tuple[int, Any] | None:
        """Why a call is not answered; None where it is."""
        if self.headers.get("LinkedIn-Version") != self.state["version"]:
            return no(426, "NONEXISTENT_VERSION", "Requested version is not active")
        if self.headers.get("X-Restli-Protocol-Version") != "2.0.0":
            return no(400, "MISSING_HEADER", "X-Restli-Protocol-Version")
        tokens = (f"Bearer {TOKEN}", f"Bearer {RENEWED_TOKEN}")
        if self.headers.get("Authorization") not in tokens or self.state["revoked"]:
            return no(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user")
        if self.state["throttled"]:
            return no(429, "TOO_MANY_REQUESTS", "Resource level throttle DAILY limit reached")
        if not self.state[right]:
            return no(403, "ACCESS_DENIED", "Not enough permissions to access")
        if is_finder and self.headers.get("X-RestLi-Method") != "FINDER":
            return no(400, "INVALID_METHOD", "X-RestLi-Method")
        return None

    def begin_upload(self) -> tuple[int, Any]:
        if refusal := self.refusal("may_write"):
            return refusal
        owner = self.json()["initializeUploadRequest"]["owner"]
        if self.query != {"action": "initializeUpload"} or owner != ORGANIZATION:
            return no(403, "ACCESS_DENIED", "Not the owner")
        number = new_number()
        self.state["images"][f"urn:li:image:{number}"] = 0
        address = f"{self.state['upload_host'] or self.url}/dms-uploads/{number}"
        return 200, {"value": {"uploadUrl": address, "image": f"urn:li:image:{number}", "uploadUrlExpiresAt": 1}}

    def upload(self, number: str) -> tuple[int, Any]:
        is_picture = self.body.startswith((b"\x89PNG", b"\xff\xd8"))
        if self.headers.get("Authorization") != f"Bearer {TOKEN}" or not is_picture:
            return 401, None
        self.state["images"][f"urn:li:image:{number}"] = len(self.body)
        return 201, None

    def publish(self) -> Any:
        if refusal := self.refusal("may_write"):
            return refusal
        sent = self.json()
        wanted = {"author": ORGANIZATION, "visibility": "PUBLIC", "lifecycleState": "PUBLISHED"}
        if any(sent.get(name) != value for name, value in wanted.items()) or "distribution" not in sent:
            return no(422, "UNPROCESSABLE_ENTITY", "Invalid post")
        image = (sent.get("content") or {}).get("media", {}).get("id")
        if image is not None and not self.state["images"].get(image):
            return no(400, "INVALID_IMAGE_ID", "Image is not uploaded")
        shown = as_read(sent["commentary"])
        if len(shown) > 3000:
            return no(422, "FIELD_LENGTH_TOO_LONG", "commentary is too long")
        if self.state["refuses_duplicates"] and any(post["shown"] == shown for post in self.state["posts"]):
            return no(422, "DUPLICATE_POST", "Content is a duplicate of urn:li:share:1")
        urn = f"urn:li:share:{new_number()}"
        post = {"id": urn, **sent, "shown": shown, "createdAt": int(time.time() * 1000)}
        self.state["posts"].append(post)
        return 201, None, {"x-restli-id": urn}

    def newest(self) -> tuple[int, Any]:
        if refusal := self.refusal("may_read", is_finder=True):
            return refusal
        if self.query["q"] != "author" or self.query["author"] != ORGANIZATION:
            return no(403, "ACCESS_DENIED", "Not an administrator of this organization")
        return 200, {"elements": list(reversed(self.state["posts"]))[: int(self.query["count"])], "paging": {}}

    def found(self, named: str) -> dict[str, Any] | None:
        return next((post for post in self.state["posts"] if post["id"] == unquote(named)), None)

    def read_post(self, named: str) -> tuple[int, Any]:
        if refusal := self.refusal("may_read"):
            return refusal
        found = self.found(named)
        return (200, found) if found else no(404, "NOT_FOUND", "Post not found")

    def delete(self, named: str) -> tuple[int, Any]:
        if refusal := self.refusal("may_write"):
            return refusal
        found = self.found(named)
        if found is None:
            return no(404, "NOT_FOUND", "Post not found")
        self.state["posts"].remove(found)
        return 204, None

    def metadata(self, named: str) -> tuple[int, Any]:
        if refusal := self.refusal("may_read"):
            return refusal
        kinds = {"LIKE": {"count": 5}, "EMPATHY": {"count": 2}}
        return 200, {"reactionSummaries": kinds, "commentSummary": {"count": 1}} if self.found(named) else None
