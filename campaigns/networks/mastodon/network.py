"""Publishing to Mastodon: the frozen key makes a second try harmless, and the account's own posts say what is there."""

import time
import unicodedata
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mastodon import MastodonNotFoundError

from campaigns.networks.base import (
    NO_DESCRIPTION,
    Limits,
    Live,
    Network,
    NotSentError,
    Outgoing,
    Pace,
    Reactions,
    UnknownOutcomeError,
)
from campaigns.networks.mastodon.client import Client, as_failures, calling_for
from campaigns.networks.mastodon.connect import MastodonConnector, ServerForm
from campaigns.networks.own_posts import OwnPost, find_among, names_in, trailing_number
from campaigns.networks.parts import publish_parts
from campaigns.networks.pictures import PictureLimit, fit
from campaigns.networks.text_length import MENTION, Measure, count_graphemes, mastodon_counter
from cms.core.text import html_to_lines

if TYPE_CHECKING:
    from campaigns.models import Account

# What a server has whose own limits are not known yet.
USUAL = {"characters": 500, "url_length": 23, "alt_characters": 1500, "picture_bytes": 8_000_000}
# How many of the account's newest posts are looked through.
NEWEST = 40
# The step that puts the card on the server, and how long a picture without a post is kept there at least.
CARD, PICTURE_LIVES = "card", timedelta(hours=12)
# How often, and after how many seconds, a picture is asked for that is still being read.
LOOKS, PAUSE = 20, 0.5


class PictureGoneError(UnknownOutcomeError):
    """The picture that was put there cannot be used any more: a post may have it."""


class Mastodon(Network):
    name = "mastodon"
    label = "Mastodon"
    about = _("Any Mastodon server, and others that work like one. Tried against a stand-in, not yet on a real server.")
    can_find = True
    has_content_warning = True
    can_measure = True
    has_threads = True
    # The key, and where a server ignores it, a picture that may be used once.
    is_idempotent = True
    paces = (Pace(300, timedelta(hours=3)), Pace(30, timedelta(minutes=30)))
    take_down_paces = (Pace(30, timedelta(minutes=30)),)
    connector = MastodonConnector()
    connect_form = ServerForm

    def limits(self, account: "Account") -> Limits:
        own = USUAL | account.limits
        text = Measure(mastodon_counter(own["url_length"]), own["characters"])
        return Limits(
            text=text,
            alt=Measure(count_graphemes, own["alt_characters"]),
            counts_warning=True,
            picture=PictureLimit(own["picture_bytes"]),
        )

    def publish(self, account: "Account", post: Outgoing) -> Live:
        # A server that forgot the key, or never kept any, would take it again.
        if post.tried_before and (there := self.find(account, post)) and there.is_whole:
            return there
        notices = []
        with calling_for(account) as client:

            def send(number: int, text: str, answers_to: str) -> Live:
                has_card = number == 0 and post.card is not None
                picture = upload(client, post, self.limits(account).picture) if has_card else ""
                # `publish_parts` wants to know whether it was refused.
                with as_failures(client):
                    answer = client.status_post(
                        text,
                        in_reply_to_id=answers_to or None,
                        media_ids=[picture] if picture else None,
                        sensitive=bool(post.content_warning),
                        visibility="public",
                        spoiler_text=post.content_warning or None,
                        language=post.language,
                        idempotency_key=f"{post.key}-{number}" if number else post.key,
                    )
                if picture and [media["description"] for media in answer["media_attachments"]] != [post.alt_text]:
                    notices.append(str(NO_DESCRIPTION))
                return live_of(answer)

            live = publish_parts(post, send)
        return replace(live, notice=" ".join(notices))

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        with calling_for(account) as client:
            statuses = client.account_statuses(account.remote_id, limit=NEWEST, exclude_reblogs=True)
            newest = [
                OwnPost(
                    remote_id=str(one.id),
                    url=str(one.url or ""),
                    text=unescape(html_to_lines(one.content)),
                    created_at=one.created_at,
                    answers_to=str(one.in_reply_to_id or ""),
                )
                for one in statuses
            ]
            return find_among(account, post, newest, NEWEST, shown)

    def remote_id_of(self, account: "Account", address: str) -> str:
        """On another server the same post has another number."""
        parts, name = urlsplit(address), account.handle.partition("@")[0].lower()
        is_own = parts.netloc.lower() == urlsplit(account.server).netloc and name in names_in(parts.path)
        return trailing_number(address) if is_own else ""

    def take_down(self, account: "Account", remote_id: str) -> bool:
        with calling_for(account) as client:
            try:
                client.status_delete(remote_id)
            except MastodonNotFoundError:
                return False
        return True

    def is_there(self, account: "Account", remote_id: str) -> bool:
        with calling_for(account) as client:
            try:
                client.status(remote_id)
            except MastodonNotFoundError:
                return False
        return True

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        with calling_for(account) as client:
            status = client.status(remote_id)
            return Reactions(
                likes=int(status["favourites_count"]),
                shares=int(status["reblogs_count"]),
                replies=int(status["replies_count"]),
            )

    def check(self, account: "Account") -> None:
        with calling_for(account) as client:
            client.account_verify_credentials()


def upload(client: Client, post: Outgoing, limit: PictureLimit) -> str:
    """The number of the card on the server, ready to be shown. Nobody sees it before the post: try again freely."""
    try:
        with as_failures(client):
            number = post.steps.get(CARD)
            if number and not is_unused(client, number):
                # It hangs on a post already, perhaps on this one, or the server has forgotten it.
                post.steps.keep(CARD, "")
                raise PictureGoneError(detail=f"picture {number}")
            if not number:
                picture = fit(post.card or b"", limit)
                media = client.media_post(
                    picture.content, picture.mime, description=post.alt_text, file_name=picture.file_name
                )
                number = str(media["id"])
                post.steps.keep(CARD, number, timezone.now() + PICTURE_LIVES)
            for _look in range(LOOKS):
                if client.media(number)["url"]:
                    return number
                time.sleep(PAUSE)
    except PictureGoneError:
        raise
    except UnknownOutcomeError as error:
        raise NotSentError(detail=error.detail) from error
    raise NotSentError(_("The network has not finished reading the image."), detail=number)


def is_unused(client: Client, number: str) -> bool:
    try:
        client.media(number)
    except MastodonNotFoundError:
        return False
    return True


def live_of(status: Any) -> Live:
    return Live(remote_id=str(status["id"]), url=str(status["url"] or ""))


def shown(text: str) -> str:
    """A text without its spaces, the servers of names, and other forms of its letters."""
    return "".join(unicodedata.normalize("NFC", MENTION.sub(r"\1", text)).split())
