"""The newsletter as a way content goes out: what `cms` asks of it, answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.channels import Appointment, Channel, Copy, Mailing, Preview, Sample, SearchPlace, Waiting
from cms.consent.gate import Use
from cms.consent.lost_approvals import LostApproval, lost_of
from cms.models import Item
from cms.users.models import User
from newsletter.blocks.kind_blocks import CARRIED
from newsletter.channel import drill, withdrawal_effect
from newsletter.channel.copy_labels import copy_label, facts_of
from newsletter.channel.mailings import mailings
from newsletter.channel.sample import load
from newsletter.editions.approve import EDITABLE, approve_edition
from newsletter.editions.approved_version import compare_editions, lost_editions
from newsletter.editions.item_preview import preview_of_content
from newsletter.editions.redact import editions_with, take_out
from newsletter.editions.shown_state import shown_state, with_shown_state
from newsletter.models import Delivery, Edition, Rendering
from newsletter.rendering.preview import POLICY
from newsletter.subscribers.reader_links import web_url

State = Edition.State
# In these states somebody may have it.
OUT = (State.SENDING, State.PAUSED, State.SENT)
DECIDED_SOON = timedelta(days=2)


class NewsletterChannel(Channel):
    name = "newsletter"
    label = gettext_lazy("Monthly email")
    use = Use.NEWSLETTER
    kinds = CARRIED
    approve_permission = "newsletter.approve_edition"

    def copies_of(self, item: Item) -> list[Copy]:
        return self.copies_of_all([item]).get(item.pk, [])

    def copies_of_all(self, items: Sequence[Item], at: datetime | None = None) -> dict[int, list[Copy]]:
        return self._copies(editions_with(items))

    def take_back(self, item: Item) -> list[Copy]:
        """Out of every edition at once. What is in somebody's inbox cannot be fetched back, and the copy says so."""
        return self.take_back_all([item]).get(item.pk, [])

    def take_back_all(self, items: Sequence[Item], networks: Collection[str] | None = None) -> dict[int, list[Copy]]:
        editions = editions_with(items)
        for edition, gone in editions:
            take_out(edition, gone)
        return self._copies(editions)

    def _copies(self, editions: list[tuple[Edition, set[int]]]) -> dict[int, list[Copy]]:
        found: dict[int, list[Copy]] = defaultdict(list)
        for edition, items in editions:
            if edition.state != State.CANCELLED:
                for item in items:
                    found[item].append(self._copy(edition))
        return found

    def _copy(self, edition: Edition) -> Copy:
        facts = facts_of(edition)
        return Copy(
            f"edition:{edition.pk}", copy_label(facts), web_version_of(edition), facts=facts, since=since_of(edition)
        )

    def ever_out(self) -> QuerySet[Any, Any]:
        return Rendering.items.through.objects.filter(rendering__edition__state__in=OUT).values("item")

    def label_of(self, facts: Mapping[str, str], headline: str = "") -> str:
        return copy_label(facts)

    def effect(self, taken: Sequence[tuple[Item, Copy]]) -> list[str]:
        counted = withdrawal_effect.tally(
            (item.pk, int(copy.reference.removeprefix("edition:"))) for item, copy in taken
        )
        return withdrawal_effect.sentences(counted)

    def waiting_for(self, user: Any) -> list[Waiting]:
        if not user.has_perm("newsletter.view_edition"):
            return []
        now = timezone.now()
        found = []
        rows = Edition.objects.filter(state__in=(State.DRAFT, State.PAUSED, State.LATE)).select_related("audience")
        is_told_elsewhere = user.has_perm(self.approve_permission)
        for edition in with_shown_state(rows).order_by("send_at"):
            if edition.state == State.DRAFT and edition.has_lost_approval and is_told_elsewhere:
                continue
            is_near = edition.send_at is not None and edition.send_at - now < DECIDED_SOON
            sentence = {
                State.DRAFT: _("Review and approve “%(edition)s”"),
                State.PAUSED: _("“%(edition)s” is paused in the middle of its sending"),
                State.LATE: _("“%(edition)s” was not sent at its hour: decide"),
            }[State(edition.state)]
            found.append(
                Waiting(
                    sentence % {"edition": edition},
                    1,
                    reverse("newsletter_edition", args=[edition.pk]),
                    "mail",
                    is_near or edition.state != State.DRAFT,
                )
            )
        return found + self._unsure(user)

    def _unsure(self, user: Any) -> list[Waiting]:
        """Editions with mail of which nobody knows whether it arrived."""
        if not user.has_perm("newsletter.view_delivery"):
            return []
        rows = Delivery.objects.filter(state=Delivery.State.UNSURE).values("edition_id").annotate(count=Count("pk"))
        return [
            Waiting(
                _("Mail of which nobody knows whether it arrived: decide"),
                row["count"],
                reverse("newsletter_deliveries", args=[row["edition_id"]]),
                "mail",
                is_urgent=True,
            )
            for row in rows.order_by("edition_id")
        ]

    def compare_approvals(self) -> bool:
        return compare_editions()

    def count_lost_approvals(self) -> int:
        return Edition.objects.filter(state__in=EDITABLE, pk__in=lost_of(Edition).values("object_id")).count()

    def lost_approvals(self, keys: set[int] | None = None) -> list[LostApproval]:
        return lost_editions(keys)

    def approve_again(self, key: int, seen: str, by: User) -> None:
        approve_edition(Edition.objects.select_related("audience", "recipe").get(pk=key), seen, by)

    def agenda(self, start: datetime, end: datetime) -> list[Appointment]:
        rows = Edition.objects.filter(send_at__gte=start, send_at__lt=end).exclude(state=State.CANCELLED)
        return [
            Appointment(
                edition.send_at,
                str(edition),
                reverse("newsletter_edition", args=[edition.pk]),
                "mail",
                shown_state(edition),
            )
            for edition in with_shown_state(rows).select_related("audience").order_by("send_at")
            if edition.send_at
        ]

    def mailings(self, start: datetime, end: datetime) -> list[Mailing]:
        return mailings(start, end)

    def previews(self, kind: str) -> list[Preview]:
        return [Preview("edition", _("In the monthly email"), self._preview, POLICY)]

    def _preview(self, content: Any, request: HttpRequest) -> str:
        return preview_of_content(content)

    def rehearse(self, items: list[Item], by: User) -> None:
        drill.rehearse(items, by)

    def places(self, items: list[Item]) -> list[SearchPlace]:
        return drill.edition_places(items)

    def load_sample(self, sample: Sample) -> None:
        load(sample)


def web_version_of(edition: Edition) -> str:
    """Where its web version is; empty while it has none."""
    return web_url(edition, edition.audience.default_language) if edition.state in OUT else ""


def since_of(edition: Edition) -> datetime | None:
    """When it went to its first readers; None while it has not."""
    return (edition.sent_at or edition.frozen_at or edition.send_at) if edition.state in OUT else None
