"""Which wordings readers find on the website: live ones whose item is cleared for it, in one language or another."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.consent import Use
from cms.models import ConsentTerms, Content, Item


def cleared_wordings(model: type[Content], at: datetime, key: UUID | None = None) -> "QuerySet[Any]":
    """Live wordings of a kind that may be read on the website at `at`, newest first, with all that lists show.

    `published_at` is when the wording first went live: it never changes, so that a page of a list never shifts. With
    `key`, those of that item alone: the gate is then asked for one item instead of all.
    """
    among = Item.objects.filter(kind=model.kind) if key is None else Item.objects.filter(translation_key=key)
    items = among.cleared_for(Use.WEB, at).values("translation_key")
    related = ["locale", "item__workshop", "item__consent__contributor__organisation"]
    return (
        model.objects.filter(live=True, translation_key__in=items)
        .annotate(published_at=Coalesce("first_published_at", "item__created_at"))
        .select_related(*related, *model.loaded_with())
        .prefetch_related("topics", Prefetch("item__consent__terms", ConsentTerms.objects.order_by("-pk")))
        .order_by("-published_at", "-pk")
    )


def one_each(wordings: "QuerySet[Any]", language: str | None) -> "QuerySet[Any]":
    """One wording of every item: that in `language`, or the original's where there is none."""
    live = wordings.model.objects.filter(translation_key=OuterRef("translation_key"), live=True)
    is_original = Q(pk=Subquery(live.order_by("pk").values("pk")[:1]))
    if language is None:
        return wordings.filter(is_original)
    translated = Exists(live.filter(locale__language_code=language))
    return wordings.filter(Q(locale__language_code=language) | (~translated & is_original))


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
