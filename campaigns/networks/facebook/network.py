"""Publishing to a Page: the card as a photo with its description; what is there is read in the Page's own feed."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import Limits, Live, NetworkError, Outgoing, Pace, Reactions
from campaigns.networks.facebook.connect import FacebookForm
from campaigns.networks.graph.network import GraphNetwork, notice_of
from campaigns.networks.own_posts import NEWEST, OwnPost, find_among, moment
from campaigns.networks.pictures import JPEG, PNG, PictureLimit, fit
from campaigns.networks.text_length import Measure, count_graphemes

if TYPE_CHECKING:
    from campaigns.models import Account

LIMITS = Limits(
    text=Measure(count_graphemes, 63_206),
    alt=Measure(count_graphemes, 1000),
    picture=PictureLimit(4_000_000, (PNG, JPEG)),
)
MEASURED = "reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count),shares"


class Facebook(GraphNetwork):
    name = "facebook"
    label = _("Facebook Page")
    about = _("A Page, through an app of yours. Tried against a stand-in, not yet on Facebook itself.")
    # Meta counts 4,800 calls a day for each person who acts on the Page; one post takes up to four.
    paces = (Pace(25, timedelta(hours=1)),)
    take_down_paces = (Pace(100, timedelta(hours=1)),)
    connect_form = FacebookForm

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def publish(self, account: "Account", post: Outgoing) -> Live:
        if post.tried_before and (there := self.find(account, post)):
            return there
        if post.card is None:
            fields = {"message": post.text, "link": post.link or None}
            number: str = self.call(account, "POST", f"{account.remote_id}/feed", lambda said: said["id"], data=fields)
            return live_at(number)
        picture = fit(post.card, LIMITS.picture)
        photo, number = self.call(
            account,
            "POST",
            f"{account.remote_id}/photos",
            lambda said: (str(said["id"]), str(said["post_id"])),
            data={"message": post.text, "alt_text_custom": post.alt_text, "published": "true"},
            files={"source": (picture.file_name, picture.content, picture.mime)},
        )
        return replace(live_at(number), notice=self._notice(account, photo, post.alt_text))

    def _notice(self, account: "Account", photo: str, alt_text: str) -> str:
        """What staff should know of the description. The post is out, so no failure here is one of publishing."""
        fields = {"fields": "alt_text_custom"}
        try:
            shown = self.call(account, "GET", photo, lambda found: found.get("alt_text_custom") or "", params=fields)
        except NetworkError:
            shown = None
        return notice_of(shown, alt_text)

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        asked = {"fields": "id,message,created_time,permalink_url", "limit": NEWEST}
        newest = self.call(account, "GET", f"{account.remote_id}/feed", own_posts, params=asked)
        return find_among(account, post, newest)

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        return self.call(account, "GET", remote_id, reactions_of, params={"fields": MEASURED})

    def check(self, account: "Account") -> None:
        self.see_account(account)
        # Without this right, no lost answer could be looked for.
        self.call(account, "GET", f"{account.remote_id}/feed", own_posts, params={"fields": "id", "limit": 1})


def live_at(number: str) -> Live:
    return Live(remote_id=number, url=f"https://www.facebook.com/{number}")


def own_posts(said: dict[str, Any]) -> list[OwnPost]:
    """Those that have words."""
    return [
        OwnPost(str(row["id"]), str(row["permalink_url"]), row["message"], moment(row["created_time"]))
        for row in said["data"]
        if row.get("message")
    ]


def reactions_of(said: dict[str, Any]) -> Reactions:
    """Nobody shared it as long as it says nothing of that."""
    return Reactions(
        likes=int(said["reactions"]["summary"]["total_count"]),
        replies=int(said["comments"]["summary"]["total_count"]),
        shares=int((said.get("shares") or {}).get("count", 0)),
    )
