"""Signed tokens for readers' links and mail addresses, and keyed hashes.

All are signed with READERS_SECRET through `django.core.signing`. A token signed for one purpose is refused for every
other. Tokens of an earlier secret stay valid while it is listed in READERS_SECRET_FALLBACKS.
"""

import base64
from datetime import timedelta
from typing import TypeVar

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.utils.crypto import salted_hmac

from cms.core.installation_secrets import readers_secrets

SEPARATOR = "."
# What RFC 5321 §4.5.3.1.1 leaves of the 64 octets of a local part when a prefix such as "bounce+" precedes it.
LONGEST_NAME = 40
NAME_SIGNATURE_BYTES = 16

AnySigner = TypeVar("AnySigner", bound=Signer)


class NameSigner(Signer):
    """Signatures of 128 bits in lower-case base32, which survive software that changes the case of an address."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        digest = salted_hmac(self.salt, value, self.key if key is None else key, algorithm=self.algorithm)
        return _write_base32(digest.digest()[:NAME_SIGNATURE_BYTES])


# A token of one kind is none of another. Part of every link already sent: never change them.
SALTS: dict[type[Signer], str] = {Signer: "lasting", TimestampSigner: "dated", NameSigner: "name"}


def sign(purpose: str, value: str) -> str:
    """`value` with its signature: always the same token, valid for ever."""
    return _signer(Signer, purpose).sign(value)


def unsign(purpose: str, token: str) -> str | None:
    """The value in `token`; None where it was not signed for `purpose`."""
    return _unsigned(Signer, purpose, token)


def sign_dated(purpose: str, value: str) -> str:
    """`value` with the time and its signature."""
    return _signer(TimestampSigner, purpose).sign(value)


def unsign_dated(purpose: str, token: str, max_age: timedelta) -> str | None:
    """The value in `token`; None where it was not signed for `purpose`, or longer ago than `max_age`."""
    return _unsigned(TimestampSigner, purpose, token, max_age=max_age)


def sign_name(purpose: str, row_id: int) -> str:
    """The signed primary key of a row in at most LONGEST_NAME characters: lower-case base32 and one dot.

    For the local part of a mail address (RFC 5321) and for links that are printed.
    """
    return _signer(NameSigner, purpose).sign(
        _write_base32(row_id.to_bytes(max(1, -(-row_id.bit_length() // 8)), "big"))
    )


def unsign_name(purpose: str, name: str) -> int | None:
    """The primary key in `name`, in whatever case it is written; None where it was not signed for `purpose`."""
    if len(name) > LONGEST_NAME or not name.isascii():
        return None
    value = _unsigned(NameSigner, purpose, name.lower())
    return None if value is None else int.from_bytes(base64.b32decode(value.upper() + "=" * (-len(value) % 8)), "big")


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of `value` in hexadecimal. Its key is the oldest secret, so that rotation changes no stored hash."""
    return salted_hmac(purpose, value, readers_secrets()[-1], algorithm="sha256").hexdigest()


def _signer(kind: type[AnySigner], purpose: str) -> AnySigner:
    current, *earlier = readers_secrets()
    return kind(
        key=current,
        fallback_keys=earlier,
        salt=f"cosecha.{SALTS[kind]}.{purpose}",
        sep=SEPARATOR,
    )


def _unsigned(kind: type[Signer], purpose: str, token: str, **limits: timedelta) -> str | None:
    try:
        return _signer(kind, purpose).unsign(token, **limits)
    except (BadSignature, UnicodeError):  # a lone surrogate cannot be encoded
        return None


def _write_base32(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()
