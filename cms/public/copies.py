"""The public pages and the content API as a channel: where an item can be read on the web."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.channels import Channel, Copy, Waiting
from cms.consent import Use, clearance
from cms.models import Content, Item, Receipt
from cms.public.address import address_of


class WebChannel(Channel):
    """Nothing is stored: pages and API ask the gate at each reading, so that a tombstone takes all of it back."""

    name = "web"
    label = _("Website")
    use = Use.WEB
    is_rendered_at_each_reading = True

    def copies_of(self, item: Item) -> list[Copy]:
        if not clearance(item, Use.WEB, timezone.now()).is_cleared:
            return []
        pages = [
            Copy(f"page:{wording.pk}", page_label(wording), address_of(wording, item))
            for wording in item.wordings(live_only=True)
        ]
        return [*pages, Copy(f"api:{item.pk}", str(_("Content for other websites (API)")))]

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


def page_label(wording: Content) -> str:
    language = str(dict(settings.LANGUAGES).get(wording.language, wording.language)).lower()
    return _("Public page in %(language)s: “%(words)s”") % {"language": language, "words": wording.headline}
