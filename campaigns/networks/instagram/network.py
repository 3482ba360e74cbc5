"""Publishing to Instagram, where each post is a picture and links are not to be clicked."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import regex
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import Limits, Pace, Reactions, RefusedError
from campaigns.networks.graph.containers import ContainerNetwork
from campaigns.networks.instagram.connect import InstagramForm
from campaigns.networks.pictures import JPEG, PictureLimit
from campaigns.networks.text_length import Measure, count_utf16

if TYPE_CHECKING:
    from campaigns.models import Account

LIMITS = Limits(
    text=Measure(count_utf16, 2200), alt=Measure(count_utf16, 1000), picture=PictureLimit(8_000_000, (JPEG,))
)
HASHTAG, MOST_HASHTAGS = regex.compile(r"(?<!\w)#\w+"), 30


class Instagram(ContainerNetwork):
    name = "instagram"
    label = "Instagram"
    about = _(
        "A professional account, through an app of yours. Instagram fetches the cards from here. Tried against a "
        "stand-in, not yet on Instagram itself."
    )
    # Meta's pages name 50 and 100: GET /{ig-user-id}/content_publishing_limit tells an account's own.
    paces = (Pace(50, timedelta(hours=24)),)
    connect_form = InstagramForm
    containers, publisher, posts = "media", "media_publish", "media"
    status_field, text_field = "status_code", "caption"

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def fields_of(self, text: str, card_address: str, alt_text: str) -> dict[str, str]:
        if not card_address:
            raise RefusedError(_("Instagram takes no text without an image."))
        if len(HASHTAG.findall(text)) > MOST_HASHTAGS:
            raise RefusedError(_("Instagram takes at most {most} hashtags.").format(most=MOST_HASHTAGS))
        return {"image_url": card_address, "caption": text, "alt_text": alt_text}

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        asked = {"fields": "like_count,comments_count"}
        return self.call(account, "GET", remote_id, reactions_of, params=asked)


def reactions_of(said: dict[str, Any]) -> Reactions:
    """It says nothing of likes where the account hides them."""
    likes = said.get("like_count")
    return Reactions(likes=None if likes is None else int(likes), replies=int(said["comments_count"]))
