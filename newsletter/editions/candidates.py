"""The items that an edition may be picked from: the newest of each kind and topic, and not the whole archive."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When, Window
from django.db.models.functions import Coalesce, RowNumber

from cms.consent.gate import Use, cleared
from cms.models import Item, model_for
from cms.models.items import ItemQuerySet
from cms.models.kinds.item_contents import in_language, is_over, live_contents
from newsletter.editions.selection import EligibleItem, SectionRule, Selection, TopicHead, pick
from newsletter.models import Edition, EditionItem, Recipe

MAIN_LANGUAGE = "es"
# Items loaded of each kind and topic. It holds for all but an archive whose newest items are one person's.
NEWEST = 32


@dataclass
class EditionCandidates:
    """Items to pick from, and of which kinds and topics there are more in the database."""

    items: list[EligibleItem] = field(default_factory=list)
    heads: list[TopicHead] = field(default_factory=list)


def select_items(recipe: Recipe, sections: Sequence[SectionRule], now: datetime, send_at: datetime) -> Selection:
    """The picks for an edition that is sent at `send_at`: the same as from everything there is.

    Rows and queries do not grow with the archive, unless a topic's newest items belong to people already picked.
    """
    limit = NEWEST
    while True:
        candidates = candidates_for(recipe, sections, now, send_at, limit)
        selection = pick(candidates.items, sections, heads=candidates.heads)
        if not selection.needs_more:
            return selection
        limit *= 4


def candidates_for(
    recipe: Recipe, sections: Sequence[SectionRule], now: datetime, send_at: datetime, limit: int = NEWEST
) -> EditionCandidates:
    """The `limit` newest of each kind in `sections` and each topic that may go out by email now, and still will when
    it is sent, and that this audience has not had."""
    wanted = {topic.pk for topic in recipe.topics.all()}
    eligible = eligible_items(recipe, now, send_at)
    groups: dict[tuple[str, int | None], list[int]] = {}
    for kind in dict.fromkeys(section.kind for section in sections):
        for item, topic in newest_of(kind, eligible, wanted, limit):
            groups.setdefault((kind, topic), []).append(item)
    rows = list(Item.objects.filter(pk__in=set().union(*groups.values())).select_related("consent"))
    contents = live_contents(rows)
    return EditionCandidates(
        [
            eligible_item(item, in_language(found, MAIN_LANGUAGE), wanted)
            for item in rows
            # Empty where it was taken down between two queries.
            if (found := contents[item.translation_key])
        ],
        [TopicHead(kind, frozenset(found)) for (kind, _topic), found in groups.items() if len(found) == limit],
    )


def eligible_item(item: Item, content: Any, wanted: set[int]) -> EligibleItem:
    """`item` as `pick` sees it, with those of its topics that are `wanted`; all of them where that is empty."""
    topics = (topic for topic in content.topics.all() if not wanted or topic.pk in wanted)
    return EligibleItem(
        item.pk,
        item.kind,
        tuple(sorted(topic.name for topic in topics)),
        item.consent.contributor_id if item.consent else item.contributor_id,
        content.first_published_at or item.created_at,
    )


def eligible_items(recipe: Recipe, now: datetime, send_at: datetime) -> ItemQuerySet:
    """The items cleared now and at `send_at`, not over by then, without those that the audience has had."""
    items = Item.objects.exclude(pk__in=had_by(recipe.audience_id)).exclude(is_over(send_at))
    if not recipe.allows_sensitive:
        items = items.filter(is_sensitive=False)
    return cleared(cleared(items, Use.NEWSLETTER, now), Use.NEWSLETTER, max(now, send_at))


def had_by(audience_id: int) -> QuerySet[EditionItem, Any]:
    """The items in this audience's editions, sent or on their way; not those in cancelled ones."""
    rows = EditionItem.objects.filter(edition__audience_id=audience_id).exclude(edition__state=Edition.State.CANCELLED)
    return rows.values("item_id")


def newest_of(kind: str, eligible: ItemQuerySet, wanted: set[int], limit: int) -> list[tuple[int, int | None]]:
    """The `limit` newest items of each topic, and of those without one, as pairs of item and topic. One query."""
    model: Any = model_for(kind)
    shown = (
        model.objects.filter(translation_key=OuterRef("translation_key"), live=True)
        .order_by(Case(When(locale__language_code=MAIN_LANGUAGE, then=0), default=1), "pk")
        .values("pk")[:1]
    )
    pairs = model.objects.filter(
        pk=Subquery(shown), translation_key__in=eligible.filter(kind=kind).values("translation_key")
    ).annotate(topic=F("topics"))
    if wanted:
        pairs = pairs.filter(topic__in=wanted)
    order = (Coalesce("first_published_at", "item__created_at").desc(), F("item__pk").desc())
    nth = Window(RowNumber(), partition_by=F("topic"), order_by=order)
    return list(pairs.annotate(nth=nth).filter(nth__lte=limit).values_list("item__pk", "topic"))
