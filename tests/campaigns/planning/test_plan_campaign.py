"""Planning fills a campaign's slots with what may go out then, and nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.errors import CampaignOverError, NoAccountError, NothingToPlanError
from campaigns.models import Piece, Post
from campaigns.planning.plan_campaign import plan_campaign
from campaigns.posts.edit import cancel_piece
from tests.campaigns.factories import make_campaign, make_post
from tests.factories import make_consent, make_contributor, make_learning, make_quote, make_testimony, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]


def fill(campaign, admin):
    return plan_campaign(campaign, admin).pieces


def test_planning_fills_every_slot_with_a_reason_and_a_post_for_each_account(admin):
    topic = make_topic("Liderazgo")
    for make in (make_quote, make_testimony, make_learning):
        for _number in range(4):
            make(topics=(topic,))
    campaign = make_campaign(topics=(topic,))
    pieces = fill(campaign, admin)
    assert len(pieces) == 8
    assert Post.objects.count() == 8
    assert all("Liderazgo" in piece.reason for piece in pieces)
    local = {(piece.scheduled_at.astimezone(campaign.zone).weekday(), piece.scheduled_at.hour) for piece in pieces}
    assert {weekday for weekday, _hour in local} == {1, 3}


def test_planning_twice_makes_nothing_twice(admin):
    for _number in range(12):
        make_quote()
    campaign = make_campaign()
    fill(campaign, admin)
    before = list(Piece.objects.values_list("pk", "item", "slot_at"))
    with pytest.raises(CampaignOverError):
        fill(campaign, admin)
    assert list(Piece.objects.values_list("pk", "item", "slot_at")) == before


def test_only_what_is_cleared_for_the_network_on_that_day_is_picked(admin):
    campaign = make_campaign()
    middle = timezone.localdate() + timedelta(days=14)
    until_middle = [make_quote(consent=make_consent(expires_on=middle)) for _number in range(8)]
    make_quote(consent=make_consent(allows_social=False))
    make_quote(consent=make_consent(networks=["mastodon"]))
    make_quote(live=False)
    pieces = fill(campaign, admin)
    assert pieces
    assert {piece.item_id for piece in pieces} <= {quote.item.pk for quote in until_middle}
    assert all(timezone.localdate(piece.scheduled_at) <= middle for piece in pieces)


def test_a_slot_for_which_there_is_nothing_is_told(admin):
    make_quote()
    filled = plan_campaign(make_campaign(), admin)
    assert (len(filled.pieces), len(filled.empty)) == (1, 7)


def test_nothing_cleared_is_one_clear_sentence(admin):
    make_quote(consent=make_consent(allows_social=False))
    with pytest.raises(NothingToPlanError, match="consentimiento"):
        fill(make_campaign(), admin)
    assert not Piece.objects.exists()


def test_a_campaign_without_an_account_says_so(admin):
    with pytest.raises(NoAccountError):
        fill(make_campaign(accounts=[]), admin)


def test_the_same_person_rests_between_campaigns_too(admin):
    contributor = make_contributor()
    consent = make_consent(contributor)
    first = make_post(content=make_quote(consent=consent), minutes=60 * 24)
    make_quote(consent=consent)
    campaign = make_campaign(cooldown_days=10)
    pieces = fill(campaign, admin)
    assert all(abs(piece.scheduled_at - first.piece.scheduled_at) >= timedelta(days=10) for piece in pieces)


def test_a_cancelled_piece_frees_its_slot_and_is_not_proposed_again(admin):
    quotes = [make_quote() for _number in range(9)]
    campaign = make_campaign()
    piece = fill(campaign, admin)[0]
    cancel_piece(piece, admin)
    (again,) = fill(campaign, admin)
    assert again.slot_at == piece.slot_at
    assert again.item_id != piece.item_id
    assert Piece.objects.filter(item=piece.item).count() == 1
    assert len(quotes) == 9


def test_a_sensitive_item_is_picked_only_where_the_campaign_allows_it(admin):
    make_quote(is_sensitive=True)
    with pytest.raises(NothingToPlanError):
        fill(make_campaign(), admin)


def test_what_has_no_content_in_the_campaigns_language_is_not_picked(admin):
    make_quote(language="en")
    with pytest.raises(NothingToPlanError):
        fill(make_campaign(), admin)


def test_an_observed_day_gets_what_is_about_it(admin):
    rural, other = make_topic("Mujer rural"), make_topic("Agua")
    for _number in range(6):
        make_quote(topics=(other,))
    about = make_quote(topics=(rural,))
    day = datetime(2027, 10, 14, 12, tzinfo=ZoneInfo("America/Lima"))
    campaign = make_campaign(starts_on=day.date(), ends_on=day.date(), slots=[(day.weekday(), "12:00")])
    (piece,) = fill(campaign, admin)
    assert piece.item_id == about.item.pk
    assert "Mujeres Rurales" in piece.reason


def test_planning_asks_no_more_when_there_are_more_items(admin, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _round in range(2):
        for _number in range(6):
            make_quote(topics=(make_topic(),))
        campaign = make_campaign(slots=[(1, "09:00")], ends_on=timezone.localdate() + timedelta(days=7))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            fill(campaign, admin)
        counts.append(len(captured))
    assert counts[0] == counts[1]
