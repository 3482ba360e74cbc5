"""Filling a campaign's empty slots with items that may go out then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.errors import CampaignOverError, NoAccountError, NothingToPlanError
from campaigns.models import Campaign, Piece, Post
from campaigns.planning.allocate import Appearance, Candidate, Opening, Pick, Why, plan
from campaigns.planning.kinds import CARRIED
from campaigns.planning.observances import Observance, belongs, observed_near
from campaigns.planning.slots import Weekly, instants
from cms.consent.gate import Use, cleared
from cms.consent.queries import is_over
from cms.core.errors import NotPermittedError
from cms.models import Item, Topic, model_for

# A slot sooner than this leaves nobody the time to approve it.
NOTICE = timedelta(minutes=10)


@dataclass(frozen=True)
class Filled:
    """What planning did: the pieces it made, and the slots for which there was nothing."""

    pieces: tuple[Piece, ...]
    empty: tuple[datetime, ...]


@transaction.atomic
def plan_campaign(campaign: Campaign, by: Any, now: datetime | None = None) -> Filled:
    """Fill the empty slots of `campaign`. Doing it twice, or two people at once, makes nothing twice.

    Raises NoAccountError, CampaignOverError or NothingToPlanError.
    """
    if not by.has_perm("campaigns.add_piece"):
        raise NotPermittedError
    # All campaigns, since a person's cool-down reaches across them.
    list(Campaign.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    accounts = list(campaign.accounts.all())
    if not accounts:
        raise NoAccountError
    openings = empty_slots(campaign, (now or timezone.now()) + NOTICE)
    if not openings:
        raise CampaignOverError
    languages = contents_in(campaign.language)
    seen = appearances(campaign)
    names = dict(Topic.objects.values_list("pk", "name"))
    candidates = candidates_for(campaign, languages, seen)
    proposal = plan(
        with_clearance(campaign, openings, {account.network for account in accounts}, names),
        candidates,
        seen,
        tuple(sorted(topic.pk for topic in campaign.topics.all())),
        timedelta(days=campaign.cooldown_days),
    )
    if not proposal.picks:
        raise NothingToPlanError
    pieces = []
    for pick in proposal.picks:
        piece = Piece.objects.create(
            campaign=campaign,
            item_id=pick.item,
            slot_at=pick.at,
            scheduled_at=pick.at,
            reason=reason_of(pick, names, observed_near(pick.at.astimezone(campaign.zone).date()))[:240],
        )
        Post.objects.bulk_create(Post(piece=piece, account=account) for account in accounts)
        pieces.append(piece)
    log(campaign, "cosecha.plan", user=by, data={"pieces": len(pieces)})
    return Filled(tuple(pieces), proposal.empty)


def empty_slots(campaign: Campaign, after: datetime) -> list[datetime]:
    """The slots later than `after` that no piece fills."""
    weekly = [Weekly(slot.weekday, slot.time) for slot in campaign.slots.all()]
    taken = set(campaign.pieces.filter(is_cancelled=False).values_list("slot_at", flat=True))
    every = instants(weekly, campaign.starts_on, campaign.ends_on, campaign.zone)
    return [at for at in every if at > after and at not in taken]


def contents_in(language: str) -> dict[UUID, tuple[int, ...]]:
    """The topics of every live wording in `language` that we carry, by translation key: two queries for each kind."""
    found: dict[UUID, tuple[int, ...]] = {}
    for model in map(model_for, CARRIED):
        live = model.objects.filter(live=True, locale__language_code=language)
        pairs: dict[UUID, list[int]] = {}
        for key, topic in live.values_list("translation_key", "topics"):
            pairs.setdefault(key, []).extend([topic] if topic else [])
        found |= {key: tuple(sorted(topics)) for key, topics in pairs.items()}
    return found


def candidates_for(
    campaign: Campaign, contents: dict[UUID, tuple[int, ...]], seen: Iterable[Appearance]
) -> list[Candidate]:
    """Every item that has a wording, with when it was last used. Whether it may go out is asked slot by slot."""
    last: dict[int, datetime] = {}
    for one in seen:
        last[one.item] = max(one.at, last.get(one.item, one.at))
    items = Item.objects.not_withdrawn().filter(kind__in=CARRIED)
    if not campaign.allows_sensitive:
        items = items.filter(is_sensitive=False)
    return [
        Candidate(key, kind, contributor, contents[translation_key], last.get(key))
        for key, translation_key, kind, contributor in items.values_list(
            "pk", "translation_key", "kind", "contributor_id"
        )
        if translation_key in contents
    ]


def appearances(campaign: Campaign) -> list[Appearance]:
    """Everything that was planned or published, in any campaign. What was cancelled here is not proposed here again."""
    contents = contents_in(campaign.language)
    rows = Piece.objects.select_related("item")
    return [
        Appearance(
            piece.item_id,
            piece.item.kind,
            None if piece.is_cancelled else piece.item.contributor_id,
            () if piece.is_cancelled else contents.get(piece.item.translation_key, ()),
            piece.scheduled_at,
            piece.campaign_id == campaign.pk,
        )
        for piece in rows
        if piece.campaign_id == campaign.pk or not piece.is_cancelled
    ]


def with_clearance(
    campaign: Campaign, slots: list[datetime], networks: set[str], names: dict[int, str]
) -> list[Opening]:
    """Each slot with what the gate lets out on that day to every one of the networks. One query a day and network."""
    allowed_on: dict[tuple[Any, str], set[int]] = {}
    openings = []
    for at in slots:
        day = timezone.localdate(at)
        for network in networks:
            if (day, network) not in allowed_on:
                rows = cleared(Item.objects.all(), Use.SOCIAL, at, network).values_list("pk", flat=True)
                allowed_on[day, network] = set(rows)
        over = Item.objects.filter(is_over(at)).values_list("pk", flat=True)
        allowed = frozenset(set.intersection(*(allowed_on[day, network] for network in networks)) - set(over))
        observance = observed_near(at.astimezone(campaign.zone).date())
        observed = frozenset(key for key, name in names.items() if observance and belongs(observance, [name]))
        openings.append(Opening(at, allowed, observed))
    return openings


def reason_of(pick: Pick, names: dict[int, str], observance: Observance | None) -> str:
    """Why a piece was picked, in words for staff."""
    sentences = {
        Why.OBSERVANCE: _("For {day}.").format(day=observance.name if observance else ""),
        Why.TOPIC: _("It is the turn of “{topic}”.").format(topic=names.get(pick.topic or 0, "")),
        Why.KIND: _("A change of kind from the one before."),
        Why.NEVER_USED: _("Not used before."),
        Why.RESTED: _("The one that has rested longest."),
    }
    return " ".join(sentences[why] for why in pick.reasons)


def moment(at: datetime, campaign: Campaign) -> str:
    """A time as staff read it, in the campaign's time zone."""
    local = at.astimezone(campaign.zone)
    return f"{date_format(local, 'l')} {date_format(local, 'MONTH_DAY_FORMAT')}, {local:%H:%M}"
