"""Why somebody was left out of an edition, or their mail rejected."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from newsletter.models import Suppression


class DeliveryReason(TextChoices):
    """Ours; beside them stand the reasons of `Suppression`, and the words of mail servers."""

    UNCONFIRMED = "unconfirmed", _("Has not confirmed yet that they want our mail")
    LEFT = "left", _("Left the audience")
    ERASED = "erased", _("Was erased")
    NO_LANGUAGE = "no_language", _("There is no edition in a language of theirs")
    BAD_ADDRESS = "bad_address", _("The address cannot be written on a mail")
    NEEDS_SMTPUTF8 = "needs_smtputf8", _("Our mail server cannot write to an address with such letters")
    WORKER_GONE = "worker_gone", _("The worker stopped before the mail server answered")
    SAID_SENT = "said_sent", _("A person says it was sent")
    SEND_AGAIN = "send_again", _("A person asked to send it again")
    CANCELLED = "cancelled", _("The edition was cancelled")


LABELS = dict(Suppression.Reason.choices) | dict(DeliveryReason.choices)


def reason_label(reason: str) -> str:
    """What staff read for `reason`; a mail server's words stay as they are."""
    return str(LABELS.get(reason, reason))
