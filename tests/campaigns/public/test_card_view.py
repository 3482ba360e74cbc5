"""A network fetches the card of a post while the post is on its way to it, and never before or after."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from campaigns.models import Post
from campaigns.networks.graph.card_address import TRIAL, address_of_card
from campaigns.networks.instagram.network import Instagram
from campaigns.public import card_view
from campaigns.publishing.payloads import frozen
from campaigns.publishing.publish import publish_due
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.networks.cases.containers import connect
from tests.factories import add_terms, make_quote

pytestmark = pytest.mark.django_db
State = Post.State


@pytest.fixture(autouse=True)
def public_address(settings) -> None:
    settings.BASE_URL = "https://cosecha.red.ngo"


@pytest.fixture
def on_its_way(network) -> Post:
    """A post whose answer was lost."""
    post = make_post()
    publish_due(limit=1)
    Post.objects.filter(pk=post.pk).update(state=State.UNSURE)
    return post


def path_of(post: Post) -> str:
    return urlsplit(frozen(post).card_address).path


def test_a_card_is_a_picture_that_nobody_keeps(client, on_its_way):
    answer = client.get(path_of(on_its_way))
    with Image.open(BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("JPEG", (1080, 1080))
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    with Image.open(BytesIO(client.get(urlsplit(address_of_card(TRIAL)).path).content)) as image:
        assert image.format == "JPEG"


@pytest.mark.parametrize("state", [state for state in State if state not in Post.IN_DOUBT])
def test_a_card_is_only_there_while_its_post_is_on_its_way(client, on_its_way, state):
    path = path_of(on_its_way)
    Post.objects.filter(pk=on_its_way.pk).update(state=state)
    assert client.get(path).status_code == 404


def test_a_withdrawn_card_is_gone_at_once(client, on_its_way, admin):
    path = path_of(on_its_way)
    withdraw_item(on_its_way.piece.item, admin, "")
    Post.objects.filter(pk=on_its_way.pk).update(state=State.UNSURE)
    assert client.get(path).status_code == 404


def test_the_gate_is_asked_at_each_request(client, on_its_way):
    path = path_of(on_its_way)
    add_terms(on_its_way.piece.item.consent, allows_social=False)
    assert client.get(path).status_code == 404


def test_an_address_that_is_old_or_not_ours_opens_nothing(client, on_its_way, monkeypatch):
    path = path_of(on_its_way)
    assert client.get(path.replace(str(on_its_way.key), str(make_post(content=make_quote()).key))).status_code == 404
    assert client.get("/tarjetas/x.jpg").status_code == 404
    monkeypatch.setattr("campaigns.networks.graph.card_address.LIFETIME", timedelta(seconds=-1))
    assert client.get(path).status_code == 404


def test_who_asks_too_often_has_to_wait(client, monkeypatch):
    monkeypatch.setattr(card_view, "REQUESTS", 0)
    assert client.get("/tarjetas/x.jpg").status_code == 429


@pytest.mark.django_db(transaction=True)
def test_a_network_fetches_the_card_while_it_is_published(live_server, stand_ins, proxy_to, settings, monkeypatch):
    """The whole way, with the stand-in in another process fetching from here."""
    server = stand_ins.named("instagram")
    server.reset(fetches=True)
    account = connect("instagram", proxy_to(server).url)
    post = make_post(campaign=make_campaign(accounts=[account]), approved=True)
    monkeypatch.setattr(
        "campaigns.publishing.payloads.address_of_card",
        lambda key: live_server.url + urlsplit(address_of_card(key)).path,
    )
    publish_due(limit=1)
    post.refresh_from_db()
    state = server.read()
    assert (post.state, [kind for kind, _headers in state["fetched"]]) == (State.PUBLISHED, ["image/jpeg"])
    assert state["posts"][0]["id"] == post.remote_id
    assert Instagram().is_there(account, post.remote_id)
