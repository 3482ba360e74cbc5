"""What a post cannot hold is never planned, and staff are never told that it may go to networks."""

from __future__ import annotations

import pytest

from campaigns.channel.channel import CampaignsChannel
from campaigns.errors import NothingToPlanError
from campaigns.planning import candidates
from campaigns.planning.kinds import CARRIED, NOT_CARRIED
from campaigns.planning.plan_campaign import plan_campaign
from cms.channels import uses_of
from cms.consent.gate import Use
from cms.models import Kind
from tests.campaigns.factories import make_campaign
from tests.factories import make_learning, make_quote


@pytest.fixture
def no_learnings(monkeypatch):
    carried = (Kind.QUOTE, Kind.TESTIMONY)
    monkeypatch.setattr(candidates, "CARRIED", carried)
    monkeypatch.setattr(CampaignsChannel, "kinds", carried)


def test_of_every_kind_somebody_said_whether_posts_carry_it():
    assert sorted([*CARRIED, *NOT_CARRIED]) == sorted(Kind)


@pytest.mark.django_db
def test_a_kind_that_is_not_carried_is_not_planned(no_learnings, admin):
    make_learning(voice="person")
    campaign = make_campaign()
    with pytest.raises(NothingToPlanError):
        plan_campaign(campaign, admin)
    quote = make_quote()
    assert [piece.item for piece in plan_campaign(campaign, admin).pieces] == [quote.item]


def test_a_kind_that_is_not_carried_has_no_such_use_and_no_such_preview(no_learnings):
    assert Use.SOCIAL not in uses_of(Kind.LEARNING)
    assert Use.SOCIAL in uses_of(Kind.QUOTE)
    assert uses_of(Kind.LEARNING)[0] == Use.WEB
