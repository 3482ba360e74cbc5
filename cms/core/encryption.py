"""What others entrusted to this installation, such as the keys of its accounts elsewhere, encrypted at rest.

The key is derived from SECRET_KEY, so that a copy of the database alone opens nothing. What an earlier secret encrypted
can be read while that one is listed in SECRET_KEY_FALLBACKS; `manage.py reencrypt` encrypts it anew.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class DecryptionError(Exception):
    """It was encrypted with a secret that this installation does not have, for another purpose, or was altered."""


def encrypt(purpose: str, value: str) -> str:
    """`value` encrypted and signed (Fernet): never twice the same. Only `decrypt` with the same `purpose` opens it."""
    return _keys(purpose).encrypt(value.encode()).decode()


def decrypt(purpose: str, encrypted: str) -> str:
    """What was encrypted. Raises DecryptionError."""
    try:
        return _keys(purpose).decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError from error


def reencrypt(purpose: str, encrypted: str) -> str:
    """The same under the newest secret. Raises DecryptionError."""
    return encrypt(purpose, decrypt(purpose, encrypted))


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"cosecha encryption {purpose}".encode()).derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
