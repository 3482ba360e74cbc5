"""The opaque name of a reader in an audience, as it stands in the links of their mail (RFC 8058 §3.1).

It holds no address and is stored nowhere. It carries the keyed hash by which a suppression remembers the reader, so
it works for years, also after the reader was erased.
"""

import struct
from dataclasses import dataclass

from django.conf import settings
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from cms.core import signing
from newsletter.addresses import HASH_VERSION, TYPED_HASH_VERSION

LEAVE = "newsletter leave"
CONFIRM = "newsletter confirm ask"
# Subscriber, audience, hash of the address. Its version follows in links made since there are two.
LAYOUT = struct.Struct(">QL32s")
LAYOUT_WITH_VERSION = struct.Struct(">QL32sB")
# The ask, hash of its address.
ASK_LAYOUT = struct.Struct(">Q32s")


@dataclass(frozen=True)
class Reader:
    """Whom a token names."""

    subscriber_id: int
    audience_id: int
    address_hash: str
    hash_version: int = HASH_VERSION


@dataclass(frozen=True)
class AskName:
    """The one ask that the link of a confirmation mail names."""

    ask_id: int
    address_hash: str


def sign_leave(reader: Reader) -> str:
    """The token with which `reader` leaves or chooses a language: always the same one."""
    return signing.sign(LEAVE, _pack(reader))


def read_leave(token: str) -> Reader | None:
    """Whom `token` names; None when it was not made here, or for something else."""
    return _unpack(signing.unsign(LEAVE, token))


def sign_confirm(named: AskName) -> str:
    """The token with which the mailbox confirms one ask."""
    content = ASK_LAYOUT.pack(named.ask_id, bytes.fromhex(named.address_hash))
    return signing.sign_dated(CONFIRM, urlsafe_base64_encode(content))


def read_confirm(token: str) -> AskName | None:
    """The ask that `token` names; None when it was not made here, for something else, or too long ago."""
    value = signing.unsign_dated(CONFIRM, token, settings.CONFIRM_WITHIN)
    if value is None:
        return None
    ask_id, address_hash = ASK_LAYOUT.unpack(urlsafe_base64_decode(value))
    return AskName(ask_id, address_hash.hex())


def _pack(reader: Reader) -> str:
    named = (reader.subscriber_id, reader.audience_id, bytes.fromhex(reader.address_hash))
    return urlsafe_base64_encode(LAYOUT_WITH_VERSION.pack(*named, reader.hash_version))


def _unpack(value: str | None) -> Reader | None:
    if value is None:
        return None
    content = urlsafe_base64_decode(value)
    if len(content) == LAYOUT.size:
        subscriber_id, audience_id, address_hash = LAYOUT.unpack(content)
        return Reader(subscriber_id, audience_id, address_hash.hex(), TYPED_HASH_VERSION)
    subscriber_id, audience_id, address_hash, version = LAYOUT_WITH_VERSION.unpack(content)
    return Reader(subscriber_id, audience_id, address_hash.hex(), version)
