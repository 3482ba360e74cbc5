"""The items that a campaign's slots may be filled from: the first of each kind and topic, and not the whole archive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from campaigns.models import Campaign, Piece
from campaigns.planning.allocate import Candidate
from campaigns.planning.kinds import CARRIED
from cms.consent.gate import Use, cleared
from cms.models import Item, model_for
from cms.models.items import ItemQuerySet
from cms.models.kinds.item_contents import is_over


@dataclass
class SlotCandidates:
    """Items to plan with. `heads` are groups of them that are followed by more in the database.

    A group is of one kind, on one topic, and on the same observed days; in it goes first what was not used for longest.
    """

    items: list[Candidate] = field(default_factory=list)
    heads: list[frozenset[int]] = field(default_factory=list)


def candidates_for(
    campaign: Campaign,
    slots: Sequence[datetime],
    networks: Collection[str],
    observed: Collection[frozenset[int]],
    limit: int,
) -> SlotCandidates:
    """The first `limit` of each group that may go out at one of `slots` at least, in order of time.

    Does not check whether one may go out at a particular slot. Two queries for each kind.
    """
    wanted = {topic.pk for topic in campaign.topics.all()}
    found = SlotCandidates()
    for kind in CARRIED:
        model: Any = model_for(kind)
        allowed = items_for(campaign, kind, slots, networks)
        groups = _first_of(model, campaign.language, allowed, wanted, observed, limit)
        keys = set().union(*groups.values())
        found.items += _candidates(model, campaign.language, keys)
        found.heads += [frozenset(group) for group in groups.values() if len(group) == limit]
    return found


def items_for(campaign: Campaign, kind: str, slots: Sequence[datetime], networks: Collection[str]) -> ItemQuerySet:
    """The items of `kind` that the gate lets out to all `networks` at one of `slots`, and a few others. Not evaluated.

    What it refuses at the first slot can be let out at a later one only where terms begin in between.
    """
    first, last = slots[0], slots[-1]
    of_kind = Item.objects.not_withdrawn().filter(kind=kind)
    begins = Q(
        consent__terms__begins_on__gt=timezone.localdate(first), consent__terms__begins_on__lte=timezone.localdate(last)
    )
    allowed = Q(pk__in=cleared_for_all(of_kind, networks, first).values("pk")) | Q(
        pk__in=of_kind.filter(begins).values("pk")
    )
    items = of_kind.filter(allowed).exclude(is_over(first))
    if not campaign.allows_sensitive:
        items = items.filter(is_sensitive=False)
    return items.exclude(Exists(Piece.objects.filter(campaign=campaign, item=OuterRef("pk"))))


def cleared_for_all(items: ItemQuerySet, networks: Collection[str], at: datetime) -> ItemQuerySet:
    """Those of `items` that the gate lets out to every one of `networks` at `at`, as one query."""
    for network in sorted(networks):
        items = cleared(items, Use.SOCIAL, at, network)
    return items


def _first_of(
    model: Any,
    language: str,
    allowed: ItemQuerySet,
    wanted: Collection[int],
    observed: Collection[frozenset[int]],
    limit: int,
) -> dict[tuple[Any, ...], list[int]]:
    """The keys of the first items of each group, by group: what was never used, then what was not used for longest."""
    pairs = model.objects.filter(
        live=True, locale__language_code=language, translation_key__in=allowed.values("translation_key")
    ).annotate(topic=F("topics"), last_used=_last_used())
    if wanted:
        pairs = pairs.filter(topic__in=wanted)
    names = []
    for number, topics in enumerate(observed):
        names.append(f"is_observed_{number}")
        pairs = pairs.annotate(**{names[-1]: _is_on(model, topics)})
    group = ["topic", *names]
    nth = Window(
        RowNumber(),
        partition_by=[F(name) for name in group],
        order_by=(F("last_used").asc(nulls_first=True), F("item__pk").desc()),
    )
    groups: dict[tuple[Any, ...], list[int]] = {}
    for key, *of in pairs.annotate(nth=nth).filter(nth__lte=limit).values_list("item__pk", *group):
        groups.setdefault(tuple(of), []).append(key)
    return groups


def _candidates(model: Any, language: str, keys: Collection[int]) -> list[Candidate]:
    """The items with these keys, with their topics in `language` and when any campaign last used them."""
    rows = (
        model.objects.filter(live=True, locale__language_code=language, item__pk__in=keys)
        .annotate(last_used=_last_used())
        .values_list("item__pk", "item__contributor", "last_used", "topics")
    )
    topics: dict[tuple[Any, ...], list[int]] = {}
    for *item, topic in rows:
        topics.setdefault(tuple(item), []).extend([topic] if topic else [])
    return [
        Candidate(key, model.kind, contributor, tuple(sorted(on)), last_used)
        for (key, contributor, last_used), on in topics.items()
    ]


def _last_used() -> Subquery:
    """In a query over contents: the latest time for which any campaign planned the item, without what was cancelled."""
    pieces = Piece.objects.filter(item__translation_key=OuterRef("translation_key"), is_cancelled=False)
    return Subquery(pieces.order_by("-scheduled_at").values("scheduled_at")[:1])


def _is_on(model: Any, topics: frozenset[int]) -> Any:
    """In a query over contents: whether one is on any of `topics`."""
    if not topics:
        return Value(False, BooleanField())
    return Exists(model.topics.through.objects.filter(**{model._meta.model_name: OuterRef("pk")}, topic__in=topics))
