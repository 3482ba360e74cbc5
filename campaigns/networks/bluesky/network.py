"""Publishing to Bluesky: the record and its key are the same on every try, so that the server keeps one post of them.

What is tried again is what was tried: `putRecord` of the same bytes changes nothing.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from atproto import Client
from atproto.exceptions import BadRequestError
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import (
    Limits,
    Live,
    Network,
    NotSentError,
    Outgoing,
    Pace,
    Reactions,
    RefusedError,
    UnknownOutcomeError,
)
from campaigns.networks.bluesky.client import error_code, send, write
from campaigns.networks.bluesky.connect import NAME, AppPasswordForm
from campaigns.networks.bluesky.identifiers import POSTS, moment_of, record_key_of, tid_of, web_address
from campaigns.networks.bluesky.records import Record, image_of, records_of
from campaigns.networks.bluesky.rich_text import TEXT
from campaigns.networks.bluesky.session import calling_for
from campaigns.networks.pictures import JPEG, PictureLimit, fit
from campaigns.networks.text_length import Measure, count_graphemes

if TYPE_CHECKING:
    from campaigns.models import Account

# A description may be of any length; the app stops at this one. Older servers take pictures of up to a million bytes.
LIMITS = Limits(text=TEXT, alt=Measure(count_graphemes, 2000), picture=PictureLimit(950_000, (JPEG,)))
# How many of the account's newest posts are looked through.
NEWEST = 100
CHANGED = _("The network keeps it with other words or another description than were sent. Look at it there.")
NOT_ACTIVE = _("This account is not active on its network.")


class Bluesky(Network):
    name = NAME
    label = "Bluesky"
    about = _("Bluesky, and servers of your own. Tried with Bluesky's own server software, not yet on bsky.social.")
    can_find = True
    can_measure = True
    is_idempotent = True
    has_threads = True
    # 5,000 points an hour and 35,000 a day: three for a post, one to remove it.
    paces = (Pace(1000, timedelta(hours=1)), Pace(6000, timedelta(days=1)))
    take_down_paces = (Pace(2000, timedelta(hours=1)), Pace(17_000, timedelta(days=1)))
    renews = "at use"
    connect_form = AppPasswordForm

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def publish(self, account: "Account", post: Outgoing) -> Live:
        # A thread cannot be put a second time; and nobody knows when a post of a restored database was first tried.
        if (post.tried_before or len(post.texts) > 1) and (there := self.find(account, post)):
            return there
        records = records_of(post, account.remote_id, self._upload(account, post))
        with calling_for(account) as client:
            kept = put(client, records[0]) if len(records) == 1 else put_all(client, account.remote_id, records)
        return live_of(records, "" if kept == [record.cid for record in records] else str(CHANGED))

    def _upload(self, account: "Account", post: Outgoing) -> dict[str, Any] | None:
        """The card, on the server. The same bytes are the same image there: try again freely."""
        if post.card is None:
            return None
        picture = fit(post.card, LIMITS.picture)
        try:
            with calling_for(account) as client:
                answer = send(client, "com.atproto.repo.uploadBlob", picture.content, picture.mime)
                return image_of(answer["blob"], post.alt_text, picture.width, picture.height)
        except UnknownOutcomeError as error:
            raise NotSentError(detail=error.detail) from error

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        records = records_of(post, account.remote_id)
        with calling_for(account) as client:
            if is_kept(client, records[0].uri):
                return live_of(records)
            earlier = find_earlier(client, account.remote_id, post)
        return live_of(earlier) if earlier else None

    def take_down(self, account: "Account", remote_id: str) -> bool:
        with calling_for(account) as client:
            return client.com.atproto.repo.delete_record(place_of(remote_id)).commit is not None

    def is_there(self, account: "Account", remote_id: str) -> bool:
        with calling_for(account) as client:
            return is_kept(client, remote_id)

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        with calling_for(account) as client:
            posts = client.app.bsky.feed.get_posts({"uris": [remote_id]}).posts
        if not posts:
            return Reactions()
        [seen] = posts
        shares = (seen.repost_count or 0) + (seen.quote_count or 0)
        return Reactions(likes=seen.like_count, shares=shares, replies=seen.reply_count)

    def check(self, account: "Account") -> None:
        with calling_for(account) as client:
            session = client.com.atproto.server.get_session()
        if session.active is False:
            raise RefusedError(NOT_ACTIVE, detail=str(session.status), needs_reconnect=True)


def put(client: Client, record: Record) -> list[str]:
    """Keep one record; the content identifiers that the server answers."""
    return [write(client, "com.atproto.repo.putRecord", place_of(record.uri) | {"record": record.value})["cid"]]


def put_all(client: Client, did: str, records: list[Record]) -> list[str]:
    """Keep the parts of a thread, all of them or none."""
    writes = [
        {"$type": "com.atproto.repo.applyWrites#create", "collection": POSTS, "rkey": one.key, "value": one.value}
        for one in records
    ]
    answer = write(client, "com.atproto.repo.applyWrites", {"repo": did, "writes": writes})
    return [result["cid"] for result in answer["results"]]


def is_kept(client: Client, uri: str) -> bool:
    try:
        client.com.atproto.repo.get_record(place_of(uri))
    except BadRequestError as error:
        if error_code(error) == "RecordNotFound":
            return False
        raise
    return True


def find_earlier(client: Client, did: str, post: Outgoing) -> list[Record]:
    """The post as it was put there at another time than is known, as after a database was restored."""
    newest = client.com.atproto.repo.list_records({"repo": did, "collection": POSTS, "limit": NEWEST}).records
    for one in newest:
        since = moment_of(record_key_of(one.uri))
        if since and tid_of(post.key, since) == record_key_of(one.uri):
            records = records_of(replace(post, since=since), did)
            if one.value.text == records[0].value["text"]:
                return records
    return []


def place_of(uri: str) -> dict[str, str]:
    did = uri.removeprefix("at://").partition("/")[0]
    return {"repo": did, "collection": POSTS, "rkey": record_key_of(uri)}


def live_of(records: list[Record], notice: str = "") -> Live:
    first, *rest = records
    return Live(first.uri, web_address(first.uri), tuple(one.uri for one in rest), notice)
