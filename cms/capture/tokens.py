"""The part of a capture link that nobody can guess: its number, signed. It is kept nowhere."""

import base64
import binascii
import hashlib
import hmac

from django.conf import settings

from cms.models import CaptureLink

# Five bytes and sixteen are written as 28 signs, without padding.
NUMBER_BYTES = 5
SIGNATURE_BYTES = 16


def token_for(link: CaptureLink) -> str:
    """The token of `link`, always the same one."""
    number = link.pk.to_bytes(NUMBER_BYTES, "big")
    return _written(number + _signature(number))


def link_of(token: str) -> CaptureLink | None:
    """The link that `token` names; None when it was not made here."""
    try:
        signed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    number, signature = signed[:-SIGNATURE_BYTES], signed[-SIGNATURE_BYTES:]
    if len(number) != NUMBER_BYTES or _written(signed) != token:
        return None
    if not hmac.compare_digest(signature, _signature(number)):
        return None
    return CaptureLink.objects.select_related("workshop").filter(pk=int.from_bytes(number, "big")).first()


def _written(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).decode()


def _signature(number: bytes) -> bytes:
    key = settings.READERS_SECRET.encode()
    return hmac.new(key, b"capture:" + number, hashlib.sha256).digest()[:SIGNATURE_BYTES]
