"""Finding a post again: among the newest of its account, by its words and its time; and by its address."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.dateparse import parse_datetime

from campaigns.networks.base import Live, Outgoing, UnknownOutcomeError
from campaigns.networks.parts import as_thread, keep_part, kept_part

if TYPE_CHECKING:
    from campaigns.models import Account

# How many of the newest are looked through, and how far two clocks may be apart.
NEWEST, CLOCKS_APART = 25, timedelta(hours=2)


@dataclass(frozen=True)
class OwnPost:
    """A post as its network shows it."""

    remote_id: str
    url: str
    text: str
    created_at: datetime
    answers_to: str = ""


def find_among(
    account: "Account",
    post: Outgoing,
    newest: Iterable[OwnPost],
    most: int = NEWEST,
    form: Callable[[str], str] | None = None,
) -> Live | None:
    """The one that says what `post` says, since it was first tried, and is none that is known already.

    Of a thread, with all the parts that are there; what is found is kept as a step. `form` brings two texts into one
    form where they may differ. Raises UnknownOutcomeError where `most` rows, as many as the network shows at once, do
    not reach back to the first try.
    """
    form, rows = form or squeezed, list(newest)
    known = set(account.posts.exclude(key=post.key).exclude(remote_id="").values_list("remote_id", flat=True))
    earliest = post.since - CLOCKS_APART
    among = [one for one in rows if one.remote_id not in known and one.created_at >= earliest]
    out: list[Live] = []
    for number, text in enumerate(post.texts):
        live = kept_part(post.steps, number) or _part(among, form(text), out[-1].remote_id if out else "", form)
        if live is None:
            break
        keep_part(post.steps, number, live)
        out.append(live)
    if out:
        return as_thread(out, is_whole=len(out) == len(post.texts))
    if len(rows) >= most and min(one.created_at for one in rows) >= earliest:
        raise UnknownOutcomeError(detail=f"more than {most} posts since {earliest}")
    return None


def _part(among: list[OwnPost], text: str, answers_to: str, form: Callable[[str], str]) -> Live | None:
    for one in among:
        if form(one.text) == text and one.answers_to == answers_to:
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


def names_in(path: str) -> set[str]:
    """The names in the path of an address, of an account among them, in small letters and without their @."""
    return {name.removeprefix("@") for name in path.lower().split("/")}


def trailing_number(address: str) -> str:
    """The number with which the path of a post's address ends; empty where it ends with none."""
    found = re.search(r"/([0-9]{1,40})/?$", urlsplit(address).path)
    return found.group(1) if found else ""
