"""What a network bills is told before it is spent, and no more of it is spent in a month than staff allow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.urls import reverse
from time_machine import travel

from campaigns.errors import NotReadyError
from campaigns.models import Account, Campaign, Post
from campaigns.posts.budget import BILLED, PROMISED, cost_in_month, money
from campaigns.posts.edit import cancel_piece
from campaigns.publishing.publish import publish_due
from cms.models import Incident
from tests.campaigns.factories import approve, hurry, make_account, make_campaign, make_post, state_of

pytestmark = pytest.mark.django_db
State = Post.State
DAY = 24 * 60


@pytest.fixture(autouse=True)
def middle_of_the_month() -> Iterator[None]:
    with travel("2026-11-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def billed(network, monkeypatch):
    monkeypatch.setattr(type(network), "is_billed", True)
    monkeypatch.setattr(type(network), "cost_of", lambda _self, _texts, _alt_text: Decimal("0.205"))
    return network


@pytest.fixture
def campaign(billed) -> Campaign:
    """Its account may cost two posts a month."""
    return make_campaign(accounts=[make_account(monthly_budget=Decimal("0.41"))])


def test_what_would_cost_too_much_is_not_approved(campaign):
    posts = [make_post(campaign=campaign, minutes=minutes) for minutes in (DAY, 2 * DAY)]
    third = make_post(campaign=campaign, minutes=3 * DAY, approved=False)
    with pytest.raises(NotReadyError, match=r"0,21.+noviembre.+0,41"):
        approve(third)
    assert [post.cost for post in posts] == [Decimal("0.205")] * 2
    # Another month, and another account, have a budget of their own.
    make_post(campaign=campaign, minutes=20 * DAY)
    make_post(campaign=make_campaign(accounts=[make_account(monthly_budget=Decimal("0.21"))]), minutes=DAY)


def test_what_does_not_go_out_leaves_room(campaign, admin):
    posts = [make_post(campaign=campaign, minutes=minutes) for minutes in (DAY, 2 * DAY)]
    approve(posts[0])
    cancel_piece(posts[1].piece, admin)
    make_post(campaign=campaign, minutes=3 * DAY)


def test_what_was_taken_down_was_paid_all_the_same(campaign):
    post = make_post(campaign=campaign)
    Post.objects.filter(pk=post.pk).update(state=State.TAKEN_DOWN)
    [account] = campaign.accounts.all()
    assert cost_in_month(account, post.piece.scheduled_at, BILLED) == Decimal("0.205")


def test_a_post_waits_and_staff_are_told_when_less_is_allowed_than_was_approved(campaign, billed):
    first, second = (make_post(campaign=campaign, minutes=minutes) for minutes in (-2, -1))
    Account.objects.update(monthly_budget=Decimal("0.30"))
    publish_due(limit=5)
    second.refresh_from_db()
    assert (state_of(first), second.state, len(billed.posts)) == (State.PUBLISHED, State.WAITING, 1)
    assert "0,30" in second.problem
    assert "0,30" in Incident.objects.get(key=f"campaigns:budget:{second.account_id}").what_to_do
    publish_due(limit=5)
    assert len(billed.posts) == 1

    Account.objects.update(monthly_budget=Decimal("0.41"))
    hurry(second)
    publish_due(limit=5)
    assert (state_of(second), len(billed.posts)) == (State.PUBLISHED, 2)


def test_staff_see_what_it_costs_and_decide_how_much_it_may(campaign, admin_client):
    post = make_post(campaign=campaign, minutes=DAY)
    [account] = campaign.accounts.all()
    assert "US$ 0,21" in admin_client.get(reverse("posts:post", args=[post.pk])).content.decode()
    assert "US$ 0,21" in admin_client.get(reverse("campaigns:campaign", args=[campaign.pk])).content.decode()
    page = reverse("accounts:account", args=[account.pk])
    assert "US$ 0,21" in admin_client.get(page).content.decode()
    admin_client.post(page, {"label": account.label, "language": "", "most_a_week": "", "monthly_budget": "12.5"})
    account.refresh_from_db()
    assert account.monthly_budget == Decimal("12.50")
    assert cost_in_month(account, post.piece.scheduled_at, PROMISED) == Decimal("0.205")


def test_what_costs_nothing_is_not_spoken_of(network, admin_client):
    post = make_post(campaign=make_campaign(accounts=[make_account(monthly_budget=0)]))
    assert "US$" not in admin_client.get(reverse("posts:post", args=[post.pk])).content.decode()
    assert "US$" not in admin_client.get(reverse("accounts:account", args=[post.account_id])).content.decode()
    publish_due(limit=5)
    assert (state_of(post), post.cost) == (State.PUBLISHED, 0)


@pytest.mark.parametrize(("amount", "shown"), [("0.205", "US$ 0,21"), ("0.2", "US$ 0,20"), ("1234", "US$ 1234,00")])
def test_money_is_never_shown_as_less_than_it_is(amount, shown):
    assert money(Decimal(amount)).replace("\xa0", "").replace(".", "") == shown
