"""Publishing to a Page: the card is uploaded first, then the post is made with its description.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import requests
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import (
    Limits,
    Live,
    Network,
    NotRenewableError,
    NotSentError,
    Outgoing,
    Pace,
    Reactions,
)
from campaigns.networks.calls import ask, seen_by_nobody
from campaigns.networks.credentials import credentials_of
from campaigns.networks.failures import NotThereError
from campaigns.networks.linkedin.client import call
from campaigns.networks.linkedin.connect import LinkedInConnector, LinkedInForm, see_page, urn_of
from campaigns.networks.linkedin.little_text import from_little_text, to_little_text
from campaigns.networks.linkedin.oauth import ask_for_tokens
from campaigns.networks.own_posts import OwnPost, find_among
from campaigns.networks.pictures import PictureLimit, fit
from campaigns.networks.text_length import Measure, count_utf16
from cms.core.http.public_address import ends_with_domain

if TYPE_CHECKING:
    from campaigns.models import Account

# Without the backslashes that stand before some signs on the way.
LIMITS = Limits(text=Measure(count_utf16, 3000), alt=Measure(count_utf16, 4086), picture=PictureLimit(5_000_000))
# The step that puts the card there, and how long it is trusted to be kept without a post.
CARD, PICTURE_LIVES = "card", timedelta(hours=12)
NEWEST = 10


class LinkedIn(Network):
    name = "linkedin"
    label = _("LinkedIn Page")
    about = _(
        "The Page of an organisation, through an app of yours to which LinkedIn gave access. Tried against a stand-in, "
        "not yet on LinkedIn itself."
    )
    can_find = True
    can_measure = True
    renews = "in time"
    # In LinkedIn's development tier an app may make 100 calls a day for each member; a post takes two to four.
    paces = (Pace(25, timedelta(hours=24)),)
    take_down_paces = (Pace(25, timedelta(hours=1)),)
    connector = LinkedInConnector()
    connect_form = LinkedInForm

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def publish(self, account: "Account", post: Outgoing) -> Live:
        if post.tried_before and (there := self.find(account, post)):
            return there
        content = {"media": {"id": self._upload(account, post), "altText": post.alt_text}} if post.card else None
        body = {
            "author": urn_of(account.remote_id),
            "commentary": to_little_text(post.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
            **({"content": content} if content else {}),
        }
        return self._call(account, "POST", "posts", lambda said: live_at(said.headers["x-restli-id"]), json=body)

    def _upload(self, account: "Account", post: Outgoing) -> str:
        """The name of the card at LinkedIn. Nobody sees it before the post: try again freely."""
        kept = post.steps.get(CARD)
        if kept:
            return kept
        picture = fit(post.card or b"", LIMITS.picture)
        begin = {"initializeUploadRequest": {"owner": urn_of(account.remote_id)}}
        with seen_by_nobody():
            address, image = self._call(
                account, "POST", "images", upload_in, params={"action": "initializeUpload"}, json=begin
            )
            self._require_linkedin(account, address)
            token = credentials_of(account)["access_token"]
            headers = {"Authorization": f"Bearer {token}", "Content-Type": picture.mime}
            ask("PUT", address, accepted, secrets=(token,), headers=headers, data=picture.content)
        post.steps.keep(CARD, image, timezone.now() + PICTURE_LIVES)
        return image

    def _require_linkedin(self, account: "Account", address: str) -> None:
        """The key goes along, and to nobody else."""
        parts, own = urlsplit(address), urlsplit(account.server)
        is_own = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
        if not is_own and not (parts.scheme == "https" and ends_with_domain(parts.hostname or "", "linkedin.com")):
            raise NotSentError(detail=f"upload to {parts.hostname}")

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        asked = {"q": "author", "author": urn_of(account.remote_id), "count": str(NEWEST), "sortBy": "CREATED"}
        headers = {"X-RestLi-Method": "FINDER"}
        newest = self._call(account, "GET", "posts", own_posts, params=asked, headers=headers)
        return find_among(account, post, newest, NEWEST)

    def take_down(self, account: "Account", remote_id: str) -> bool:
        headers = {"X-RestLi-Method": "DELETE"}
        try:
            self._call(account, "DELETE", f"posts/{quoted(remote_id)}", accepted, headers=headers)
        except NotThereError:
            return False
        return True

    def is_there(self, account: "Account", remote_id: str) -> bool:
        try:
            self._call(account, "GET", f"posts/{quoted(remote_id)}", lambda said: said.json()["id"])
        except NotThereError:
            return False
        return True

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        return self._call(account, "GET", f"socialMetadata/{quoted(remote_id)}", reactions_of)

    def check(self, account: "Account") -> None:
        see_page(account.server, credentials_of(account)["access_token"], account.remote_id)

    def renew(self, values: dict[str, str]) -> dict[str, Any]:
        if not values.get("refresh_token"):
            raise NotRenewableError
        asked = {"grant_type": "refresh_token", "refresh_token": values["refresh_token"]}
        return ask_for_tokens(values, asked)

    def _call(self, account: "Account", method: str, path: str, read: Any, **request: Any) -> Any:
        return call(account.server, credentials_of(account)["access_token"], method, path, read, **request)


def quoted(urn: str) -> str:
    return quote(urn, safe="")


def live_at(urn: str) -> Live:
    return Live(remote_id=urn, url=f"https://www.linkedin.com/feed/update/{urn}/")


def accepted(said: requests.Response) -> None:
    """An answer without a body. Raises ValueError for the page of something in between."""
    if said.content:
        raise ValueError(said.text[:100])


def upload_in(said: requests.Response) -> tuple[str, str]:
    """Where to upload, and the name of what will be there."""
    value = said.json()["value"]
    return str(value["uploadUrl"]), str(value["image"])


def own_posts(said: requests.Response) -> list[OwnPost]:
    return [
        OwnPost(
            str(row["id"]), live_at(row["id"]).url, from_little_text(row["commentary"]), created_at(row["createdAt"])
        )
        for row in said.json()["elements"]
        if row.get("commentary")
    ]


def created_at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def reactions_of(said: requests.Response) -> Reactions:
    """https://learn.microsoft.com/linkedin/marketing/community-management/shares/social-metadata-api"""
    found = said.json()
    likes = sum(int(kind["count"]) for kind in found["reactionSummaries"].values())
    return Reactions(likes=likes, replies=int(found["commentSummary"]["count"]))
