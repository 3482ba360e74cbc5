"""What readers may see: live wordings whose item is cleared for the website, with all that is shown of them.

The pages, the content API and the monthly email read here, so that the credit, the face and the place are asked for
in one place.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.consent import Clearance, Use, shown
from cms.credit import credit_of
from cms.models import ConsentTerms, Content, Item, Kind


@dataclass(frozen=True)
class Readable:
    """A wording with what the person allows to be shown of them."""

    content: Any
    item: Item
    shows: Clearance
    credit: str

    @property
    def photo(self) -> Any:
        """The photo, where the face may be shown. With no person behind it there is no face to protect."""
        photo = getattr(self.content, "photo", None)
        return photo if self.shows.shows_face or not self.item.has_person else None

    @property
    def place(self) -> str:
        place = getattr(self.content, "place", "")
        return place if self.shows.shows_place or not self.item.has_person else ""


def readable(content: Any, item: Item | None = None, language: str = "") -> Readable:
    """`content` with what may be shown of it, to a reader of `language` where that is not the content's own.

    Whether it may be shown at all is asked of the gate before.
    """
    item = item or content.item
    return Readable(content, item, shown(item.terms), credit_of(item, language or content.language))


def cleared_wordings(model: type[Content], at: datetime, key: UUID | None = None) -> "QuerySet[Any]":
    """Live wordings of a kind that may be read on the website at `at`, newest first, with all that lists show.

    `published_at` is when the wording first went live: it never changes, so that a page of a list never shifts. With
    `key`, those of that item alone: the gate is then asked for one item instead of all.
    """
    among = Item.objects.filter(kind=model.kind) if key is None else Item.objects.filter(translation_key=key)
    items = among.cleared_for(Use.WEB, at).values("translation_key")
    related = ["locale", "item__workshop", "item__consent__contributor__organisation"]
    if model.kind == Kind.TESTIMONY:
        related.append("photo")
    return (
        model.objects.filter(live=True, translation_key__in=items)
        .annotate(published_at=Coalesce("first_published_at", "item__created_at"))
        .select_related(*related)
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
