"""A channel on Telegram, where nobody can look whether a post is there."""

from __future__ import annotations

from typing import Any

from campaigns.models import Account
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.telegram.network import Telegram
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.telegram import CHANNEL, TOKEN


def connect(url: str) -> Account:
    made = make_account("telegram", server=url, remote_id=str(CHANNEL["id"]))
    keep_credentials(made, token=TOKEN)
    return made


def count(state: dict[str, Any]) -> int:
    return len(state["messages"])


CASES = [
    Case(
        name="telegram",
        stand_in="telegram",
        network=Telegram,
        connect=connect,
        outgoing=outgoing,
        publishing={"create": "POST /bot[^/]+/sendPhoto"},
        creating=frozenset({"create"}),
        count=count,
        removing={"delete": "POST /bot[^/]+/deleteMessage"},
    )
]
