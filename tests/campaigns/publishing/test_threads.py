"""A thread is one post: whole in the end, or known for what is there; and all of it comes down."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.models import Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import MOST_TRIES, look_up_unsure, resolve
from campaigns.publishing.takedown import take_down_due
from cms.models import Incident, Item, Receipt
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import approve, hurry, make_campaign, make_post
from tests.campaigns.networks.cases.mastodon import connect
from tests.campaigns.networks.standins.proxy import Fault

pytestmark = pytest.mark.django_db
State = Post.State
TEXT = "Primero.\n---\nDespués.\n---\nY al fin."
CREATE = "POST /api/v1/statuses"


@pytest.fixture
def server(stand_ins, proxy_to, settings):
    settings.BASE_URL = "https://cosecha.example.org"
    settings.NETWORK_LOOK_AFTER = 0
    found = stand_ins.named("mastodon")
    found.reset()
    found.proxy = proxy_to(found)
    return found


@pytest.fixture
def half_out(server) -> Post:
    """A thread of which the server took one part, and refused the others."""
    post = make_post(campaign=make_campaign(accounts=[connect(server.proxy.url)]), approved=False)
    Post.objects.filter(pk=post.pk).update(text=TEXT)
    approve(Post.objects.get(pk=post.pk))
    server.set(most_statuses=1)
    publish_due(limit=1)
    post.refresh_from_db()
    assert post.state == State.UNSURE
    assert texts(server) == ["Primero."]
    return post


def texts(server) -> list[str]:
    return [status["content"].removeprefix("<p>").removesuffix("</p>") for status in server.read()["statuses"]]


def test_what_is_missing_follows_once_the_network_takes_it(server, half_out):
    server.set(most_statuses=99)
    hurry(half_out)
    look_up_unsure(limit=1)
    half_out.refresh_from_db()
    assert (half_out.state, half_out.problem) == (State.PUBLISHED, "")
    statuses = server.read()["statuses"]
    assert texts(server) == ["Primero.", "Después.", "Y al fin."]
    assert [half_out.remote_id, *half_out.more_remote_ids] == [status["id"] for status in statuses]


def test_what_never_follows_is_told_and_comes_down_whole(server, half_out):
    for _try in range(MOST_TRIES + 1):
        hurry(half_out)
        look_up_unsure(limit=1)
    half_out.refresh_from_db()
    assert half_out.state == State.PUBLISHED
    assert "primeras partes" in half_out.problem
    Post.objects.update(state=State.TAKE_DOWN_DUE)
    take_down_due(limit=1)
    assert texts(server) == []


def test_a_withdrawal_while_it_is_half_out_takes_down_what_is_there_and_adds_nothing(server, half_out, admin):
    server.set(most_statuses=99)
    withdraw_item(Item.objects.get(pk=half_out.piece.item_id), admin)
    hurry(half_out)
    look_up_unsure(limit=1)
    take_down_due(limit=1)
    half_out.refresh_from_db()
    assert half_out.state == State.TAKEN_DOWN
    assert texts(server) == []
    assert server.read()["calls"].count("publish") == 2


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_what_a_person_says_of_it_forgets_no_part_that_is_out(server, half_out, admin, is_withdrawn):
    server.set(most_statuses=2)
    hurry(half_out)
    look_up_unsure(limit=1)
    if is_withdrawn:
        withdraw_item(Item.objects.get(pk=half_out.piece.item_id), admin)
    assert len(texts(server)) == 2
    resolve(half_out, admin, is_there=not is_withdrawn, url="https://red.example/7", remote_id="7")
    Post.objects.filter(state=State.PUBLISHED).update(state=State.TAKE_DOWN_DUE)
    take_down_due(limit=1)
    assert texts(server) == []


def test_a_lost_answer_in_the_middle_doubles_no_part(server):
    post = make_post(campaign=make_campaign(accounts=[connect(server.proxy.url)]), approved=False)
    Post.objects.filter(pk=post.pk).update(text=TEXT)
    approve(Post.objects.get(pk=post.pk))
    server.proxy.fault = Fault(CREATE, "close", after=True)
    publish_due(limit=1)
    for _round in range(3):
        Post.objects.exclude(next_try_at=None).update(next_try_at=timezone.now())
        look_up_unsure(limit=1)
        publish_due(limit=1)
    assert texts(server) == ["Primero.", "Después.", "Y al fin."]
    assert Post.objects.get().state == State.PUBLISHED


def test_a_part_that_was_refused_is_looked_for_again_by_itself(half_out):
    assert half_out.next_try_at is not None


def test_of_a_thread_that_a_person_saw_all_known_parts_come_down(server, half_out, admin):
    server.set(most_statuses=2)
    hurry(half_out)
    look_up_unsure(limit=1)
    first = server.read()["statuses"][0]
    resolve(half_out, admin, is_there=True, url=first["url"], remote_id=first["id"])
    take_back = withdraw_item(Item.objects.get(pk=half_out.piece.item_id), admin)
    take_down_due(limit=1)
    half_out.refresh_from_db()
    assert texts(server) == []
    # Nobody knows whether the last part is there: the person who looked may have seen it.
    assert half_out.state == State.TAKE_DOWN_FAILED
    assert take_back.receipts.get(channel="campaigns").state == Receipt.State.FAILED


def test_a_part_whose_answer_was_lost_is_left_to_a_person_when_its_thread_is_withdrawn(server, half_out, admin):
    """It may appear after the others were removed."""
    server.proxy.fault = Fault(CREATE, "close", after=False)
    hurry(half_out)
    look_up_unsure(limit=1)
    withdraw_item(Item.objects.get(pk=half_out.piece.item_id), admin)
    hurry(half_out)
    look_up_unsure(limit=1)
    take_down_due(limit=1)
    half_out.refresh_from_db()
    assert texts(server) == []
    assert half_out.state == State.TAKE_DOWN_FAILED
    assert Incident.objects.filter(key=f"campaigns:take_down:{half_out.pk}").exists()


def test_a_thread_of_which_a_person_saw_nothing_begins_anew(server, half_out, admin):
    server.set(most_statuses=99, statuses=[], keys={})
    resolve(half_out, admin, is_there=False)
    publish_due(limit=1)
    assert texts(server) == ["Primero.", "Después.", "Y al fin."]
