"""A Page on LinkedIn, whose own posts tell what is there; and one that takes the same words twice."""

from __future__ import annotations

from typing import Any

from campaigns.models import Account
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.linkedin.network import LinkedIn
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.linkedin import APP, NUMBER, REFRESH_TOKEN, TOKEN


def connect(url: str) -> Account:
    made = make_account("linkedin", server=url, remote_id=NUMBER)
    keep_credentials(made, access_token=TOKEN, refresh_token=REFRESH_TOKEN, **APP)
    return made


def count(state: dict[str, Any]) -> int:
    return len(state["posts"])


CASES = [
    Case(
        name="linkedin",
        stand_in="linkedin",
        network=LinkedIn,
        connect=connect,
        outgoing=outgoing,
        publishing={"begin": "POST /rest/images", "upload": "PUT /dms-uploads/[0-9]+", "create": "POST /rest/posts"},
        creating=frozenset({"create"}),
        count=count,
        removing={"delete": "DELETE /rest/posts/.+", "gone?": "GET /rest/posts/.+"},
        finding={"find": "GET /rest/posts"},
        switches={"refuses_duplicates": False},
    )
]
