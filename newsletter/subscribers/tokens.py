"""The opaque name of a reader in an audience, as it stands in the links of their mail (RFC 8058 §3.1).

It holds no address and is stored nowhere. It carries the keyed hash by which a suppression remembers the reader, so
it works for years, also after the reader was erased.
"""

import struct
from dataclasses import dataclass
from datetime import timedelta

from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from cms.core import signing

LEAVE = "newsletter leave"
CONFIRM = "newsletter confirm"
# How long the link of a confirmation mail works.
CONFIRM_WITHIN = timedelta(days=30)
# Subscriber, audience, hash of the address.
LAYOUT = struct.Struct(">QL32s")


@dataclass(frozen=True)
class Reader:
    """Whom a token names."""

    subscriber_id: int
    audience_id: int
    address_hash: str


def sign_leave(reader: Reader) -> str:
    """The token with which `reader` leaves or chooses a language: always the same one."""
    return signing.sign(LEAVE, _pack(reader))


def read_leave(token: str) -> Reader | None:
    """Whom `token` names; None when it was not made here, or for something else."""
    return _unpack(signing.unsign(LEAVE, token))


def sign_confirm(reader: Reader) -> str:
    """The token with which `reader` confirms a subscription."""
    return signing.sign_dated(CONFIRM, _pack(reader))


def read_confirm(token: str) -> Reader | None:
    """Whom `token` names; None when it was not made here, for something else, or longer ago than CONFIRM_WITHIN."""
    return _unpack(signing.unsign_dated(CONFIRM, token, CONFIRM_WITHIN))


def _pack(reader: Reader) -> str:
    content = LAYOUT.pack(reader.subscriber_id, reader.audience_id, bytes.fromhex(reader.address_hash))
    return urlsafe_base64_encode(content)


def _unpack(value: str | None) -> Reader | None:
    if value is None:
        return None
    subscriber_id, audience_id, address_hash = LAYOUT.unpack(urlsafe_base64_decode(value))
    return Reader(subscriber_id, audience_id, address_hash.hex())
