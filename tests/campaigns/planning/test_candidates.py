"""The planner loads what it can pick, not the archive, and picks as if it had loaded everything."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Piece
from campaigns.planning import plan_campaign as planner
from campaigns.planning.allocate import Candidate
from campaigns.planning.candidates import SlotCandidates
from campaigns.planning.plan_campaign import empty_slots, propose
from cms.models import Item, Kind, Topic, model_for
from tests.archive import make_archive, make_consents
from tests.campaigns.factories import make_campaign
from tests.factories import make_consent, make_quote, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]
KINDS = (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING)


def post_before(items, days_ago: int = 300) -> None:
    """`items` were posted by another campaign, the first the longest ago."""
    name = f"Hace {days_ago} días"
    campaign = Campaign.objects.filter(name=name).first() or make_campaign(name=name, accounts=[])
    begins = timezone.now() - timedelta(days=days_ago)
    at = [begins + timedelta(minutes=number) for number in range(len(items))]
    Piece.objects.bulk_create(
        Piece(campaign=campaign, item=item, slot_at=when, scheduled_at=when)
        for item, when in zip(items, at, strict=True)
    )


def everything(campaign, *_options) -> SlotCandidates:
    """All that could be picked, read row by row."""
    last = {}
    for piece in Piece.objects.filter(is_cancelled=False).order_by("scheduled_at"):
        last[piece.item_id] = piece.scheduled_at
    found = []
    for item in Item.objects.all():
        contents = model_for(item.kind).objects.filter(
            translation_key=item.translation_key, live=True, locale__language_code=campaign.language
        )
        for one in contents:
            topics = tuple(sorted(topic.pk for topic in one.topics.all()))
            found.append(Candidate(item.pk, item.kind, item.contributor_id, topics, last.get(item.pk)))
    return SlotCandidates(found)


@pytest.mark.parametrize("seed", range(6))
def test_the_picks_are_those_from_everything(monkeypatch, seed):
    """With groups cut so short that a second try is needed."""
    chance = random.Random(seed)
    topics = [make_topic(name) for name in ("Agua", "Mujer rural", "Tierra")]
    people = make_consents(chance.randint(2, 6))
    today = timezone.localdate()
    short = [
        make_consent(
            begins_on=today + timedelta(days=chance.randint(0, 12)),
            expires_on=today + timedelta(days=chance.randint(12, 30)),
        )
        for _number in range(3)
    ]
    for kind in KINDS:
        on = chance.sample(topics, chance.randint(0, 3))
        make_archive(kind, chance.randint(0, 12), consents=people, topics=on)
        make_archive(kind, chance.randint(0, 6), consents=short, topics=on[:1])
        make_archive(kind, chance.randint(0, 6), topics=topics[:1])
    for _number in range(3):
        make_quote(topics=tuple(chance.sample(topics, 2)))
    items = list(Item.objects.all())
    post_before(chance.sample(items, 4))
    post_before(chance.sample(items, 2), days_ago=3)
    campaign = make_campaign(
        topics=tuple(topics[:2]) if seed % 2 else (),
        starts_on=today.replace(year=today.year + 1, month=10, day=3) if seed == 3 else today + timedelta(days=1),
        ends_on=today.replace(year=today.year + 1, month=10, day=28) if seed == 3 else today + timedelta(days=28),
        cooldown_days=chance.choice([0, 3, 14]),
    )
    slots = empty_slots(campaign, timezone.now())
    names = dict(Topic.objects.values_list("pk", "name"))
    monkeypatch.setattr(planner, "SPARE", 1)
    monkeypatch.setattr(planner, "PER_SLOT", 0)
    found = propose(campaign, slots, {"scripted"}, names)
    monkeypatch.setattr(planner, "candidates_for", everything)
    expected = propose(campaign, slots, {"scripted"}, names)
    assert expected.picks
    assert (found.picks, found.empty) == (expected.picks, expected.empty)
