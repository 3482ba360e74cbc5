"""What became of an edition as a whole, in one sentence that does not call a failure sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.models import Delivery, Edition

State = Delivery.State
# So large a part of the mail that was to go out did not arrive for certain: staff are told without looking.
TOO_LARGE_A_PART = 0.05


@dataclass(frozen=True)
class SendSummary:
    """How many readers certainly got it, how many not, and of how many nobody knows. Those left out do not count."""

    reached: int
    refused: int
    unsure: int

    @property
    def total(self) -> int:
        return self.reached + self.refused + self.unsure

    @property
    def has_failures(self) -> bool:
        return self.reached < self.total

    @property
    def is_alarming(self) -> bool:
        return self.has_failures and self.refused + self.unsure >= TOO_LARGE_A_PART * self.total

    def sentence(self) -> str:
        """What staff read first; empty where nothing failed."""
        if not self.has_failures:
            return ""
        parts = []
        if self.refused:
            refused = ngettext("%(number)d was refused", "%(number)d were refused", self.refused)
            parts.append(refused % {"number": self.refused})
        if self.unsure:
            unsure = ngettext(
                "of %(number)d nobody knows whether it arrived",
                "of %(number)d nobody knows whether they arrived",
                self.unsure,
            )
            parts.append(unsure % {"number": self.unsure})
        failed = _(" and ").join(parts)
        if not self.reached:
            return _("It reached nobody for certain: of %(total)d mails, %(failed)s.") % {
                "total": self.total,
                "failed": failed,
            }
        return _("It reached %(reached)d of %(total)d readers: %(failed)s.") % {
            "reached": self.reached,
            "total": self.total,
            "failed": failed,
        }


def summarise(counts: Mapping[str, int]) -> SendSummary:
    """From the number of deliveries in each state."""
    return SendSummary(counts.get(State.SENT, 0), counts.get(State.REJECTED, 0), counts.get(State.UNSURE, 0))


def summary_of(edition: Edition) -> SendSummary:
    """The same, counted in one query."""
    return summarise(dict(edition.deliveries.values_list("state").annotate(Count("pk")).order_by()))
