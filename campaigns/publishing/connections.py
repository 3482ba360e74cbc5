"""Keys that end: renewed in time where the network lets a program do it, asked of staff where only a person can."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import Account
from campaigns.networks import network_named
from campaigns.networks.base import NetworkError, NotRenewableError, RefusedError
from campaigns.networks.credentials import ending_soon, fresh_credentials
from campaigns.publishing.outcomes import disconnect
from cms.jobs.incidents import report_incident

# How long before they end keys are renewed, or staff are asked to.
SOON = timedelta(days=7)


def watch_connections() -> None:
    """Renew what ends soon. What cannot be renewed is told to staff, before it breaks."""
    for account, ends_at in ending_soon(SOON):
        network = network_named(account.network)
        if network.renews == "at use":
            continue
        if network.renews == "in time":
            try:
                fresh_credentials(account, network.renew, margin=SOON)
            except NotRenewableError:
                tell_ending(account, ends_at)
            except RefusedError as error:
                disconnect(account, error)
            except NetworkError:
                # There are days left to try again.
                if ends_at < timezone.now():
                    tell_ending(account, ends_at)
        else:
            tell_ending(account, ends_at)


def tell_ending(account: Account, ends_at: datetime) -> None:
    """Connect it again before then."""
    day = date_format(timezone.localtime(ends_at), "DATE_FORMAT")
    report_incident(
        f"campaigns:ending:{account.pk}",
        _("{account} has to be connected again before {day}.").format(account=account, day=day),
        _("Its network lets nobody publish for longer with one yes. Connect it again, and nothing is interrupted."),
        reverse("accounts:account", args=[account.pk]),
    )
