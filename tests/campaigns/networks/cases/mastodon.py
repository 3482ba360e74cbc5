"""Mastodon, a server that ignores keys, and one whose second answer to a key is 500."""

from __future__ import annotations

from typing import Any

from campaigns.models import Account
from campaigns.networks.base import Outgoing
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.mastodon.network import Mastodon
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.mastodon import ME, TOKEN


def connect(url: str) -> Account:
    made = make_account("mastodon", server=url, remote_id=ME["id"])
    keep_credentials(made, access_token=TOKEN)
    return made


def warned() -> Outgoing:
    return outgoing(content_warning="Habla de violencia")


def count(state: dict[str, Any]) -> int:
    return len(state["statuses"])


def kind(name: str, **switches: bool) -> Case:
    return Case(
        name=name,
        stand_in="mastodon",
        network=Mastodon,
        connect=connect,
        outgoing=warned,
        publishing={
            "upload": "POST /api/v2/media",
            "look": "GET /api/v1/media/[0-9]+",
            "create": "POST /api/v1/statuses",
        },
        creating=frozenset({"create"}),
        count=count,
        removing={"delete": "DELETE /api/v1/statuses/[0-9]+", "gone?": "GET /api/v1/statuses/[0-9]+"},
        finding={"find": "GET /api/v1/accounts/[0-9]+/statuses"},
        switches=switches,
    )


CASES = [
    kind("mastodon"),
    kind("mastodon, keys ignored", ignores_keys=True),
    kind("mastodon, 500 to a second", second_answer_is_500=True),
]
