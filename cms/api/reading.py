"""What the content API reads: cleared wordings, filtered, a page at a time. The number of queries does not grow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cms.api.cursor import decode, encode
from cms.api.filters import ItemFilters
from cms.models import Approval, ConsentTerms, Content
from cms.public.wordings import cleared_wordings, one_each


@dataclass(frozen=True)
class Page:
    """A page of a list; `cursor` is that of the next one, empty at the end."""

    contents: list[Any]
    cursor: str


def wordings(model: type[Content], language: str | None, key: UUID | None = None) -> "QuerySet[Any]":
    """What may be read of a kind, or of the item with `key`: in `language` alone, or every original."""
    cleared = cleared_wordings(model, timezone.now(), key).annotate(updated_at=_updated_at())
    return cleared.filter(locale__language_code=language) if language else one_each(cleared, None)


def page(model: type[Content], filters: ItemFilters) -> Page:
    """One page, newest first. Raises BadCursorError."""
    rows = wordings(model, filters.language)
    if filters.topic:
        rows = rows.filter(topics__slug=filters.topic)
    if filters.workshop:
        rows = rows.filter(item__workshop__title=filters.workshop)
    if type_ := getattr(filters, "type", None):
        rows = rows.filter(type=type_)
    for word in (filters.search or "").split():
        said = [(f"{field}__icontains", word) for field in model.searched_fields()]
        rows = rows.filter(Q(*said, _connector=Q.OR))
    if filters.updated_since:
        rows = rows.filter(_changed_since(filters.updated_since))
    if filters.cursor:
        published_at, pk = decode(filters.cursor)
        rows = rows.filter(Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk))
    found = list(rows[: filters.limit + 1])
    contents = found[: filters.limit]
    is_last = len(found) <= filters.limit
    return Page(contents, "" if is_last else encode(contents[-1].published_at, contents[-1].pk))


def _changed_since(since: datetime) -> Q:
    """Terms that begin on a day clear an item on that day without anything being written."""
    return Q(updated_at__gte=since) | Q(
        item__consent__terms__pk=Subquery(_newest_terms().values("pk")[:1]),
        item__consent__terms__begins_on__gte=timezone.localdate(since),
    )


def _newest_terms() -> Any:
    return ConsentTerms.objects.filter(consent=OuterRef("item__consent")).order_by("-pk")


def _updated_at() -> Any:
    """When what can be read last changed: published again, other terms recorded, or approved by a second person."""
    appeared = Coalesce("last_published_at", "first_published_at", "item__created_at")
    approved = (
        Approval.objects.filter(
            content_type__app_label="cms", content_type__model="item", object_id=OuterRef("item__pk")
        )
        .order_by()
        .values("object_id")
        .annotate(newest=Max("at"))
        .values("newest")
    )
    return Greatest(
        appeared,
        Coalesce(Subquery(_newest_terms().values("recorded_at")[:1]), appeared),
        Coalesce(Subquery(approved), appeared),
        output_field=DateTimeField(),
    )
