"""A post as the records that are put into the account's repository: the same on every try, to the last byte.

https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from campaigns.networks.base import Outgoing
from campaigns.networks.bluesky.identifiers import POSTS, cid_of, tid_of, uri_of
from campaigns.networks.bluesky.rich_text import rich_text


@dataclass(frozen=True)
class Record:
    """One post in an account's repository."""

    key: str
    uri: str
    value: dict[str, Any]

    @property
    def cid(self) -> str:
        return cid_of(self.value)

    @property
    def reference(self) -> dict[str, str]:
        return {"uri": self.uri, "cid": self.cid}


def records_of(post: Outgoing, did: str, image: dict[str, Any] | None = None) -> list[Record]:
    """The parts of a post in the repository of `did`. `image` is the card, as `image_of` answers it."""
    records: list[Record] = []
    for part, text in enumerate(post.texts):
        key = tid_of(post.key, post.since, part)
        shown = rich_text(text)
        value: dict[str, Any] = {
            "$type": POSTS,
            "text": shown.text,
            "createdAt": timestamp(post.since + timedelta(milliseconds=part)),
            "langs": [post.language],
        }
        if shown.facets:
            value["facets"] = shown.facets
        if part == 0:
            value |= embedded(post, image)
        else:
            value["reply"] = {"root": records[0].reference, "parent": records[-1].reference}
        records.append(Record(key, uri_of(did, key), value))
    return records


def embedded(post: Outgoing, image: dict[str, Any] | None) -> dict[str, Any]:
    """The card, hidden behind a click where it is sensitive; without a card a preview of the link."""
    if image:
        found: dict[str, Any] = {"embed": {"$type": "app.bsky.embed.images", "images": [image]}}
        if post.is_sensitive:
            values = [{"val": "graphic-media"}]
            found["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
        return found
    if post.link:
        external = {"uri": post.link, "title": post.title, "description": ""}
        return {"embed": {"$type": "app.bsky.embed.external", "external": external}}
    return {}


def image_of(blob: dict[str, Any], alt_text: str, width: int, height: int) -> dict[str, Any]:
    return {"image": blob, "alt": alt_text, "aspectRatio": {"width": width, "height": height}}


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
