"""Whether readers elsewhere can open the links that Cosecha writes into mails, posts and pages."""

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError

# Names that are resolved inside a network only, or never (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
NEVER_PUBLIC = ("localhost", "local", "internal", "lan", "home", "home.arpa", "test", "invalid", "example", "onion")
# A host that ends in a number is an IPv4 address to browsers ("127.1"): https://url.spec.whatwg.org/#host-parsing
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Reserved for documentation (RFC 2606): what the sample and the tests use.
DOCUMENTATION = ("example.com", "example.net", "example.org")


class PrivateAddressError(CosechaError):
    """Something would go out with links that lead nowhere."""

    sentence = _(
        "Readers could not open any link of it: this installation has no public address yet. Whoever keeps it running "
        "must set BASE_URL to the https address of your website."
    )


def ends_with_domain(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or below it."""
    return host == domain or host.endswith("." + domain)


def is_public_address(url: str) -> bool:
    """Whether `url` is https and its host may be reached from everywhere. Nothing is resolved."""
    parts = urlsplit(url)
    host = unicodedata.normalize("NFKC", parts.hostname or "").removesuffix(".")
    if parts.scheme != "https" or not host or parts.username is not None or not _has_port_in_range(parts):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.split(".")
        is_name = len(labels) > 1 and all(labels) and not _NUMBER.fullmatch(labels[-1])
        return is_name and not any(ends_with_domain(host, name) for name in NEVER_PUBLIC)


def _has_port_in_range(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def require_public_address() -> None:
    """Raise PrivateAddressError unless BASE_URL can be opened from everywhere."""
    if not is_public_address(settings.BASE_URL):
        raise PrivateAddressError(detail=settings.BASE_URL)
