"""Finding a post again among the newest of its account, by its words and its time."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.dateparse import parse_datetime

from campaigns.networks.base import Live, Outgoing

if TYPE_CHECKING:
    from campaigns.models import Account

# How many of the newest are looked through, and how far two clocks may be apart.
NEWEST, CLOCKS_APART = 25, timedelta(minutes=10)


@dataclass(frozen=True)
class OwnPost:
    """A post as its network shows it."""

    remote_id: str
    url: str
    text: str
    created_at: datetime


def find_among(account: "Account", post: Outgoing, newest: Iterable[OwnPost]) -> Live | None:
    """The one that says what `post` says, since it was first tried, and is none that is known already."""
    known = set(account.posts.exclude(key=post.key).exclude(remote_id="").values_list("remote_id", flat=True))
    for one in newest:
        is_new = one.remote_id not in known and one.created_at >= post.since - CLOCKS_APART
        if is_new and squeezed(one.text) == squeezed(post.text):
            return Live(remote_id=one.remote_id, url=one.url)
    return None


def squeezed(text: str) -> str:
    """A text without its spaces, which networks change, and other forms of its letters."""
    return "".join(unicodedata.normalize("NFC", text).split())


def moment(said: str) -> datetime:
    """A time in ISO 8601 with its zone. Raises ValueError for any other."""
    found = parse_datetime(said)
    if found is None or found.tzinfo is None:
        raise ValueError(said)
    return found
