"""Reading what a report counts: a number of queries that does not grow with the archive.

What was withdrawn is not read at all. What the gate holds back for another reason is counted, and `shown_items` keeps
its words out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from cms.channels import SharedPost, channels
from cms.consent.gate import Use, cleared
from cms.impact.numbers import Harvest, ImpactItem, without_made_up
from cms.impact.period import Period
from cms.models import CONTENT_MODELS, ConsentTerms, Content, Item, Kind, Passage, Report, Voice, Workshop

COLUMNS = ("item__pk", "item__voice", "item__workshop", "first_published_at", "named", "own", "topics")


def gather(period: Period) -> Harvest:
    """Everything of `period`. Posts of a simulation only where there are no others."""
    posts = [post for channel in channels() for post in channel.shared_posts(period.start, period.end)]
    mailings = [mail for channel in channels() for mail in channel.mailings(period.start, period.end)]
    accepted = Passage.objects.filter(
        state=Passage.State.ACCEPTED, decided_at__gte=period.start, decided_at__lt=period.end
    )
    out = {post.item for post in posts}.union(*(mail.items for mail in mailings))
    items = items_of(period, out, accepted)
    read = Report.objects.filter(
        state=Report.State.READY, harvested_at__gte=period.start, harvested_at__lt=period.end
    ).count()
    rows = accepted.order_by("pk").values_list("report", "item")
    return Harvest(
        reports=read,
        accepted=[(report, item) for report, item in rows if item is None or item in items],
        items=items,
        mailings=mailings,
        posts=without_made_up([post for post in posts if post.item in items]),
    )


def items_of(period: Period, out: Collection[int], accepted: QuerySet[Passage]) -> dict[int, ImpactItem]:
    """What was published in `period`, and also `out` and what came of `accepted`, but for what was withdrawn."""
    found: dict[int, dict[str, Any]] = {}
    topics: dict[int, set[int]] = defaultdict(set)
    for model in CONTENT_MODELS:
        wanted = (
            Q(first_published_at__gte=period.start, first_published_at__lt=period.end)
            | Q(item__pk__in=out)
            | Q(item__pk__in=accepted.filter(item__isnull=False).values("item"))
        )
        for key, voice, workshop, at, named, own, topic in _originals(model).filter(wanted).values_list(*COLUMNS):
            day = timezone.localdate(at) if at else None
            found[key] = {
                "kind": model.kind.value,
                "published_on": day if day and day in period else None,
                "named": own or named,
                "workshop": workshop if voice == Voice.NOBODY else None,
            }
            topics[key].update(() if topic is None else (topic,))
    met = _organisations_of({row["workshop"] for row in found.values()} - {None})
    return {
        key: ImpactItem(
            key,
            row["kind"],
            row["published_on"],
            frozenset(topics[key]),
            frozenset([row["named"]] if row["named"] else met.get(row["workshop"], ())),
        )
        for key, row in found.items()
    }


def _originals(model: type[Content]) -> QuerySet[Any]:
    """Each item of a kind in its first language. `named` is the organisation of the person whose words they are, where
    that may be shown; `own` the one that stands in the words."""
    older = model.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    newest = ConsentTerms.objects.filter(consent=OuterRef("item__consent")).order_by("-pk").values("pk")[:1]
    terms, today = ConsentTerms.objects.filter(pk=OuterRef("current_terms")), timezone.localdate()
    has_ended = Q(expires_on__lt=today) | Q(begins_on__gt=today)
    may_be_named = Exists(terms.filter(shows_organisation=True).exclude(has_ended))
    return (
        model.objects.filter(~Exists(older), item__withdrawn_at=None, item__archived_at=None)
        .annotate(current_terms=Subquery(newest))
        .exclude(Exists(terms.filter(is_withdrawal=True)))
        .annotate(
            named=Case(When(may_be_named, then=F("item__consent__contributor__organisation"))),
            own=F("organisation") if model.kind == Kind.COMMITMENT else Value(None, IntegerField()),
        )
        .order_by("pk")
    )


def _organisations_of(workshops: Collection[int]) -> dict[int, set[int]]:
    """Those that met at each workshop."""
    met: dict[int, set[int]] = defaultdict(set)
    rows = Workshop.organisations.through.objects.filter(workshop__in=workshops)
    for workshop, organisation in rows.values_list("workshop", "organisation"):
        met[workshop].add(organisation)
    return met


def shown_items(keys: Iterable[int], posts: Iterable[SharedPost] = ()) -> set[int]:
    """Of the items with these `keys`, those whose words anybody may read now: on the website, or where one of the
    `posts` is. One query for each network at most."""
    keys = set(keys)
    on_website = cleared(Item.objects.filter(pk__in=keys), Use.WEB, timezone.now())
    on_networks = shown_posts(post for post in posts if post.item in keys)
    return set(on_website.values_list("pk", flat=True)) | {post.item for post in on_networks}


def shown_posts(posts: Iterable[SharedPost]) -> list[SharedPost]:
    """The posts whose item may be on their network now, in the order given."""
    posts, now = list(posts), timezone.now()
    on_network: dict[str, set[int]] = defaultdict(set)
    for post in posts:
        on_network[post.network].add(post.item)
    allowed = {
        network: set(cleared(Item.objects.filter(pk__in=keys), Use.SOCIAL, now, network).values_list("pk", flat=True))
        for network, keys in on_network.items()
    }
    return [post for post in posts if post.item in allowed[post.network]]
