"""What `manage.py check --deploy` refuses: settings under which a public installation would do harm."""

from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from cms.core.http.public_address import DOCUMENTATION, ends_with_domain, is_public_address


@register(Tags.security, deploy=True)
def check_deployment(**_: Any) -> list[CheckMessage]:
    """Errors where a promise to readers would not hold."""
    return list(_errors())


def _errors() -> Iterator[CheckMessage]:
    if not settings.PRODUCTION:
        yield Error("PRODUCTION is not set: cookies are sent without https.", id="cosecha.E001")
    if not is_public_address(settings.BASE_URL):
        yield Error(
            f"BASE_URL is {settings.BASE_URL}: no reader could open a link, or leave.",
            hint="Set it to the https address of the site.",
            id="cosecha.E002",
        )
    if settings.LOCAL_MAILBOX:
        yield Error(
            "Mail goes to the local mailbox: no reader gets any.",
            hint="Set EMAIL_URL to a mail server.",
            id="cosecha.E003",
        )
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].casefold()
    if not domain or any(ends_with_domain(domain, name) for name in DOCUMENTATION):
        yield Error(
            f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL}: no mail server accepts an invented sender.",
            id="cosecha.E004",
        )
    if settings.PRODUCTION and not settings.TRUSTED_PROXIES:
        yield Error(
            "TRUSTED_PROXIES is 0: behind a proxy all readers are one client, and share one limit of tries.",
            hint="Set it to the number of proxies of yours that write X-Forwarded-For; to -1 where there is none.",
            id="cosecha.E005",
        )
    if settings.OUTBOUND_ALLOWED:
        yield Error(
            "OUTBOUND_ALLOWED is set: whoever connects an account could make this server call into its own network.",
            hint="It is for tests. Leave it empty.",
            id="cosecha.E006",
        )
