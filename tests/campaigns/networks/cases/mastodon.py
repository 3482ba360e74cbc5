"""Mastodon, a server that ignores keys, and one whose second answer to a key is 500."""

from __future__ import annotations

from typing import Any

from campaigns.models import Account
from campaigns.networks.base import Outgoing
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.mastodon.network import Mastodon
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import PARTS, outgoing
from tests.campaigns.networks.standins.mastodon import ME, TOKEN


def connect(url: str) -> Account:
    made = make_account("mastodon", server=url, remote_id=ME["id"])
    keep_credentials(made, access_token=TOKEN)
    return made


def warned() -> Outgoing:
    return outgoing(content_warning="Habla de violencia")


def count(state: dict[str, Any]) -> int:
    return len(state["statuses"])


def thread() -> Outgoing:
    return outgoing(texts=PARTS, content_warning="Habla de violencia")


def count_threads(state: dict[str, Any]) -> int:
    """Whole ones, each part an answer to the one before; anything else counts as more than one."""
    parts = state["statuses"]
    follows = [part["in_reply_to_id"] for part in parts] == [None, *(part["id"] for part in parts[:-1])]
    return 0 if not parts else 1 if follows and len(parts) == len(PARTS) else 1 + len(parts)


def kind(name: str, posted: Any = warned, counted: Any = count, **switches: bool) -> Case:
    return Case(
        name=name,
        stand_in="mastodon",
        network=Mastodon,
        connect=connect,
        outgoing=posted,
        publishing={
            "upload": "POST /api/v2/media",
            "look": "GET /api/v1/media/[0-9]+",
            "create": "POST /api/v1/statuses",
        },
        creating=frozenset({"create"}),
        count=counted,
        removing={"delete": "DELETE /api/v1/statuses/[0-9]+", "gone?": "GET /api/v1/statuses/[0-9]+"},
        finding={"find": "GET /api/v1/accounts/[0-9]+/statuses"},
        switches=switches,
    )


CASES = [
    kind("mastodon"),
    kind("mastodon, keys ignored", ignores_keys=True),
    kind("mastodon, 500 to a second", second_answer_is_500=True),
    kind("mastodon, thread", thread, count_threads, ignores_keys=True),
]
