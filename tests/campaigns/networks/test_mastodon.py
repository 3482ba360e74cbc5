"""What a post carries to Mastodon, what its server refuses, and what fits. Faults: `test_matrix`."""

from __future__ import annotations

import pytest

from campaigns.models import Account
from campaigns.networks.base import NotSentError, Reactions, RefusedError
from campaigns.networks.mastodon.client import calling_for
from campaigns.networks.mastodon.network import Mastodon, upload
from campaigns.networks.pictures import PictureLimit
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.networks.cases.mastodon import connect, warned
from tests.campaigns.networks.cases.words import TEXT, outgoing
from tests.campaigns.networks.standins.client import RemoteState

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(stand_ins, proxy_to) -> RemoteState:
    found: RemoteState = stand_ins.named("mastodon")
    found.reset()
    found.proxy = proxy_to(found)
    return found


@pytest.fixture
def account(server) -> Account:
    return connect(server.proxy.url)


def test_a_post_has_its_card_alt_text_language_and_warning(server, account):
    post = warned()
    live = Mastodon().publish(account, post)
    [status] = server.read()["statuses"]
    assert (live.remote_id, live.url) == (status["id"], status["url"])
    assert (status["language"], status["visibility"], status["sensitive"]) == ("es", "public", True)
    assert status["spoiler_text"] == "Habla de violencia"
    assert [media["description"] for media in status["media_attachments"]] == [post.alt_text]
    assert live.notice == ""
    assert Mastodon().find(account, post) == live
    assert Mastodon().find(account, outgoing(texts=(TEXT + " y más",))) is None
    assert Mastodon().measure(account, live.remote_id) == Reactions(likes=7, shares=3, replies=1)


def test_an_image_that_lost_its_description_is_told(server, account):
    server.set(drops_alt_text=True)
    assert "descripción" in Mastodon().publish(account, outgoing()).notice


def test_a_picture_that_was_put_there_before_a_crash_is_not_put_there_again(server, account):
    post = outgoing()
    with calling_for(account) as client:
        upload(client, post, PictureLimit())
    Mastodon().publish(account, post)
    assert server.read()["calls"].count("upload") == 1


def test_the_same_words_of_an_earlier_post_are_not_taken_for_this_one(server, account):
    network = Mastodon()
    live = network.publish(account, outgoing())
    earlier = make_post(campaign=make_campaign(accounts=[account]), approved=False)
    account.posts.filter(pk=earlier.pk).update(remote_id=live.remote_id)
    assert network.find(account, outgoing()) is None


@pytest.mark.parametrize(("change", "needs_reconnect"), [({"revoked": True}, True), ({"most_characters": 20}, False)])
def test_what_the_server_refuses_is_told_with_its_reason(server, account, change, needs_reconnect):
    server.set(**change)
    with pytest.raises(RefusedError) as caught:
        Mastodon().publish(account, outgoing(card=None))
    assert caught.value.needs_reconnect == needs_reconnect
    assert needs_reconnect or "limit exceeded" in str(caught.value)


def test_a_server_that_is_not_there_got_nothing(server, account):
    server.proxy.stop()
    with pytest.raises(NotSentError):
        Mastodon().publish(account, outgoing())


def test_limits_are_those_of_the_server(account):
    account.limits = {"characters": 1000, "url_length": 30, "alt_characters": 200}
    limits = Mastodon().limits(account)
    text = limits.text
    assert (text.most, text.count("https://ejemplo.org/a"), limits.alt.most) == (1000, 30, 200)
    account.limits = {}
    assert Mastodon().limits(account).text.most == 500
