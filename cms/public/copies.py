"""The public pages and the content API as a channel: where an item can be read on the web."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.channels import Channel, Copy, Place, Waiting
from cms.consent import Use
from cms.models import Content, Item, Receipt
from cms.public import copy_words
from cms.public.address import address_of
from cms.wordings import live_wordings


class WebChannel(Channel):
    """Nothing is stored: pages and API ask the gate at each reading, so that a tombstone takes all of it back."""

    name = "web"
    label = _("Website")
    use = Use.WEB
    is_rendered_at_each_reading = True

    def copies_of(self, item: Item) -> list[Copy]:
        return self.copies_at(item, timezone.now())

    def copies_at(self, item: Item, at: datetime) -> list[Copy]:
        return self.copies_of_all([item], at).get(item.pk, [])

    def copies_of_all(self, items: Sequence[Item], at: datetime | None = None) -> dict[int, list[Copy]]:
        keys = [item.pk for item in items]
        # As they are now: an item at hand may be older than its slug, or than a withdrawal.
        shown = list(Item.objects.filter(pk__in=keys).cleared_for(Use.WEB, at or timezone.now()))
        wordings = live_wordings(shown)
        return {item.pk: self._copies(item, wordings[item.translation_key].values()) for item in shown}

    def _copies(self, item: Item, wordings: Iterable[Content]) -> list[Copy]:
        pages = [
            Copy(
                f"page:{wording.pk}",
                copy_words.page_label(wording),
                address_of(wording, item),
                short=copy_words.short_page_label(wording),
            )
            for wording in wordings
        ]
        feed = Copy(f"api:{item.pk}", copy_words.feed_label(), short=copy_words.short_feed_label())
        return [*pages, feed]

    def places(self, items: list[Item]) -> list[Place]:
        from cms.drill import website  # only a drill needs it

        return website.places(items)

    def effect(self, copies: list[Copy]) -> list[str]:
        pages = sum(copy.reference.startswith("page:") for copy in copies)
        feeds = len(copies) - pages
        return [
            *([ngettext("%d public page disappears.", "%d public pages disappear.", pages) % pages] if pages else []),
            *(
                [
                    ngettext(
                        "%d item leaves the content that other websites read (API).",
                        "%d items leave the content that other websites read (API).",
                        feeds,
                    )
                    % feeds
                ]
                if feeds
                else []
            ),
        ]

    def waiting_for(self, user: Any) -> list[Waiting]:
        if not user.has_perm("cms.withdraw_item"):
            return []
        stuck = Receipt.objects.filter(state=Receipt.State.FAILED)
        count = stuck.count()
        if not count:
            return []
        newest = stuck.order_by("-pk").values_list("withdrawal_id", flat=True).first()
        url = reverse("withdrawals:receipt", args=[newest])
        return [Waiting(str(_("Withdrawn copies that a person must take down")), count, url, "warning", is_urgent=True)]
