"""How consents are cared for: which end, which were never used, and what is out where. Queries that stay few."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cms.channels import Channel, Copy, channels, copies_of_all
from cms.consent.gate import Use, allowing_terms, newest_terms
from cms.models import Consent, Item, Voice
from cms.terms.record import with_current_terms

# How far ahead and back the report on ends looks.
NEAR = timedelta(days=90)


def ending(day: date) -> QuerySet[Any]:
    """Consents in force that end within NEAR of `day`, and those that ended as lately, the first to end first.

    Each has its last day as `expires_on`, and `covers`: how many items not withdrawn rest on it.
    """
    return (
        with_current_terms(Consent.objects.select_related("contributor"))
        .filter(was_withdrawn=False, expires_on__gte=day - NEAR, expires_on__lte=day + NEAR)
        .annotate(covers=Count("items", filter=Q(items__withdrawn_at__isnull=True), distinct=True))
        .order_by("expires_on", "pk")
    )


def ever_out(use: Use) -> Q:
    """Items that were out for `use` at any time, as a condition in a query over items."""
    found = Q(pk__in=[])
    for channel in channels():
        if channel.use == use:
            found |= Q(pk__in=channel.ever_out())
    return found


def _allowed(use: Use, day: date) -> QuerySet[Any]:
    """The current terms that allow `use`, of the consent in an outer query."""
    return newest_terms().filter(pk__in=allowing_terms(use, day), consent=OuterRef("pk"))


def unused_consents(day: date, use: Use | None = None) -> QuerySet[Any]:
    """Consents that allow a use (or `use`) for which nothing they cover was ever out, the oldest first.

    Each has `unused_web`, `unused_newsletter` and `unused_social`, and `covers`.
    """
    consents = Consent.objects.select_related("contributor").annotate(
        covers=Count("items", filter=Q(items__withdrawn_at__isnull=True), distinct=True)
    )
    for each in Use:
        was_out = Exists(Item.objects.filter(ever_out(each), consent=OuterRef("pk")))
        consents = consents.annotate(**{f"unused_{each.value}": Q(Exists(_allowed(each, day))) & ~was_out})
    asked = [use] if use else list(Use)
    unused = Q()
    for each in asked:
        unused |= Q(**{f"unused_{each.value}": True})
    return consents.filter(unused).order_by("created_at", "pk")


def unused_items(day: date, use: Use | None = None) -> QuerySet[Any]:
    """Items whose consent allows a use (or `use`) in which they never were, the oldest first."""
    items = Item.objects.not_withdrawn().filter(voice=Voice.PERSON, consent__isnull=False)
    items = items.select_related("consent__contributor")
    for each in Use:
        terms = newest_terms().filter(pk__in=allowing_terms(each, day), consent=OuterRef("consent"))
        kinds = [kind for channel in channels() if channel.use == each for kind in channel.kinds]
        items = items.annotate(**{f"unused_{each.value}": Q(Exists(terms), kind__in=kinds) & ~ever_out(each)})
    asked = [use] if use else list(Use)
    unused = Q()
    for each in asked:
        unused |= Q(**{f"unused_{each.value}": True})
    return items.filter(unused).order_by("pk")


def unused_uses(row: Any) -> list[Use]:
    """The uses that a row of the two queries above allows and never had."""
    return [use for use in Use if getattr(row, f"unused_{use.value}")]


def items_that_were_out(use: Use | None = None) -> QuerySet[Item]:
    """Items with a person behind them that are or were out (for `use`), by the person's name."""
    out = Q(pk__in=[])
    for each in [use] if use else list(Use):
        out |= ever_out(each)
    items = Item.objects.not_withdrawn().filter(out, contributor__isnull=False)
    return items.select_related("contributor", "consent").order_by("contributor__full_name", "contributor", "pk")


@dataclass(frozen=True)
class VisibleCopy:
    """One appearance: whose, of what, where and since when."""

    item: Item
    channel: Channel
    copy: Copy

    @property
    def since(self) -> datetime | None:
        return self.copy.since


def shown_where(items: Iterable[Item], use: Use | None = None) -> Iterator[VisibleCopy]:
    """Where `items` are out now, in their order: as many queries for one as for a thousand."""
    for item, channel, copy in copies_of_all(list(items)):
        if copy.since is not None and use in (None, channel.use):
            yield VisibleCopy(item, channel, copy)
