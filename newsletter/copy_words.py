"""What a copy in an edition is called, to staff and to the person whose words they are."""

from django.utils.translation import gettext as _

from newsletter.models import Edition

State = Edition.State


def copy_label(edition: Edition) -> str:
    labels = {
        State.DRAFT: _("Draft of “%(edition)s”"),
        State.LATE: _("Draft of “%(edition)s”"),
        State.APPROVED: _("“%(edition)s”, approved and not sent"),
        State.SENDING: _("“%(edition)s”, being sent, and its web version"),
        State.PAUSED: _("“%(edition)s”, being sent, and its web version"),
        State.SENT: _("Web version of “%(edition)s”, already sent"),
    }
    return labels[State(edition.state)] % {"edition": edition}
