"""X's API, version 2: signatures of OAuth 1.0a and tokens of OAuth 2.0 are checked, a picture may be used once, and a
text that is there already is refused.

Switches in its state: `has_credit`, `may_write`, `limited_until` (seconds since 1970), `revoked`, `access_level`,
`drops_alt_text`, `scopes`, `is_public` (the app has no secret). A key of renewal works once. https://docs.x.com/x-api
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import re
import time
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tests.campaigns.networks.standins.handler import StandIn, new_number

SIGNED_HOST = "https://api.twitter.com"
KEYS = {
    "consumer_key": "key-of-the-app",
    "consumer_secret": "secret-of-the-app",
    "access_token": "109-token-of-red-semillas",
    "access_token_secret": "secret-of-red-semillas",
}
APP = {"client_id": "client-of-the-app", "client_secret": "secret-of-the-client"}
CODE = "code-of-today"
ME = {"id": "109", "username": "red_semillas", "name": "Red Semillas"}
LIFE = 7200
LINK = re.compile(r"https?://\S+")
PROBLEM = "https://api.twitter.com/2/problems"


def problem(status: int, title: str, detail: str, kind: str = "about:blank") -> tuple[int, Any]:
    return status, {"title": title, "detail": detail, "type": kind, "status": status}


UNAUTHORIZED = problem(401, "Unauthorized", "Unauthorized")
NOT_FOUND = problem(404, "Not Found", "Not Found")
FORBIDDEN = problem(403, "Forbidden", "You are not permitted to perform this action.")
DUPLICATE = problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
NO_CREDIT = problem(
    402,
    "CreditsDepleted",
    "Your enrolled account does not have any credits to fulfill this request.",
    f"{PROBLEM}/credits",
)


def bad_request(words: str) -> tuple[int, Any]:
    return 400, {
        "errors": [{"message": words}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEM}/invalid-request",
    }


class XStandIn(StandIn):
    fresh: ClassVar[dict[str, Any]] = {
        "posts": [],
        "media": {},
        "tokens": {},
        "renewals": [],
        "nonces": [],
        "asked": {},
        "has_credit": True,
        "may_write": True,
        "limited_until": 0,
        "revoked": False,
        "access_level": "read-write",
        "drops_alt_text": False,
        "is_public": False,
        "scopes": "tweet.read tweet.write users.read media.write offline.access",
    }
    routes: ClassVar[list[tuple[str, str, str]]] = [
        ("GET", "/i/oauth2/authorize", "authorize"),
        ("POST", "/2/oauth2/token", "token"),
        ("GET", "/2/users/me", "me"),
        ("GET", "/2/users/([0-9]+)/tweets", "newest"),
        ("POST", "/2/media/upload", "upload"),
        ("POST", "/2/media/metadata", "describe"),
        ("POST", "/2/tweets", "create"),
        ("GET", "/2/tweets/([0-9]+)", "read_post"),
        ("DELETE", "/2/tweets/([0-9]+)", "delete"),
    ]

    def refusal(self, *, writes: bool = True) -> tuple[Any, ...] | None:
        """Why this caller may not; None where they may."""
        header = self.headers.get("Authorization", "")
        is_known = self.is_signed(header) if header.startswith("OAuth ") else self.is_borne(header)
        if self.state["revoked"] or not is_known:
            return UNAUTHORIZED
        if self.state["limited_until"]:
            limits = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "0"}
            reset = {"x-rate-limit-reset": str(self.state["limited_until"])}
            return (*problem(429, "Too Many Requests", "Too Many Requests"), limits | reset)
        if not self.state["has_credit"]:
            return NO_CREDIT
        return FORBIDDEN if writes and not self.state["may_write"] else None

    def is_signed(self, header: str) -> bool:
        """RFC 5849, sections 3.1 to 3.4: HMAC-SHA1 over the method, the address and what was sent, all of it once."""
        pairs = re.findall(r'(\w+)="([^"]*)"', header)
        sent = {name: unquote(value) for name, value in pairs}
        signature = sent.pop("oauth_signature", "")
        is_now = abs(time.time() - int(sent["oauth_timestamp"])) < 300
        is_fresh = is_now and sent["oauth_nonce"] not in self.state["nonces"]
        self.state["nonces"].append(sent["oauth_nonce"])
        parts = urlsplit(self.path)
        values = sorted([*sent.items(), *parse_qsl(parts.query, keep_blank_values=True)])
        normalized = "&".join(f"{quote(name, '~')}={quote(value, '~')}" for name, value in values)
        address = quote(f"{SIGNED_HOST}{parts.path}", "~")
        base = f"{self.command}&{address}&{quote(normalized, '~')}"
        key = f"{KEYS['consumer_secret']}&{KEYS['access_token_secret']}"
        right = base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()
        names = {"oauth_consumer_key": KEYS["consumer_key"], "oauth_token": KEYS["access_token"]}
        is_ours = names.items() <= sent.items() and sent["oauth_signature_method"] == "HMAC-SHA1"
        return is_fresh and is_ours and hmac.compare_digest(signature, right)

    def is_borne(self, header: str) -> bool:
        return self.state["tokens"].get(header.removeprefix("Bearer "), 0) > time.time()

    def authorize(self) -> tuple[int, Any]:
        """A page with one button, as a person sees it who is signed in."""
        asked = self.query
        if asked["client_id"] != APP["client_id"] or asked["code_challenge_method"] != "S256":
            return bad_request("client_id")
        self.state["asked"] = {"challenge": asked["code_challenge"], "redirect_uri": asked["redirect_uri"]}
        address = f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': CODE})}"
        return 200, f'<!doctype html><title>X</title><a href="{html.escape(address)}">Authorize app</a>'.encode()

    def token(self) -> tuple[int, Any]:
        sent, state = dict(self.form()), self.state
        basic = base64.b64encode(f"{APP['client_id']}:{APP['client_secret']}".encode()).decode()
        shown = sent["client_id"] if state["is_public"] else self.headers.get("Authorization")
        if shown != (APP["client_id"] if state["is_public"] else f"Basic {basic}"):
            return 401, {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}
        if sent["grant_type"] == "refresh_token":
            is_right = sent["refresh_token"] in state["renewals"]
        else:
            digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            is_right = sent["code"] == CODE and state["asked"] == {
                "challenge": challenge,
                "redirect_uri": sent["redirect_uri"],
            }
        if not is_right:
            return 400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
        number = len(state["calls"])
        token, renewal = f"token-{number}", f"renewal-{number}"
        state["tokens"] = {token: time.time() + LIFE}
        state["renewals"], state["asked"] = [renewal], {}
        granted = {"token_type": "bearer", "expires_in": LIFE, "access_token": token, "scope": state["scopes"]}
        return 200, granted | ({"refresh_token": renewal} if "offline.access" in state["scopes"] else {})

    def me(self) -> tuple[Any, ...]:
        refusal = self.refusal(writes=False)
        return refusal or (200, {"data": ME}, {"x-access-level": self.state["access_level"]})

    def upload(self) -> tuple[Any, ...]:
        if refusal := self.refusal():
            return refusal
        sent = self.json()
        content = base64.b64decode(sent["media"], validate=True)
        if sent["media_category"] != "tweet_image" or not content.startswith((b"\x89PNG", b"\xff\xd8")):
            return bad_request("media")
        if len(content) > 5_000_000:
            return bad_request("media is too large")
        number = str(7_000 + int(new_number()))
        self.state["media"][number] = {"bytes": len(content), "used": False}
        return 200, {"data": {"id": number, "media_key": f"3_{number}", "expires_after_secs": 86_400}}

    def describe(self) -> tuple[Any, ...]:
        if refusal := self.refusal():
            return refusal
        sent = self.json()
        media = self.state["media"].get(sent["id"])
        if media is None or len(sent["metadata"]["alt_text"]["text"]) > 1000:
            return bad_request("id")
        kept = {} if self.state["drops_alt_text"] else sent["metadata"]
        media["metadata"] = kept
        return 200, {"data": {"id": sent["id"], "associated_metadata": kept}}

    def create(self) -> tuple[Any, ...]:
        if refusal := self.refusal():
            return refusal
        sent, state = self.json(), self.state
        pictures = [str(number) for number in sent.get("media", {}).get("media_ids", [])]
        if any(number not in state["media"] or state["media"][number]["used"] for number in pictures):
            return bad_request("Your media IDs are invalid.")
        if not 0 < weight_of(sent["text"]) <= 280:
            return bad_request("text is too long")
        answers_to = sent.get("reply", {}).get("in_reply_to_tweet_id")
        if answers_to and not self.posts(answers_to):
            return FORBIDDEN
        if any(post["sent"] == sent["text"] for post in state["posts"]):
            return DUPLICATE
        number = str(1_900_000_000_000_000_000 + int(new_number()))
        for one in pictures:
            state["media"][one]["used"] = True
        media = [state["media"][one] for one in pictures]
        post = {
            "id": number,
            "sent": sent["text"],
            "media": media,
            "answers_to": answers_to,
            "created_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **shortened(sent["text"], number, pictures),
        }
        if answers_to:
            post["referenced_tweets"] = [{"type": "replied_to", "id": answers_to}]
        state["posts"].append(post)
        return 201, {"data": {"id": number, "text": post["text"], "edit_history_tweet_ids": [number]}}

    def posts(self, number: str) -> list[dict[str, Any]]:
        return [post for post in self.state["posts"] if post["id"] == number]

    def newest(self, number: str) -> tuple[Any, ...]:
        if refusal := self.refusal(writes=False):
            return refusal
        most = int(self.query["max_results"])
        if number != ME["id"] or not 5 <= most <= 100:
            return bad_request("max_results")
        since = datetime.fromisoformat(self.query["start_time"])
        found = [post for post in reversed(self.state["posts"]) if datetime.fromisoformat(post["created_at"]) >= since]
        fields = {"id", "text", *self.query["tweet.fields"].split(",")}
        shown = [{name: value for name, value in post.items() if name in fields} for post in found[:most]]
        meta = {"result_count": len(shown)} | ({"next_token": "more"} if len(found) > most else {})
        return 200, {"data": shown, "meta": meta} if shown else {"meta": meta}

    def read_post(self, number: str) -> tuple[Any, ...]:
        if refusal := self.refusal(writes=False):
            return refusal
        found = self.posts(number)
        if not found:
            missing = {"title": "Not Found Error", "type": f"{PROBLEM}/resource-not-found", "resource_id": number}
            return 200, {"errors": [missing]}
        counted = {
            "like_count": 7,
            "retweet_count": 3,
            "quote_count": 2,
            "reply_count": 1,
            "bookmark_count": 0,
            "impression_count": 400,
        }
        return 200, {"data": {"id": number, "text": found[0]["text"], "public_metrics": counted}}

    def delete(self, number: str) -> tuple[Any, ...]:
        if refusal := self.refusal():
            return refusal
        found = self.posts(number)
        if not found:
            return NOT_FOUND
        self.state["posts"].remove(found[0])
        return 200, {"data": {"deleted": True}}


def weight_of(text: str) -> int:
    """A rule of its own, stricter than X's: links as 23, and whatever is not of the first scripts as 2."""
    return sum(1 if ord(sign) < 0x1100 or 0x2010 <= ord(sign) <= 0x201F else 2 for sign in LINK.sub("x" * 23, text))


def shortened(text: str, number: str, pictures: list[str]) -> dict[str, Any]:
    """As X answers it: signs of HTML escaped, each link and the picture as one of t.co."""
    urls = []
    for place, link in enumerate(LINK.findall(text)):
        short = f"https://t.co/{number[-6:]}a{place}"
        text = text.replace(link, short, 1)
        urls.append({"url": short, "expanded_url": link, "display_url": link[8:30]})
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for place, picture in enumerate(pictures):
        short = f"https://t.co/{number[-6:]}b{place}"
        text = f"{text} {short}"
        address = f"https://x.com/{ME['username']}/status/{number}/photo/1"
        urls.append({"url": short, "expanded_url": address, "media_key": f"3_{picture}"})
    return {"text": text, "entities": {"urls": urls} if urls else {}}
