"""Bluesky: one post, and a thread."""

from __future__ import annotations

import time
from typing import Any

from campaigns.models import Account
from campaigns.networks.base import Outgoing
from campaigns.networks.bluesky.network import Bluesky
from campaigns.networks.credentials import keep_credentials
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.bluesky import APP_PASSWORD, DID, HANDLE, token


def connect(url: str) -> Account:
    made = make_account("bluesky", server=url, remote_id=DID)
    keep_credentials(made, session=session_at(url), app_password=APP_PASSWORD)
    return made


def session_at(url: str) -> str:
    """As atproto exports it, of the stand-in's first session."""
    until = int(time.time()) + 7200
    tokens = [token(scope=scope, session=0, exp=until) for scope in ("com.atproto.appPass", "com.atproto.refresh")]
    return ":::".join([HANDLE, DID, *tokens, url])


def count(state: dict[str, Any]) -> int:
    return len(state["records"])


def count_threads(state: dict[str, Any]) -> int:
    """Whole ones; any other number of parts counts as more than one."""
    parts = count(state)
    return {0: 0, 3: 1}.get(parts, 1 + parts)


def thread() -> Outgoing:
    return outgoing(texts=("Primero. #Agua", "Después, en https://ejemplo.org.", "Y al fin."))


POSTS = "app.bsky.feed.post"
PROCEDURE, QUERY = "POST /xrpc/com.atproto.repo.", "GET /xrpc/com.atproto.repo."
CASES = [
    Case(
        name="bluesky",
        stand_in="bluesky",
        network=Bluesky,
        connect=connect,
        outgoing=outgoing,
        publishing={"upload": f"{PROCEDURE}uploadBlob", "put": f"{PROCEDURE}putRecord"},
        creating=frozenset({"put"}),
        count=count,
        removing={"delete": f"{PROCEDURE}deleteRecord", "gone?": f"{QUERY}getRecord"},
        finding={"find": f"{QUERY}getRecord"},
    ),
    Case(
        name="bluesky, thread",
        stand_in="bluesky",
        network=Bluesky,
        connect=connect,
        outgoing=thread,
        publishing={"upload": f"{PROCEDURE}uploadBlob", "write": f"{PROCEDURE}applyWrites"},
        creating=frozenset({"write"}),
        count=count_threads,
        removing={"delete": f"{PROCEDURE}deleteRecord", "gone?": f"{QUERY}getRecord"},
        finding={"find": f"{QUERY}getRecord"},
    ),
]
