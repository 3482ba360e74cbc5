"""A server of Bluesky, as strict as the real one where publishing depends on it; `make test-bluesky` has the real one.

A post's key is a TID; the same record again changes nothing; pictures are sniffed and must have been uploaded; a second
`applyWrites` is answered with 500; an access token is renewed once with each token of renewal.
https://docs.bsky.app/docs/category/http-reference
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from typing import Any, ClassVar

import libipld
import regex

from tests.campaigns.networks.standins.handler import StandIn

DID, HANDLE, APP_PASSWORD = "did:plc:z72i7hdynmk6r22z27h6tvur", "red.example.org", "qwer-tyui-asdf-ghjk"
POSTS, TID = "app.bsky.feed.post", re.compile("[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
PROFILE = "app.bsky.actor.profile"
MOST_BYTES_OF_A_BLOB = 2_000_000
COUNTS = {"likeCount": 7, "repostCount": 3, "quoteCount": 1, "replyCount": 2}
Answer = tuple[Any, ...]


def refused(name: str, message: str = "", status: int = 400) -> Answer:
    return status, {"error": name, "message": message or name}


class BlueskyStandIn(StandIn):
    fresh: ClassVar[dict[str, Any]] = {
        "records": {},
        "blobs": {},
        "commits": 0,
        # The number of the session whose tokens are taken; and whether one can be renewed.
        "session": 0,
        "renews": True,
        "password": APP_PASSWORD,
        "scope": "com.atproto.appPass",
        "lives": 7200,
        "half_sessions": False,
        "active": True,
        "display_name": "Red Semillas",
        "endpoint": "",
        "limited_until": 0,
        "changes_text": False,
    }
    routes: ClassVar[list[tuple[str, str, str]]] = [
        ("POST", "/xrpc/com.atproto.server.createSession", "create_session"),
        ("POST", "/xrpc/com.atproto.server.refreshSession", "refresh_session"),
        ("GET", "/xrpc/com.atproto.server.getSession", "get_session"),
        ("POST", "/xrpc/com.atproto.repo.uploadBlob", "upload"),
        ("POST", "/xrpc/com.atproto.repo.putRecord", "put"),
        ("POST", "/xrpc/com.atproto.repo.applyWrites", "apply_writes"),
        ("POST", "/xrpc/com.atproto.repo.deleteRecord", "delete"),
        ("GET", "/xrpc/com.atproto.repo.getRecord", "read_record"),
        ("GET", "/xrpc/com.atproto.repo.listRecords", "newest"),
        ("GET", "/xrpc/app.bsky.feed.getPosts", "posts"),
    ]

    def session(self) -> Answer:
        number, until = self.state["session"], int(time.time()) + self.state["lives"]
        did_doc = {
            "id": DID,
            "service": [
                {
                    "id": "#atproto_pds",
                    "type": "AtprotoPersonalDataServer",
                    "serviceEndpoint": self.state["endpoint"] or self.url,
                }
            ],
        }
        return 200, {
            **({} if self.state["half_sessions"] else {"did": DID}),
            "handle": HANDLE,
            "accessJwt": token(scope=self.state["scope"], session=number, exp=until),
            "refreshJwt": token(scope="com.atproto.refresh", session=number, exp=until + 5_000_000),
            "didDoc": did_doc,
            "active": self.state["active"],
        }

    def problem(self, *scopes: str) -> Answer | None:
        """Why the token that came along is not taken."""
        if time.time() < self.state["limited_until"]:
            until = {"RateLimit-Reset": str(int(self.state["limited_until"]))}
            return *refused("RateLimitExceeded", "Rate Limit Exceeded", 429), until
        scheme, _space, sent = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or sent.count(".") != 2:
            return refused("AuthMissing", status=401)
        said = claims(sent)
        if said["scope"] not in scopes or said["session"] != self.state["session"]:
            return refused("InvalidToken", "Token could not be verified")
        return refused("ExpiredToken", "Token has expired") if said["exp"] < time.time() else None

    def no_access(self) -> Answer | None:
        return self.problem("com.atproto.appPass", "com.atproto.access")

    def create_session(self) -> Answer:
        asked = self.json()
        if asked["identifier"] not in (HANDLE, DID) or asked["password"] != self.state["password"]:
            return refused("AuthenticationRequired", "Invalid identifier or password", 401)
        self.state["session"] += 1
        return self.session()

    def refresh_session(self) -> Answer:
        if not self.state["renews"]:
            return refused("ExpiredToken", "Token has been revoked")
        if problem := self.problem("com.atproto.refresh"):
            return problem
        self.state["session"] += 1
        return self.session()

    def get_session(self) -> Answer:
        active = {"active": self.state["active"], **({} if self.state["active"] else {"status": "deactivated"})}
        return self.no_access() or (200, {"did": DID, "handle": HANDLE, **active})

    def upload(self) -> Answer:
        if problem := self.no_access():
            return problem
        mime = "image/jpeg" if self.body[:2] == b"\xff\xd8" else "image/png" if self.body[:4] == b"\x89PNG" else ""
        cid = libipld.encode_cid(b"\x01\x55\x12\x20" + hashlib.sha256(self.body).digest())
        blob = {"$type": "blob", "ref": {"$link": cid}, "mimeType": mime or "*/*", "size": len(self.body)}
        self.state["blobs"][cid] = blob
        return 200, {"blob": blob}

    def put(self) -> Answer:
        asked = self.json()
        if problem := self.no_access() or self.problem_of(asked["repo"], asked, asked["record"]):
            return problem
        key, cid = asked["rkey"], cid_of(asked["record"])
        is_new = self.state["records"].get(key, {}).get("cid") != cid
        return 200, self.keep(key, asked["record"]) | ({"commit": self.commit()} if is_new else {})

    def apply_writes(self) -> Answer:
        asked = self.json()
        if problem := self.no_access():
            return problem
        for one in asked["writes"]:
            if problem := self.problem_of(asked["repo"], one, one["value"]):
                return problem
            if one["rkey"] in self.state["records"]:
                return refused("InternalServerError", "Internal Server Error", 500)
        results = [
            self.keep(one["rkey"], one["value"]) | {"$type": "com.atproto.repo.applyWrites#createResult"}
            for one in asked["writes"]
        ]
        return 200, {"commit": self.commit(), "results": results}

    def problem_of(self, repo: str, place: dict[str, Any], record: dict[str, Any]) -> Answer | None:
        """Why a record is not taken."""
        if repo != DID:
            return refused("AccountNotFound", "Account not found", 403)
        if place["collection"] != POSTS or record["$type"] != POSTS or not TID.fullmatch(place["rkey"]):
            return refused("InvalidRequest", "Invalid record key")
        text, counted = record["text"].encode(), len(regex.findall(r"\X", record["text"]))
        if counted > 300 or len(text) > 3000:
            return refused("InvalidRequest", f"grapheme too big (maximum 300, got {counted})")
        for facet in record.get("facets", []):
            # Raises where a facet cuts a sign in two.
            text[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for image in record.get("embed", {}).get("images", []):
            kept = self.state["blobs"].get(image["image"]["ref"]["$link"])
            if kept is None:
                return refused("BlobNotFound", "Could not find blob")
            if kept["size"] > MOST_BYTES_OF_A_BLOB or kept["mimeType"] == "*/*":
                return refused("InvalidMimeType", "Wrong type of file")
        return None

    def keep(self, key: str, record: dict[str, Any]) -> dict[str, str]:
        value = record | {"text": "…"} if self.state["changes_text"] else record
        self.state["records"][key] = {"uri": f"at://{DID}/{POSTS}/{key}", "cid": cid_of(value), "value": value}
        return {"uri": self.state["records"][key]["uri"], "cid": cid_of(value)}

    def commit(self) -> dict[str, str]:
        self.state["commits"] += 1
        return {"cid": cid_of({"commit": self.state["commits"]}), "rev": "3n3gamgs4cc2z"}

    def delete(self) -> Answer:
        if problem := self.no_access():
            return problem
        gone = self.state["records"].pop(self.json()["rkey"], None)
        return 200, {"commit": self.commit()} if gone else {}

    def read_record(self) -> Answer:
        profile = {"value": {"$type": PROFILE, "displayName": self.state["display_name"]}}
        profiles = {"self": profile | {"uri": f"at://{DID}/{PROFILE}/self"}} if self.state["display_name"] else {}
        found = (profiles if self.query["collection"] == PROFILE else self.state["records"]).get(self.query["rkey"])
        return (200, found) if found else refused("RecordNotFound", "Could not locate record")

    def newest(self) -> Answer:
        newest_first = sorted(self.state["records"].items(), reverse=True)
        return 200, {"records": [record for _key, record in newest_first][: int(self.query["limit"])]}

    def posts(self) -> Answer:
        author = {"did": DID, "handle": HANDLE}
        asked = self.state["records"].get(self.query["uris"].rpartition("/")[2])
        found = [{**asked, "record": asked["value"], "author": author, **COUNTS}] if asked else []
        return self.no_access() or (200, {"posts": [one | {"indexedAt": "2026-01-01T00:00:00Z"} for one in found]})


def token(**said: Any) -> str:
    """A JSON Web Token that nobody signed."""
    parts = (json.dumps({"alg": "none"}), json.dumps(said), "-")
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


def claims(sent: str) -> dict[str, Any]:
    part = sent.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def cid_of(record: dict[str, Any]) -> str:
    digest = hashlib.sha256(libipld.encode_dag_cbor(as_data(record))).digest()
    return str(libipld.encode_cid(b"\x01\x71\x12\x20" + digest))


def as_data(value: Any) -> Any:
    if isinstance(value, dict) and "$link" in value:
        return libipld.decode_multibase(value["$link"])[1]
    if isinstance(value, dict):
        return {name: as_data(one) for name, one in value.items()}
    return [as_data(one) for one in value] if isinstance(value, list) else value
