"""What the content API reads: cleared content, filtered, in pages. As many queries for many rows as for one."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cms.api.cursor import decode, encode
from cms.api.filters import ItemFilters
from cms.models import Approval, ConsentTerms, Content, Translation, model_for
from cms.public.lists.queries import cleared_contents, languages_of, one_each
from cms.search.backend import matching_keys


@dataclass(frozen=True)
class ResultPage:
    """A page of a list; `cursor` is that of the next one, empty at the end. `languages` are by translation key."""

    contents: list[Any]
    cursor: str
    languages: dict[Any, list[str]]


def find_item(model: type[Content], key: UUID, language: str | None) -> tuple[Any, list[str]] | None:
    """The item of `key` in `language`, or in the original's, and the languages in which it can be read."""
    found = list(select_readable(model.kind, timezone.localdate()).filter(translation_key=key).order_by("pk"))
    languages = [content.language for content in found]
    wanted = next((content for content in found if language in (None, content.language)), None)
    return (wanted, languages) if wanted else None


@lru_cache(maxsize=64)
def select_readable(kind: str, day: date) -> "QuerySet[Any]":
    """What may be read of a kind on `day`, in every language.

    The query is cached and never evaluated itself, only copies of it: building it takes longer than running it.
    """
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return annotate_answer_fields(cleared_contents(model_for(kind), noon))


def annotate_answer_fields(contents: "QuerySet[Any]") -> "QuerySet[Any]":
    """Annotate `contents` with what a response says of them besides their own fields."""
    translation = Translation.objects.filter(item=OuterRef("item__pk"), locale=OuterRef("locale"))
    return contents.annotate(
        updated_at=_updated_at(),
        original_language=Subquery(translation.values("source__language_code")),
        translator=Subquery(translation.values("translator")),
    )


@lru_cache(maxsize=64)
def select_listed(kind: str, day: date, language: str | None) -> "QuerySet[Any]":
    """The same in `language` alone, or the originals. Cached and never evaluated itself, as `select_readable`."""
    contents = select_readable(kind, day)
    return contents.filter(locale__language_code=language) if language else one_each(contents, None)


def list_page(model: type[Content], filters: ItemFilters) -> ResultPage:
    """One page, newest first. Raises BadCursorError."""
    rows = select_listed(model.kind, timezone.localdate(), filters.language).all()
    if filters.topic:
        rows = rows.filter(topics__slug=filters.topic)
    if filters.workshop:
        rows = rows.filter(item__workshop__title=filters.workshop)
    if type_ := getattr(filters, "type", None):
        rows = rows.filter(type=type_)
    if when := getattr(filters, "when", None):
        now = timezone.now()
        rows = rows.filter(begins_at__gt=now) if when == "upcoming" else rows.filter(begins_at__lte=now)
    if state := getattr(filters, "state", None):
        rows = rows.filter(state=state)
    if filters.search:
        rows = rows.filter(pk__in=matching_keys(model, filters.search))
    if filters.updated_since:
        rows = rows.filter(_changed_since(filters.updated_since))
    if filters.cursor:
        published_at, pk = decode(filters.cursor)
        # The first condition alone is correct; the second lets the database start at the right place of the index.
        before = Q(first_published_at__lt=published_at) | Q(first_published_at=published_at, pk__lt=pk)
        rows = rows.filter(before, first_published_at__lte=published_at)
    found = list(rows[: filters.limit + 1])
    contents = found[: filters.limit]
    is_last = len(found) <= filters.limit
    cursor = "" if is_last else encode(contents[-1].first_published_at, contents[-1].pk)
    return ResultPage(contents, cursor, languages_of(contents))


def _changed_since(since: datetime) -> Q:
    """Terms that begin on a day clear an item on that day without anything being written."""
    return Q(updated_at__gte=since) | Q(
        item__consent__terms__pk=Subquery(_newest_terms().values("pk")[:1]),
        item__consent__terms__begins_on__gte=timezone.localdate(since),
    )


def _newest_terms() -> Any:
    return ConsentTerms.objects.filter(consent=OuterRef("item__consent")).order_by("-pk")


def _updated_at() -> Any:
    """When what can be read last changed: it was published again, terms were recorded, a second person approved it, or
    its content warning or its contributor changed."""
    appeared = Coalesce("last_published_at", "first_published_at")
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
        # A site that keeps a copy must learn of a warning that was added later.
        Coalesce("item__context_changed_at", appeared),
        output_field=DateTimeField(),
    )
