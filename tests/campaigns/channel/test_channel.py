"""What the rest of Cosecha hears from campaigns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from campaigns.channel.channel import CampaignsChannel
from campaigns.models import Campaign, Post
from campaigns.publishing.publish import publish_due
from cms.channels import Sample
from cms.models import Item
from tests.campaigns.factories import make_post
from tests.factories import make_learning, make_quote, make_testimony

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]
channel = CampaignsChannel()


def test_copies_are_those_planned_and_those_out():
    quote = make_quote()
    make_post(content=quote)
    (planned,) = channel.copies_of(quote.item)
    publish_due(limit=1)
    (live,) = channel.copies_of(quote.item)
    assert (planned.is_pending, live.is_pending) == (False, True)
    assert live.url.startswith("https://scripted.example/")
    assert planned.reference == live.reference


def test_what_waits_for_a_person_is_told(admin):
    make_post(approved=False, minutes=60)
    make_post(minutes=60)
    assert [(line.label, line.count) for line in channel.waiting_for(admin)] == [("Publicaciones por aprobar", 1)]


def test_the_agenda_has_what_goes_out_and_nothing_else():
    make_post(minutes=60)
    make_post(minutes=60 * 48)
    now = timezone.now()
    (one,) = channel.agenda(now, now + timedelta(days=1))
    assert one.state == "Aprobada"


@pytest.mark.parametrize("make", [make_quote, make_testimony, make_learning])
def test_every_kind_has_previews_that_draw_its_card(make):
    content = make()
    previews = channel.previews(content.kind)
    assert [preview.name for preview in previews] == ["post_sandbox", "card"]
    for preview in previews:
        html = preview.render(content, RequestFactory().get("/"))
        assert "data:image/png;base64," in html
        assert "<script" not in html


def test_the_sample_has_its_first_post_due_within_two_minutes(admin):
    for _number in range(8):
        make_quote()
        make_learning()
    channel.load_sample(Sample(user=admin, items=list(Item.objects.all()), say=lambda line: None))
    first = Post.objects.order_by("piece__scheduled_at").first()
    assert first.state == Post.State.APPROVED
    assert first.piece.scheduled_at < timezone.now() + timedelta(minutes=2)
    assert Post.objects.filter(state=Post.State.DRAFT).count() == 2
    assert Campaign.objects.get().accounts.get().network == "sandbox"


def test_the_sample_without_anything_cleared_says_so(admin):
    said: list[str] = []
    channel.load_sample(Sample(user=admin, say=said.append))
    assert len(said) == 1
