"""From approval to the network and, after a withdrawal, off it again: on each network called over plain HTTP."""

from __future__ import annotations

import pytest

from campaigns.models import Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_due
from cms.models import Receipt
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import approve, make_campaign, make_post
from tests.campaigns.networks.cases import containers, facebook, linkedin, telegram
from tests.campaigns.networks.cases.base import Case
from tests.factories import make_quote

pytestmark = pytest.mark.django_db
CASES = [*containers.CASES, *facebook.CASES, *linkedin.CASES, *telegram.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_post_goes_out_with_its_card_and_is_gone_after_a_withdrawal(case: Case, stand_ins, proxy_to, settings, admin):
    settings.BASE_URL = "https://cosecha.red.ngo"
    server = stand_ins.named(case.stand_in)
    server.reset()
    account, quote = case.connect(proxy_to(server).url), make_quote("El agua (y la tierra) no se venden.")
    post = make_post(content=quote, campaign=make_campaign(accounts=[account]), approved=False)
    approve(post)
    publish_due(limit=1)
    post.refresh_from_db()
    assert (post.state, case.count(server.read()), post.problem) == (Post.State.PUBLISHED, 1, "")
    assert quote.text in str(server.read())

    withdraw_item(quote.item, admin, "")
    take_down_due(limit=1)
    post.refresh_from_db()
    assert (post.state, case.count(server.read())) == (Post.State.TAKEN_DOWN, 0)
    assert Receipt.objects.get(reference=f"post:{post.pk}").state == Receipt.State.TAKEN_BACK
