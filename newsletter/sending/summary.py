"""What became of an edition as a whole, in one sentence that does not call a failure sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.models import Delivery, Edition
from newsletter.sending.reasons import DeliveryReason

State = Delivery.State
# Why somebody who wants it was left out although nothing is wrong with their wish.
OUR_REASONS = (DeliveryReason.NO_LANGUAGE, DeliveryReason.BAD_ADDRESS, DeliveryReason.NEEDS_SMTPUTF8)
# So large a part of the mail that was to go out did not arrive for certain: staff are told without looking.
TOO_LARGE_A_PART = 0.05


@dataclass(frozen=True)
class SendSummary:
    """How many readers certainly got it, how many not, of how many nobody knows, and to how many we could not write.

    Those who do not want it, or have not confirmed, do not count.
    """

    reached: int
    refused: int
    unsure: int
    unwritable: int = 0

    @property
    def total(self) -> int:
        return self.reached + self.failed

    @property
    def failed(self) -> int:
        return self.refused + self.unsure + self.unwritable

    @property
    def has_failures(self) -> bool:
        """An edition that went to nobody at all did not do what it was for either."""
        return self.reached < self.total or not self.total

    @property
    def is_alarming(self) -> bool:
        return self.has_failures and self.failed >= TOO_LARGE_A_PART * self.total

    def sentence(self) -> str:
        """What staff read first; empty where nothing failed."""
        if not self.has_failures:
            return ""
        if not self.total:
            return _("It went to nobody: no reader of its audience could or wanted to get it.")
        values = {"reached": self.reached, "total": self.total, "failed": ", ".join(self._failures())}
        if not self.reached:
            return _("It reached nobody for certain: of %(total)d mails, %(failed)s.") % values
        return _("It reached %(reached)d of %(total)d readers: %(failed)s.") % values

    def _failures(self) -> list[str]:
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
        if self.unwritable:
            unwritable = ngettext("%(number)d could not be written", "%(number)d could not be written", self.unwritable)
            parts.append(unwritable % {"number": self.unwritable})
        return parts


def summarise(counts: Mapping[str, int], unwritable: int = 0) -> SendSummary:
    """From the number of deliveries in each state, and of those left out for reasons of `OUR_REASONS`."""
    sent, refused, unsure = (counts.get(state, 0) for state in (State.SENT, State.REJECTED, State.UNSURE))
    return SendSummary(sent, refused, unsure, unwritable)


def summary_of(edition: Edition) -> SendSummary:
    """The same, counted in one query."""
    is_ours = Q(state=State.SKIPPED, reason__in=OUR_REASONS)
    counted = edition.deliveries.values("state").annotate(count=Count("pk"), ours=Count("pk", filter=is_ours))
    rows = counted.order_by().values_list("state", "count", "ours")
    return summarise({state: count for state, count, _ours in rows}, sum(ours for _state, _count, ours in rows))
