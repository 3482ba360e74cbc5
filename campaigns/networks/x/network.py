"""Publishing to X: it knows no key that makes a second try harmless, so the account is always looked at first."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tweepy
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import (
    NO_DESCRIPTION,
    Limits,
    Live,
    Network,
    NotSentError,
    OnlyPersonCanTellError,
    Outgoing,
    Pace,
    Reactions,
    RefusedError,
    UnknownOutcomeError,
)
from campaigns.networks.credentials import fresh_credentials
from campaigns.networks.own_posts import OwnPost, find_among, names_in, trailing_number
from campaigns.networks.parts import publish_parts
from campaigns.networks.pictures import JPEG, PNG, PictureLimit, fit
from campaigns.networks.text_length import Measure
from campaigns.networks.x import prices
from campaigns.networks.x.client import DuplicateTextError, XClient, calling
from campaigns.networks.x.connect import XConnector, XForm
from campaigns.networks.x.oauth import renew
from campaigns.networks.x.text_length import count_for_x, links_for_x
from campaigns.networks.x.timeline import shown, text_of
from cms.core.http.public_address import ends_with_domain

if TYPE_CHECKING:
    from campaigns.models import Account

LIMITS = Limits(text=Measure(count_for_x, 280), alt=Measure(len, 1000), picture=PictureLimit(5_000_000, (PNG, JPEG)))
QUARTER = timedelta(minutes=15)
# How many posts one look answers at most, and how far two clocks may be apart.
NEWEST, CLOCKS_APART = 100, timedelta(seconds=60)
# The steps: the card on X, and the same once it has its description.
CARD, DESCRIBED = "card", "described"
# What is kept of an upload's life, so that it does not end between two calls.
MARGIN = timedelta(minutes=10)
# How often X is asked what came of a post.
MEASUREMENTS = 4
ANOTHER_ACCOUNT = _("These keys are those of another account.")


class X(Network):
    name = "x"
    label = "X"
    about = _("With an app of your own, which X bills for each post. Tried against a stand-in, not yet on X itself.")
    can_find = True
    can_measure = True
    # A post is on the account's timeline a little after it was accepted.
    look_after = 30.0
    is_billed = True
    has_threads = True
    renews = "at use"
    paces = (Pace(100, QUARTER),)
    take_down_paces = (Pace(50, QUARTER),)
    connector = XConnector()
    connect_form = XForm

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def cost_of(self, texts: tuple[str, ...], alt_text: str) -> Decimal:
        create = sum(prices.CREATE_WITH_LINK if any(links_for_x(text)) else prices.CREATE for text in texts)
        return create + prices.DESCRIBE + MEASUREMENTS * prices.READ

    def publish(self, account: "Account", post: Outgoing) -> Live:
        if post.tried_before and (there := self.find(account, post)) and there.is_whole:
            return there
        notices, is_from_before = [], bool(post.steps.get(CARD))

        def send(number: int, text: str, answers_to: str) -> Live:
            picture = ""
            if post.card and number == 0:
                picture = self._upload(account, post)
                notices.append(self._describe(account, post, picture))
            try:
                return self._create(account, post, text, picture, answers_to)
            except RefusedError as error:
                if is_from_before and picture and isinstance(error.__cause__, tweepy.BadRequest):
                    # It hangs on another try, or X has forgotten it: the next one begins with the picture.
                    post.steps.keep(CARD, "")
                    raise NotSentError(detail=error.detail) from error
                raise

        live = publish_parts(post, send)
        return replace(live, notice=" ".join(filter(None, notices)))

    def _create(self, account: "Account", post: Outgoing, text: str, picture: str, answers_to: str) -> Live:
        try:
            with calling_for(account) as client:
                answer = client.create_tweet(
                    text=text, media_ids=[picture] if picture else None, in_reply_to_tweet_id=answers_to or None
                )
                return live_of(account, answer["data"])
        except DuplicateTextError as error:
            if post.tried_before:
                # It was looked for just now.
                raise OnlyPersonCanTellError(error.sentence, detail=error.detail) from error
            raise

    def _upload(self, account: "Account", post: Outgoing) -> str:
        """The number of the card on X. Nobody sees it before the post: try again freely."""
        if kept := post.steps.get(CARD):
            return kept
        picture = fit(post.card or b"", LIMITS.picture)
        sent = {
            "media": base64.b64encode(picture.content).decode(),
            "media_category": "tweet_image",
            "media_type": picture.mime,
        }
        with unseen(account) as client:
            made = client.request("POST", "/2/media/upload", json=sent).json()["data"]
            number, lives = str(made["id"]), timedelta(seconds=int(made["expires_after_secs"]))
        post.steps.keep(CARD, number, timezone.now() + lives - MARGIN)
        return number

    def _describe(self, account: "Account", post: Outgoing, picture: str) -> str:
        """Give the card its description, and its warning; what staff should know, where X did not keep it."""
        if post.steps.get(DESCRIBED) == picture:
            return ""
        metadata: dict[str, Any] = {"alt_text": {"text": post.alt_text}}
        if post.is_sensitive:
            metadata["sensitive_media_warning"] = {"other": True}
        with unseen(account) as client:
            sent = {"id": picture, "metadata": metadata}
            answer = client.request("POST", "/2/media/metadata", json=sent).json()["data"]
            kept = answer.get("associated_metadata", metadata).get("alt_text", {}).get("text")
        post.steps.keep(DESCRIBED, picture)
        return "" if kept == post.alt_text else str(NO_DESCRIPTION)

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        earliest = post.since - CLOCKS_APART
        with calling_for(account) as client:
            answer = client.get_users_tweets(
                account.remote_id,
                start_time=earliest,
                max_results=NEWEST,
                exclude=["retweets"],
                tweet_fields=["created_at", "entities", "referenced_tweets"],
            )
            newest = answer.get("data", []) if answer["meta"]["result_count"] else []
            mine = [
                OwnPost(
                    str(one["id"]), live_of(account, one).url, text_of(one), moment_of(one), answers_to=answered_by(one)
                )
                for one in newest
            ]
        return find_among(account, post, mine, NEWEST, shown)

    def remote_id_of(self, account: "Account", address: str) -> str:
        parts = urlsplit(address)
        is_at_x = any(ends_with_domain(parts.hostname or "", domain) for domain in ("x.com", "twitter.com"))
        # `i` stands for whoever wrote it.
        is_own = {account.handle.lower(), "i"} & names_in(parts.path)
        return trailing_number(address) if is_at_x and is_own else ""

    def take_down(self, account: "Account", remote_id: str) -> bool:
        try:
            with calling_for(account) as client:
                if not client.delete_tweet(remote_id)["data"]["deleted"]:
                    raise UnknownOutcomeError(detail=remote_id)
        except RefusedError as error:
            if isinstance(error.__cause__, tweepy.NotFound):
                return False
            raise
        return True

    def is_there(self, account: "Account", remote_id: str) -> bool:
        return self._read(account, remote_id) is not None

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        found = self._read(account, remote_id)
        if found is None:
            raise RefusedError(_("It is no longer on the network."), detail=remote_id)
        return found

    def _read(self, account: "Account", remote_id: str) -> Reactions | None:
        """What came of a post; None where it is gone. X answers of what is gone with 200 and an error, or with 404."""
        try:
            with calling_for(account) as client:
                answer = client.get_tweet(remote_id, tweet_fields=["public_metrics"])
                if "data" not in answer and answer["errors"][0]["type"].endswith("/resource-not-found"):
                    return None
                counted = answer["data"]["public_metrics"]
                return Reactions(
                    likes=int(counted["like_count"]),
                    shares=int(counted["retweet_count"]) + int(counted["quote_count"]),
                    replies=int(counted["reply_count"]),
                    views=int(counted["impression_count"]),
                )
        except RefusedError as error:
            if isinstance(error.__cause__, tweepy.NotFound):
                return None
            raise

    def check(self, account: "Account") -> None:
        with calling_for(account) as client:
            number = str(client.get_me()["data"]["id"])
        if number != account.remote_id:
            raise RefusedError(ANOTHER_ACCOUNT, detail=number, needs_reconnect=True)

    def renew(self, values: dict[str, str]) -> dict[str, Any]:
        return renew(values)


@contextmanager
def calling_for(account: "Account") -> Iterator[XClient]:
    """A client that speaks for `account`, with keys that hold."""
    with calling(fresh_credentials(account, renew)) as client:
        yield client


@contextmanager
def unseen(account: "Account") -> Iterator[XClient]:
    """The same for what nobody sees: an answer that was lost does no harm."""
    try:
        with calling_for(account) as client:
            yield client
    except UnknownOutcomeError as error:
        raise NotSentError(detail=error.detail) from error


def live_of(account: "Account", post: Any) -> Live:
    return Live(remote_id=str(post["id"]), url=f"https://x.com/{account.handle}/status/{post['id']}")


def answered_by(post: Any) -> str:
    """The number of the post to which this one is an answer; empty where it is none."""
    return next((str(one["id"]) for one in post.get("referenced_tweets", ()) if one["type"] == "replied_to"), "")


def moment_of(post: Any) -> datetime:
    """When X took it. Raises ValueError where it does not say."""
    found = parse_datetime(str(post["created_at"]))
    if found is None:
        raise ValueError(post["created_at"])
    return found
