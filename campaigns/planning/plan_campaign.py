"""Filling a campaign's empty slots with items that may go out then."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.errors import CampaignOverError, NoAccountError, NothingToPlanError
from campaigns.models import Account, Campaign, Piece, Post
from campaigns.planning.allocate import Allocation, Appearance, Opening, Pick, Why, plan
from campaigns.planning.candidates import candidates_for, cleared_for_all
from campaigns.planning.kinds import CARRIED
from campaigns.planning.observances import Observance, belongs, observed_near
from campaigns.planning.slots import Weekly, instants
from cms.core.errors import NotPermittedError
from cms.models import Item, Topic, model_for
from cms.models.kinds.item_contents import is_over
from cms.users.models import User

# A slot sooner than this leaves nobody the time to approve it.
NOTICE = timedelta(minutes=10)
# Items loaded of each kind and topic: so many for each slot, and so many whose people may be resting.
PER_SLOT = 1
SPARE = 8


@dataclass(frozen=True)
class Filled:
    """What planning did: the pieces it made, and the slots for which there was nothing."""

    pieces: tuple[Piece, ...]
    empty: tuple[datetime, ...]


@transaction.atomic
def plan_campaign(campaign: Campaign, by: User, now: datetime | None = None) -> Filled:
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
    names = dict(Topic.objects.values_list("pk", "name"))
    proposal = propose(campaign, openings, {account.network for account in accounts}, names)
    if not proposal.picks:
        raise NothingToPlanError
    pieces, full = [], []
    for pick in proposal.picks:
        here = [account for account in accounts if has_room(account, pick.at)]
        if not here:
            full.append(pick.at)
            continue
        piece = Piece.objects.create(
            campaign=campaign,
            item_id=pick.item,
            slot_at=pick.at,
            scheduled_at=pick.at,
            reason=reason_of(pick, names, observed_near(pick.at.astimezone(campaign.zone).date()))[:240],
        )
        Post.objects.bulk_create(Post(piece=piece, account=account) for account in here)
        pieces.append(piece)
    log(campaign, "cosecha.plan", user=by, data={"pieces": len(pieces)})
    return Filled(tuple(pieces), (*proposal.empty, *full))


def has_room(account: Account, at: datetime) -> bool:
    """Whether fewer posts than it may have a week are planned for `account` in the seven days around `at`."""
    if account.most_a_week is None:
        return True
    week = timedelta(days=7)
    near = Post.objects.filter(
        account=account, piece__is_cancelled=False, piece__scheduled_at__gt=at - week, piece__scheduled_at__lt=at + week
    ).exclude(state=Post.State.CANCELLED)
    moments = sorted([*near.values_list("piece__scheduled_at", flat=True), at])
    return all(last - first >= week for first, last in zip(moments, moments[account.most_a_week :], strict=False))


def empty_slots(campaign: Campaign, after: datetime) -> list[datetime]:
    """The slots later than `after` that no piece fills."""
    weekly = [Weekly(slot.weekday, slot.time) for slot in campaign.slots.all()]
    taken = set(campaign.pieces.filter(is_cancelled=False).values_list("slot_at", flat=True))
    every = instants(weekly, campaign.starts_on, campaign.ends_on, campaign.zone)
    return [at for at in every if at > after and at not in taken]


def propose(campaign: Campaign, slots: list[datetime], networks: set[str], names: dict[int, str]) -> Allocation:
    """What goes into `slots`: the same as if all items were looked at.

    Rows do not grow with the archive, unless the first of a topic are all taken, resting, or not cleared on a day.
    """
    topics = tuple(sorted(topic.pk for topic in campaign.topics.all()))
    cooldown = timedelta(days=campaign.cooldown_days)
    seen = appearances(campaign, slots, cooldown)
    observed = [observed_topics(campaign, at, names) for at in slots]
    limit = PER_SLOT * len(slots) + SPARE
    while True:
        found = candidates_for(campaign, slots, networks, set(filter(None, observed)), limit)
        allowed = clearance_at(slots, networks, [one.item for one in found.items])
        openings = [Opening(*opening) for opening in zip(slots, allowed, observed, strict=True)]
        proposal = plan(openings, found.items, seen, topics, cooldown, found.heads)
        if not proposal.needs_more:
            return proposal
        limit *= 4


def observed_topics(campaign: Campaign, at: datetime, names: dict[int, str]) -> frozenset[int]:
    """The topics that are about the day to which a slot is given; none on most days."""
    observance = observed_near(at.astimezone(campaign.zone).date())
    return frozenset(key for key, name in names.items() if observance and belongs(observance, [name]))


def appearances(campaign: Campaign, slots: list[datetime], cooldown: timedelta) -> list[Appearance]:
    """All pieces of this campaign, and those of others whose people rest at one of `slots`.

    What was cancelled here is not proposed here again.
    """
    near = Q(scheduled_at__gt=slots[0] - cooldown, scheduled_at__lt=slots[-1] + cooldown, is_cancelled=False)
    pieces = list(Piece.objects.filter(Q(campaign=campaign) | near).select_related("item"))
    here = [piece for piece in pieces if piece.campaign_id == campaign.pk and not piece.is_cancelled]
    topics = topics_in(campaign.language, [piece.item for piece in here])
    return [
        Appearance(
            piece.item_id,
            piece.item.kind,
            None if piece.is_cancelled else piece.item.contributor_id,
            () if piece.is_cancelled else topics.get(piece.item.translation_key, ()),
            piece.scheduled_at,
            piece.campaign_id == campaign.pk,
        )
        for piece in pieces
    ]


def topics_in(language: str, items: list[Item]) -> dict[UUID, tuple[int, ...]]:
    """The topics of the live content of `items` in `language`, by translation key: one query for each kind."""
    found: dict[UUID, list[int]] = {}
    for model in map(model_for, CARRIED):
        live = model.objects.filter(
            translation_key__in=[item.translation_key for item in items if item.kind == model.kind],
            live=True,
            locale__language_code=language,
        )
        for key, topic in live.values_list("translation_key", "topics"):
            found.setdefault(key, []).extend([topic] if topic else [])
    return {key: tuple(sorted(topics)) for key, topics in found.items()}


def clearance_at(slots: list[datetime], networks: set[str], items: list[int]) -> list[frozenset[int]]:
    """For each slot, those of `items` that the gate lets out on that day to every one of the networks."""
    among = Item.objects.filter(pk__in=items)
    allowed_on: dict[date, set[int]] = {}
    found = []
    for at in slots:
        day = timezone.localdate(at)
        if day not in allowed_on:
            allowed = cleared_for_all(among, networks, at)
            allowed_on[day] = set(allowed.values_list("pk", flat=True))
        over = among.filter(is_over(at)).values_list("pk", flat=True)
        found.append(frozenset(allowed_on[day] - set(over)))
    return found


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
