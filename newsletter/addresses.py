"""Email addresses of readers: their one form, and how one is remembered without keeping it."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError
from cms.core.signing import keyed_hash
from media.text.email_address import canonical_address, shown_address
from media.text.email_fields import canonical_or_same

PURPOSE = "newsletter address"
# Stored beside each hash. 1: of the address as it was typed, in lower case. 2: of its canonical form.
HASH_VERSION = 2
TYPED_HASH_VERSION = 1


class BadAddressError(CosechaError):
    """Not an address that mail can be sent to."""

    sentence = _("This is not a valid email address.")


def normalised_address(typed: str) -> str:
    """`typed` in its canonical form. Raises BadAddressError."""
    try:
        return canonical_address(typed)
    except ValidationError as error:
        raise BadAddressError(detail=repr(typed)) from error


def address_hash(address: str) -> str:
    """The keyed hash under which a suppression remembers `address`: 64 hexadecimal digits."""
    return keyed_hash(PURPOSE, normalised_address(address))


def address_hashes(*spellings: str) -> list[str]:
    """The hashes of one address of every version, the present one first; of all its `spellings` that are known.

    Version 1 told apart the spellings of one domain, so that an objection may stand under any of them.
    """
    present = canonical_or_same(spellings[0])
    shown = shown_address(present)
    known = (present, *spellings, shown, unicodedata.normalize("NFD", shown))
    return list(dict.fromkeys(keyed_hash(PURPOSE, form) for form in dict.fromkeys(map(typed_form, known))))


def typed_form(address: str) -> str:
    """What version 1 hashed, which is the canonical form of an address that has only one spelling."""
    return address.strip().lower()
