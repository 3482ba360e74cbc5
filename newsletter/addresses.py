"""Email addresses: what is one, how two are told apart, and how one is remembered without keeping it."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError
from cms.core.signing import keyed_hash


class BadAddressError(CosechaError):
    """Not an address that mail can be sent to."""

    sentence = _("This is not a valid email address.")


def normalised_address(typed: str) -> str:
    """`typed` without surrounding space and in lower case. Raises BadAddressError, also for line breaks inside."""
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddressError(detail=repr(typed)) from error
    return address


def address_hash(address: str) -> str:
    """The keyed hash under which a suppression remembers `address`: 64 hexadecimal digits."""
    return keyed_hash("newsletter address", address.strip().lower())
