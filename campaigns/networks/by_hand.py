"""Where only a person can publish: WhatsApp, TikTok, a board. At its hour a post waits for them, to be copied."""

from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.base import ByHandError, Limits, Live, Network, Outgoing, RefusedError
from campaigns.networks.text_length import Measure, count_graphemes

if TYPE_CHECKING:
    from typing import NoReturn

# More than anybody reads; whoever copies it sees what their network takes.
LIMITS = Limits(text=Measure(count_graphemes, 4000), alt=Measure(count_graphemes, 4000))


class ByHand(Network):
    name = "by_hand"
    label = _("By hand")
    about = _("WhatsApp, TikTok or any other: at its hour Cosecha reminds you, and a person copies text and card.")
    is_by_hand = True

    def limits(self, account: Account) -> Limits:
        return LIMITS

    def publish(self, account: Account, post: Outgoing) -> Live:
        raise ByHandError

    def find(self, account: Account, post: Outgoing) -> "NoReturn":
        raise ByHandError

    def take_down(self, account: Account, remote_id: str) -> None:
        raise RefusedError(_("Somebody has to remove it there by hand."))


def open_by_hand(label: str) -> Account:
    """A place where a person publishes. One of the same name is the same."""
    handle = slugify(label)[:200] or label[:200]
    account, _created = Account.objects.get_or_create(network=ByHand.name, handle=handle, defaults={"label": label})
    return account
