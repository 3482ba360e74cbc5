"""The content of many items at once: three queries for each kind at most, however many items."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from cms.models import CONTENT_MODELS, Content, Item, Kind, model_for


def live_contents(items: Iterable[Item]) -> dict[UUID, dict[str, Any]]:
    """The live content of `items`, by translation key and language, the original's first, with topics and files."""
    keys = defaultdict(set)
    for item in items:
        keys[Kind(item.kind)].add(item.translation_key)
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for kind, of_kind in keys.items():
        model = model_for(kind)
        rows = model.objects.filter(translation_key__in=of_kind, live=True).order_by("pk")
        for content in rows.select_related("locale", *model.loaded_with()).prefetch_related("topics"):
            found[content.translation_key][content.language] = content
    return found


def contents_of(items: Iterable[Item]) -> dict[Any, Content]:
    """One `Content` for each item, the original's language, by translation key: one query for each kind."""
    keys = [item.translation_key for item in items]
    found: dict[Any, Content] = {}
    for model in CONTENT_MODELS:
        for content in model.objects.filter(translation_key__in=keys).order_by("-pk"):
            found[content.translation_key] = content
    return found


def is_over(at: datetime) -> Q:
    """Items that are over at `at` (a past webinar): not sent or posted any more, though they may still be read."""
    keys = [
        Q(kind=model.kind, translation_key__in=model.objects.filter(over, live=True).values("translation_key"))
        for model in CONTENT_MODELS
        if (over := model.over(at)) is not None
    ]
    return Q(*keys, _connector=Q.OR)


def in_language(contents: dict[str, Any], language: str) -> Content:
    """The one in `language`, or the original's where there is none."""
    return contents.get(language) or next(iter(contents.values()))
