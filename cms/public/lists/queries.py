"""The content that readers find on the website: live, and its item cleared for it."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.consent.gate import Use
from cms.consent.gate_sql import IsCleared
from cms.models import Content


def cleared_contents(model: type[Content], at: datetime) -> "QuerySet[Any]":
    """The live content of a kind that may be read on the website at `at`, newest first, with all that lists show.

    When a `Content` first went live never changes, so that a page of a list never shifts. There is an index in that
    order, and the gate is evaluated row by row: a page costs as much as it shows, however many rows there are.
    """
    related = ["locale", "item__workshop", "item__consent__contributor__organisation"]
    return (
        model.objects.filter(IsCleared(model.kind, Use.WEB, at), live=True)
        .select_related(*related, *model.loaded_with())
        .prefetch_related("topics", "item__consent__terms")
        .order_by("-first_published_at", "-pk")
    )


def one_each(contents: "QuerySet[Any]", language: str | None) -> "QuerySet[Any]":
    """One `Content` of every item: that in `language`, or the original's where there is none."""
    live = contents.model.objects.filter(translation_key=OuterRef("translation_key"), live=True)
    is_original = ~Exists(live.filter(pk__lt=OuterRef("pk")))
    if language is None:
        return contents.filter(is_original)
    translated = Exists(live.filter(locale__language_code=language))
    return contents.filter(Q(locale__language_code=language) | (~translated & is_original))


def languages_of(contents: list[Any]) -> dict[Any, list[str]]:
    """The languages in which each of `contents` can be read, by translation key, the original's first: one query."""
    languages: dict[Any, list[str]] = defaultdict(list)
    if contents:
        rows = type(contents[0]).objects.filter(
            translation_key__in=[content.translation_key for content in contents], live=True
        )
        for key, language in rows.order_by("pk").values_list("translation_key", "locale__language_code"):
            languages[key].append(language)
    return languages
