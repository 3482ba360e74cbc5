"""The public pages and the content API as a channel: where an item can be read on the web."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.channels import Channel, Copy, SearchPlace, Waiting
from cms.consent.gate import Use, cleared
from cms.models import CONTENT_MODELS, Content, Item, Kind, Receipt, model_for
from cms.models.kinds.item_contents import live_contents
from cms.public.channel import copy_labels
from cms.public.items.item_urls import address_of


class WebChannel(Channel):
    """Nothing is stored: pages and API ask the gate at each reading, so that a tombstone takes all of it back."""

    name = "web"
    label = _("Website")
    use = Use.WEB
    is_rendered_at_each_reading = True

    def __init__(self, places: Callable[[list[Item]], list[SearchPlace]]) -> None:
        """`places` answers where a drill looks for the words of items."""
        self._places = places

    def copies_of(self, item: Item) -> list[Copy]:
        return self.copies_at(item, timezone.now())

    def copies_at(self, item: Item, at: datetime) -> list[Copy]:
        return self.copies_of_all([item], at).get(item.pk, [])

    def copies_of_all(self, items: Sequence[Item], at: datetime | None = None) -> dict[int, list[Copy]]:
        keys = [item.pk for item in items]
        # As they are now: an item at hand may be older than its slug, or than a withdrawal.
        shown = list(cleared(Item.objects.filter(pk__in=keys), Use.WEB, at or timezone.now()))
        contents = live_contents(shown)
        return {item.pk: self._copies(item, contents[item.translation_key].values()) for item in shown}

    def _copies(self, item: Item, contents: Iterable[Content]) -> list[Copy]:
        pages = [
            Copy(
                f"page:{content.pk}",
                copy_labels.copy_label(facts, content.headline),
                address_of(content, item),
                short=copy_labels.short_label(facts),
                facts=facts,
                since=since_of(content, item),
            )
            for content in contents
            for facts in [copy_labels.page_facts(content.language)]
        ]
        feed = copy_labels.API
        label, short = copy_labels.copy_label(feed), copy_labels.short_label(feed)
        since = min((page.since for page in pages if page.since), default=None)
        return [*pages, Copy(f"api:{item.pk}", label, short=short, facts=feed, since=since)]

    def ever_out(self) -> QuerySet[Any, Any]:
        was_seen = Q(live=True) | Q(first_published_at__isnull=False)
        seen = [model.objects.filter(was_seen).order_by().values("translation_key") for model in CONTENT_MODELS]
        return Item.objects.filter(translation_key__in=seen[0].union(*seen[1:])).order_by().values("pk")

    def label_of(self, facts: Mapping[str, str], headline: str = "") -> str:
        return copy_labels.copy_label(facts, headline)

    def places(self, items: list[Item]) -> list[SearchPlace]:
        return self._places(items)

    def effect(self, taken: Sequence[tuple[Item, Copy]]) -> list[str]:
        feeds = Counter(Kind(item.kind) for item, copy in taken if copy.reference.startswith("api:"))
        pages = sum(copy.reference.startswith("page:") for _item, copy in taken)
        gone = [ngettext("%d public page disappears.", "%d public pages disappear.", pages) % pages] if pages else []
        return [_leaves(kind, feeds[kind]) for kind in Kind if feeds[kind]] + gone

    def waiting_for(self, user: Any) -> list[Waiting]:
        if not user.has_perm("cms.withdraw_item"):
            return []
        stuck = Receipt.objects.filter(state=Receipt.State.FAILED)
        count = stuck.count()
        if not count:
            return []
        newest = stuck.order_by("-pk").values_list("take_back_id", flat=True).first()
        url = reverse("withdrawals:receipt", args=[newest])
        return [Waiting(str(_("Withdrawn copies that a person must take down")), count, url, "warning", is_urgent=True)]


def since_of(content: Content, item: Item) -> datetime:
    first: datetime | None = getattr(content, "first_published_at", None)
    return first or item.created_at


def _leaves(kind: Kind, count: int) -> str:
    """That items of a kind leave the API, by the kind's own name."""
    names = model_for(kind)._meta
    name = names.verbose_name if count == 1 else names.verbose_name_plural
    sentence = ngettext(
        "%(count)d %(kind)s leaves the API that other websites read.",
        "%(count)d %(kind)s leave the API that other websites read.",
        count,
    )
    return sentence % {"count": count, "kind": name}
