"""A Page on Facebook, whose own feed tells what is there."""

from __future__ import annotations

from typing import Any

from campaigns.models import Account
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.facebook.network import Facebook
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.graph import PAGE, TOKEN


def connect(url: str) -> Account:
    made = make_account("facebook", server=url, remote_id=PAGE["id"])
    keep_credentials(made, access_token=TOKEN)
    return made


def count(state: dict[str, Any]) -> int:
    return len(state["posts"])


CASES = [
    Case(
        name="facebook",
        stand_in="graph",
        network=Facebook,
        connect=connect,
        outgoing=outgoing,
        publishing={"create": "POST /v[0-9.]+/[0-9]+/photos"},
        creating=frozenset({"create"}),
        count=count,
        reading={"alt text": "GET /v[0-9.]+/[0-9]+"},
        removing={"delete": "DELETE /v[0-9.]+/[0-9_]+", "gone?": "GET /v[0-9.]+/[0-9]+_[0-9]+"},
        finding={"find": "GET /v[0-9.]+/[0-9]+/feed"},
    )
]
