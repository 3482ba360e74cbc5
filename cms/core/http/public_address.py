"""Whether readers elsewhere can open the links that Cosecha writes into mails, posts and pages."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError

# Names that are resolved inside a network only, or never (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
NEVER_PUBLIC = ("localhost", "local", "internal", "lan", "home", "home.arpa", "test", "invalid", "example", "onion")
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
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "https" or not host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not any(ends_with_domain(host, name) for name in NEVER_PUBLIC)


def require_public_address() -> None:
    """Raise PrivateAddressError unless BASE_URL can be opened from everywhere."""
    if not is_public_address(settings.BASE_URL):
        raise PrivateAddressError(detail=settings.BASE_URL)
