"""If these fail, what goes out is not what somebody approved."""

from __future__ import annotations

import pytest

from campaigns.models import Post
from campaigns.posts.prepare import prepare
from campaigns.publishing.publish import publish_due
from cms.models import Item
from media.models import Brand
from tests.campaigns.factories import approve, make_post
from tests.factories import make_quote

pytestmark = pytest.mark.django_db


def test_new_colours_void_the_approval_of_a_card_that_was_seen_in_the_old_ones(network):
    post = make_post()
    assert prepare(post).is_approved
    brand = Brand.load()
    brand.primary_colour = "#7a1f5c"
    brand.save()
    assert not prepare(post).is_approved
    publish_due(limit=10)
    assert not network.posts
    assert Post.objects.get().state == Post.State.DRAFT


def warned(text: str, warning: str):
    quote = make_quote(text)
    Item.objects.filter(pk=quote.item.pk).update(content_warning=warning)
    return make_post(content=quote, approved=False)


def test_a_warning_goes_with_the_post_to_a_network_that_has_one(network, monkeypatch):
    monkeypatch.setattr(network, "has_content_warning", True)
    approve(warned("Me fui una madrugada.", "Violencia en la pareja"))
    publish_due(limit=10)
    (sent,) = network.posts.values()
    assert sent.content_warning == "Violencia en la pareja"
    assert "Violencia" not in sent.text


def test_a_warning_comes_first_where_the_network_has_none_of_its_own(network):
    approve(warned("Me fui una madrugada.", "Violencia en la pareja"))
    publish_due(limit=10)
    (sent,) = network.posts.values()
    assert sent.text.startswith("⚠ Violencia en la pareja\n\n«Me fui")
    assert not sent.content_warning


def test_another_warning_voids_the_approval(network, monkeypatch):
    monkeypatch.setattr(network, "has_content_warning", True)
    post = make_post()
    Item.objects.filter(pk=post.piece.item_id).update(content_warning="Duelo")
    assert not prepare(post).is_approved
