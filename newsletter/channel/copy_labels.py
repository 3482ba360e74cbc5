"""What a copy in an edition is called, to staff and to the person whose words they are, in the reader's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsletter.models import Edition

State = Edition.State


def facts_of(edition: Edition) -> dict[str, str]:
    """What a copy in `edition` is, as it stands now."""
    return {"audience": str(edition.audience), "month": f"{edition.month:%Y-%m}", "state": edition.state}


def copy_label(facts: Mapping[str, str]) -> str:
    labels = {
        State.DRAFT: _("Draft of “%(edition)s”"),
        State.LATE: _("Draft of “%(edition)s”"),
        State.APPROVED: _("“%(edition)s”, approved and not sent"),
        State.SENDING: _("“%(edition)s”, being sent, and its web version"),
        State.PAUSED: _("“%(edition)s”, being sent, and its web version"),
        State.SENT: _("Web version of “%(edition)s”, already sent"),
    }
    month = date_format(date.fromisoformat(f"{facts['month']}-01"), "YEAR_MONTH_FORMAT")
    return labels[State(facts["state"])] % {"edition": f"{facts['audience']} · {month}"}
