"""Where only a person can publish: WhatsApp, TikTok, a board. At its hour a post waits for them, to be copied."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.base import ByHandError, CannotTakeDownError, Limits, Live, Network, Outgoing
from campaigns.networks.connection import ConnectForm
from campaigns.networks.text_length import Measure, count_graphemes

if TYPE_CHECKING:
    from typing import NoReturn

# More than anybody reads; whoever copies it sees what their network takes.
LIMITS = Limits(text=Measure(count_graphemes, 4000), alt=Measure(count_graphemes, 4000))


class PlaceForm(ConnectForm):
    """A place where a person publishes."""

    intro = _(
        "Cosecha writes the text, draws the card and reminds you at its hour; a person publishes it and says so. "
        "What is withdrawn is told too, with what to remove."
    )

    label = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For example: WhatsApp channel of the network.")
    )

    def connect(self, renewed: Account | None) -> Account:
        return renewed or open_by_hand(self.cleaned_data["label"])


class ByHand(Network):
    name = "by_hand"
    label = _("By hand")
    about = _("WhatsApp, TikTok or any other: at its hour Cosecha reminds you, and a person copies text and card.")
    is_by_hand = True
    connect_form = PlaceForm

    def limits(self, account: Account) -> Limits:
        return LIMITS

    def publish(self, account: Account, post: Outgoing) -> Live:
        raise ByHandError

    def find(self, account: Account, post: Outgoing) -> "NoReturn":
        raise ByHandError

    def take_down(self, account: Account, remote_id: str) -> "NoReturn":
        raise CannotTakeDownError(_("Somebody has to remove it there by hand."))

    def check(self, account: Account) -> None:
        """There is nobody to ask."""


def open_by_hand(label: str) -> Account:
    """A place where a person publishes. One of the same name is the same."""
    handle = slugify(label)[:200] or label[:200]
    account, _created = Account.objects.get_or_create(network=ByHand.name, handle=handle, defaults={"label": label})
    return account
