"""Publishing to Threads."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import regex
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import Limits, Pace, Reactions
from campaigns.networks.graph.containers import ContainerNetwork
from campaigns.networks.pictures import JPEG, PictureLimit
from campaigns.networks.text_length import GRAPHEME, Measure, count_utf16
from campaigns.networks.threads.connect import VERSION, ThreadsForm, renewed_keys

if TYPE_CHECKING:
    from campaigns.models import Account

EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\uFE0F\u20E3]")


def count_for_threads(text: str) -> int:
    """Signs, but an emoji as its bytes in UTF-8: https://developers.facebook.com/docs/threads/posts"""
    return sum(len(sign.encode()) if EMOJI.search(sign) else len(sign) for sign in GRAPHEME.findall(text))


LIMITS = Limits(
    text=Measure(count_for_threads, 500), alt=Measure(count_utf16, 1000), picture=PictureLimit(8_000_000, (JPEG,))
)
MEASURED = "views,likes,replies,reposts,quotes"


class Threads(ContainerNetwork):
    name = "threads"
    label = "Threads"
    about = _(
        "A profile on Threads, through an app of yours. Threads fetches the cards from here. Tried against a stand-in, "
        "not yet on Threads itself."
    )
    renews = "in time"
    # https://developers.facebook.com/docs/threads/overview#rate-limiting
    paces = (Pace(250, timedelta(hours=24)),)
    take_down_paces = (Pace(100, timedelta(hours=24)),)
    connect_form = ThreadsForm
    version = VERSION
    containers, publisher, posts = "threads", "threads_publish", "threads"
    status_field, text_field = "status", "text"

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def fields_of(self, text: str, card_address: str, alt_text: str) -> dict[str, str]:
        if not card_address:
            return {"media_type": "TEXT", "text": text}
        return {"media_type": "IMAGE", "image_url": card_address, "text": text, "alt_text": alt_text}

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        return self.call(account, "GET", f"{remote_id}/insights", reactions_of, params={"metric": MEASURED})

    def renew(self, values: dict[str, str]) -> dict[str, Any]:
        return renewed_keys(values["access_token"])


def reactions_of(said: dict[str, Any]) -> Reactions:
    counts = {str(row["name"]): int(row["values"][0]["value"]) for row in said["data"]}
    return Reactions(
        likes=counts.get("likes"),
        shares=counts["reposts"] + counts["quotes"],
        replies=counts.get("replies"),
        views=counts.get("views"),
    )
