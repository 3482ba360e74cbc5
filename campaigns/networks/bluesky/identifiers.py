"""The names of posts: chosen here from what is the same on every try, so that a second try is the same post.

https://atproto.com/specs/tid, https://atproto.com/specs/data-model
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import libipld

POSTS = "app.bsky.feed.post"
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
TID = re.compile(f"[{SORTABLE[:16]}][{SORTABLE}]{{12}}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# CID version 1, DAG-CBOR, and SHA-256 of 32 bytes.
CID_PREFIX = b"\x01\x71\x12\x20"


def tid_of(key: str, since: datetime, part: int = 0) -> str:
    """The record key of a post's `part`: microseconds since 1970, and ten bits of the key for its clock."""
    microseconds = (since - EPOCH) // timedelta(microseconds=1) + part
    clock = int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big") % 1024
    number = microseconds << 10 | clock
    return "".join(SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def moment_of(record_key: str) -> datetime | None:
    """The time in a record key; None for one that is no TID."""
    if not TID.fullmatch(record_key):
        return None
    number = sum(SORTABLE.index(sign) << 5 * place for place, sign in enumerate(reversed(record_key)))
    return EPOCH + timedelta(microseconds=number >> 10)


def uri_of(did: str, record_key: str) -> str:
    return f"at://{did}/{POSTS}/{record_key}"


def record_key_of(uri: str) -> str:
    return uri.rpartition("/")[2]


def web_address(uri: str) -> str:
    """Where people read it. With the DID in it, the address stays when the account takes another name."""
    did = uri.removeprefix("at://").partition("/")[0]
    return f"https://bsky.app/profile/{did}/post/{record_key_of(uri)}"


def cid_of(record: dict[str, Any]) -> str:
    """The content identifier that every server gives this record."""
    digest = hashlib.sha256(libipld.encode_dag_cbor(_with_links(record))).digest()
    return str(libipld.encode_cid(CID_PREFIX + digest))


def _with_links(value: Any) -> Any:
    """JSON's {"$link": …} as the bytes that DAG-CBOR encodes as a link."""
    if isinstance(value, dict):
        if value.keys() == {"$link"}:
            return libipld.decode_multibase(value["$link"])[1]
        return {name: _with_links(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_links(one) for one in value]
    return value
