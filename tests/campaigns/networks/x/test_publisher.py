"""A post goes the whole way: approved with its price, published, looked for, and gone after a withdrawal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns.models import Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import look_up_unsure
from campaigns.publishing.takedown import take_down_due
from cms.models import Item
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import approve, hurry, make_campaign, make_post, state_of
from tests.campaigns.networks.standins.proxy import Fault
from tests.factories import make_quote

pytestmark = pytest.mark.django_db
State = Post.State


@pytest.fixture
def post(account, settings) -> Post:
    settings.BASE_URL = "https://cosecha.red.ngo"
    quote = make_quote()
    Item.objects.filter(pk=quote.item.pk).update(content_warning="Habla de violencia")
    quote.item.refresh_from_db()
    made = make_post(content=quote, campaign=make_campaign(accounts=[account]), approved=False)
    approve(made)
    return made


def test_a_sensitive_post_is_blurred_and_comes_down_with_its_consent(post, server, admin):
    publish_due(limit=5)
    post.refresh_from_db()
    [there] = server.read()["posts"]
    assert (post.state, post.remote_id, post.cost) == (State.PUBLISHED, there["id"], Decimal("0.209"))
    assert there["sent"].startswith("⚠ Habla de violencia\n")
    assert there["media"][0]["metadata"]["sensitive_media_warning"] == {"other": True}
    withdraw_item(post.piece.item, admin, "")
    take_down_due(limit=5)
    assert (state_of(post), server.read()["posts"]) == (State.TAKEN_DOWN, [])


def test_a_lost_answer_is_looked_for_after_half_a_minute(post, server):
    server.proxy.fault = Fault("POST /2/tweets", "reset", True)
    began = timezone.now()
    publish_due(limit=5)
    post.refresh_from_db()
    assert post.state == State.UNSURE
    assert post.next_try_at >= began + timedelta(seconds=30)
    hurry(post)
    look_up_unsure(limit=5)
    assert (state_of(post), len(server.read()["posts"])) == (State.PUBLISHED, 1)


def test_without_credit_a_post_waits_for_a_person_and_goes_out_after_it(post, server):
    server.set(has_credit=False)
    publish_due(limit=5)
    post.refresh_from_db()
    assert (post.state, "créditos" in post.problem) == (State.REFUSED, True)
    server.set(has_credit=True)
    approve(post)
    publish_due(limit=5)
    assert (state_of(post), len(server.read()["posts"])) == (State.PUBLISHED, 1)
