"""X, with the keys of OAuth 1.0a and with the tokens of OAuth 2.0."""

from __future__ import annotations

import time
from typing import Any

from campaigns.models import Account
from campaigns.networks.base import Outgoing
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.x.network import X
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import PARTS, outgoing
from tests.campaigns.networks.standins.x import APP, KEYS, ME

TOKEN = "token-of-today"


def connect(_url: str) -> Account:
    made = make_account("x", remote_id=ME["id"])
    keep_credentials(made, **KEYS)
    return made


def connect_by_page(url: str) -> Account:
    made = connect(url)
    keep_credentials(made, **APP, access_token=TOKEN, refresh_token="renewal")
    return made


def sensitive() -> Outgoing:
    return outgoing(is_sensitive=True)


def count(state: dict[str, Any]) -> int:
    return len(state["posts"])


def thread() -> Outgoing:
    return outgoing(texts=PARTS)


def count_threads(state: dict[str, Any]) -> int:
    """Whole ones, each part an answer to the one before; anything else counts as more than one."""
    parts = state["posts"]
    follows = [part["answers_to"] for part in parts] == [None, *(part["id"] for part in parts[:-1])]
    return 0 if not parts else 1 if follows and len(parts) == len(PARTS) else 1 + len(parts)


def kind(name: str, connecting: Any, posted: Any = sensitive, counted: Any = count, **switches: Any) -> Case:
    return Case(
        name=name,
        stand_in="x",
        network=X,
        connect=connecting,
        outgoing=posted,
        publishing={
            "upload": "POST /2/media/upload",
            "describe": "POST /2/media/metadata",
            "create": "POST /2/tweets",
        },
        creating=frozenset({"create"}),
        count=counted,
        removing={"delete": "DELETE /2/tweets/[0-9]+", "gone?": "GET /2/tweets/[0-9]+"},
        finding={"find": "GET /2/users/[0-9]+/tweets"},
        switches=switches,
    )


CASES = [
    kind("x, OAuth 1.0a", connect),
    kind("x, thread", connect, thread, count_threads),
    kind("x, OAuth 2.0", connect_by_page, tokens={TOKEN: time.time() + 86_400}),
]
