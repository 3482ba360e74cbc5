"""The opaque name of a reader in an audience, as it stands in the links of their mail.

It holds no address and is kept nowhere, so it works for years, also after the reader was erased: it carries the keyed
hash by which a suppression remembers them. Nobody can make one without `READERS_SECRET` (RFC 8058 §3.1).
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass

from django.conf import settings

SIGNATURE_BYTES = 16
# Version, purpose, subscriber, audience, hash of the address.
LAYOUT = struct.Struct(">BcQL32s")
VERSION = 1

LEAVE = b"L"
CONFIRM = b"C"


@dataclass(frozen=True)
class Reader:
    """Whom a token names."""

    subscriber_id: int
    audience_id: int
    address_hash: str


def token_for(reader: Reader, purpose: bytes = LEAVE) -> str:
    """The token of `reader`, always the same one."""
    content = LAYOUT.pack(
        VERSION, purpose, reader.subscriber_id, reader.audience_id, bytes.fromhex(reader.address_hash)
    )
    return _written(content + _signature(content))


def reader_of(token: str, purpose: bytes = LEAVE) -> Reader | None:
    """Whom `token` names; None when it was not made here for this purpose."""
    try:
        signed = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    content, signature = signed[:-SIGNATURE_BYTES], signed[-SIGNATURE_BYTES:]
    if (
        len(content) != LAYOUT.size
        or _written(signed) != token
        or not hmac.compare_digest(signature, _signature(content))
    ):
        return None
    version, found, subscriber_id, audience_id, address_hash = LAYOUT.unpack(content)
    if version != VERSION or found != purpose:
        return None
    return Reader(subscriber_id, audience_id, address_hash.hex())


def _written(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _signature(content: bytes) -> bytes:
    key = settings.READERS_SECRET.encode()
    return hmac.new(key, b"token:" + content, hashlib.sha256).digest()[:SIGNATURE_BYTES]
