"""Promise 1: what is withdrawn comes down from the networks, wherever it was on its way, with a receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from campaigns.models import Post
from campaigns.networks.base import Live, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.posts.edit import pause_everything
from campaigns.publishing.outcomes import TRIES_BEFORE_TELLING
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import LOOKS, look_up_unsure
from campaigns.publishing.takedown import take_down_campaign, take_down_due
from campaigns.publishing.transitions import went_live
from cms.core.errors import NotPermittedError
from cms.models import Incident, Item, Receipt
from cms.users.roles import EDITOR
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import hurry, make_campaign, make_post, state_of
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pause_before_looking")]
State = Post.State


def test_a_withdrawn_planned_post_never_appears(network, admin):
    post = make_post()
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    publish_due(limit=10)
    assert not network.posts
    assert state_of(post) == State.CANCELLED
    assert [receipt.state for receipt in take_back.receipts.filter(channel="campaigns")] == ["taken_back"]


def test_a_withdrawn_live_post_comes_down_and_its_receipt_says_so(network, admin):
    post = make_post()
    publish_due(limit=10)
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    (receipt,) = take_back.receipts.filter(channel="campaigns")
    assert receipt.state == Receipt.State.PENDING
    assert take_down_due(limit=10) == 1
    receipt.refresh_from_db()
    assert not network.posts
    assert (state_of(post), receipt.state) == (State.TAKEN_DOWN, Receipt.State.TAKEN_BACK)


def test_what_is_withdrawn_while_it_is_being_published_comes_down_at_once(network, admin):
    post = make_post()
    take_backs = []
    item = Item.objects.get(pk=post.piece.item_id)
    network.during = lambda: take_backs or take_backs.append(withdraw_item(item, admin))
    publish_due(limit=10)
    assert state_of(post) == State.TAKE_DOWN_DUE
    take_down_due(limit=10)
    assert not network.posts
    assert take_backs[0].receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_what_is_withdrawn_while_it_is_unsure_comes_down_once_it_is_found(network, admin):
    network.after = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    look_up_unsure(limit=10)
    take_down_due(limit=10)
    assert not network.posts
    assert take_back.receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_what_is_withdrawn_while_it_is_unsure_and_never_appeared_is_not_tried_again(network, admin):
    network.before = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    look_up_unsure(limit=10)
    publish_due(limit=10)
    assert state_of(post) == State.CANCELLED
    assert network.log == ["publish", *["find"] * LOOKS]
    assert take_back.receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_a_take_down_that_failed_on_the_way_is_tried_again(network, admin):
    post = make_post()
    publish_due(limit=10)
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    network.after = [UnknownOutcomeError()]
    take_down_due(limit=10)
    assert state_of(post) == State.TAKE_DOWN_DUE
    hurry(post)
    take_down_due(limit=10)
    assert take_back.receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_a_take_down_that_is_refused_is_told_with_a_failed_receipt(network, admin):
    post = make_post()
    publish_due(limit=10)
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    network.before = [RefusedError("No.")]
    take_down_due(limit=10)
    assert state_of(post) == State.TAKE_DOWN_FAILED
    assert take_back.receipts.get(channel="campaigns").state == Receipt.State.FAILED
    assert Incident.objects.filter(key=f"campaigns:take_down:{post.pk}").exists()


def test_take_downs_go_on_during_a_pause(network, admin):
    post = make_post()
    publish_due(limit=10)
    withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    pause_everything(admin)
    take_down_due(limit=10)
    assert not network.posts


def test_all_that_a_campaign_has_out_comes_down_and_nothing_more_goes_out(network):
    campaign = make_campaign()
    for minutes in (-3, -2, 60):
        make_post(campaign=campaign, minutes=minutes)
    other = make_post(minutes=-1)
    publish_due(limit=9)
    with pytest.raises(NotPermittedError):
        take_down_campaign(campaign, make_user(groups=(EDITOR,)))
    assert take_down_campaign(campaign, make_user(is_superuser=True)) == 2
    take_down_due(limit=9)
    assert [post.key for post in network.posts.values()] == [str(other.key)]
    with travel(timezone.now() + timedelta(hours=2), tick=False):
        assert publish_due(limit=9) == 0


def test_what_has_no_number_is_left_to_a_person(network, admin):
    """Networks answer of a post without a number that there is none."""
    post = make_post()
    publish_due(limit=10)
    Post.objects.update(remote_id="")
    take_back = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    take_down_due(limit=10)
    assert state_of(post) == State.TAKE_DOWN_FAILED
    assert take_back.receipts.get(channel="campaigns").state == Receipt.State.FAILED
    assert Incident.objects.filter(key=f"campaigns:take_down:{post.pk}").exists()


def test_staff_are_told_of_all_that_a_network_lets_nobody_remove_for_long(network):
    campaign = make_campaign()
    posts = [make_post(campaign=campaign, minutes=-number) for number in (1, 2)]
    publish_due(limit=10)
    Post.objects.update(state=State.TAKE_DOWN_DUE)
    network.before = [WaitUntilError(timezone.now() + timedelta(hours=23))]
    assert take_down_due(limit=10) == 1
    told = {f"campaigns:take_down:{post.pk}" for post in posts}
    assert set(Incident.objects.values_list("key", flat=True)) == told


def test_staff_are_told_of_what_breaks_each_time_it_is_removed(network):
    post = make_post()
    publish_due(limit=10)
    Post.objects.update(state=State.TAKE_DOWN_DUE, attempts=0)
    for _try in range(TRIES_BEFORE_TELLING):
        assert not Incident.objects.exists()
        network.before = [RecursionError()]
        with pytest.raises(RecursionError):
            take_down_due(limit=1)
        hurry(post)
    assert Incident.objects.get().key == f"campaigns:take_down:{post.pk}"


def outlived(post: Post) -> None:
    """Another worker looks what became of a post whose own worker is slower than its lease."""
    Post.objects.filter(pk=post.pk).update(lease_ends_at=timezone.now() - timedelta(seconds=1))
    for _look in range(LOOKS):
        look_up_unsure(limit=1)
        Post.objects.filter(pk=post.pk, state=State.UNSURE).update(next_try_at=timezone.now())


@pytest.fixture
def slow(network, admin):
    """A post whose worker is so slow that another one finds nothing, after the words were withdrawn."""
    post, take_backs = make_post(), []

    def meanwhile() -> None:
        take_backs.append(withdraw_item(Item.objects.get(pk=post.piece.item_id), admin))
        outlived(post)
        assert state_of(post) == State.CANCELLED

    network.slow = meanwhile
    return post, take_backs


def test_what_a_slow_worker_publishes_after_it_was_given_up_comes_down(network, slow):
    post, take_backs = slow
    publish_due(limit=1)
    (receipt,) = take_backs[0].receipts.filter(channel="campaigns")
    assert (state_of(post), receipt.state) == (State.TAKE_DOWN_DUE, Receipt.State.PENDING)
    take_down_due(limit=1)
    receipt.refresh_from_db()
    assert not network.posts
    assert (state_of(post), receipt.state) == (State.TAKEN_DOWN, Receipt.State.TAKEN_BACK)


def test_what_a_slow_worker_may_have_published_after_it_was_given_up_is_asked_of_a_person(network, slow):
    post, take_backs = slow
    network.after = [UnknownOutcomeError()]
    publish_due(limit=1)
    post.refresh_from_db()
    assert (post.state, post.needs_person, post.must_come_down) == (State.UNSURE, True, True)
    assert take_backs[0].receipts.get(channel="campaigns").state == Receipt.State.PENDING
    assert Incident.objects.get().key == f"campaigns:unsure:{post.pk}"


@pytest.mark.parametrize("state", [State.PUBLISHED, State.TAKEN_DOWN])
def test_a_second_copy_of_a_slow_worker_comes_down_too(network, state):
    """Another worker published it meanwhile, on a network that does not show what it has."""
    post = make_post()

    def meanwhile() -> None:
        network.posts["first"] = None
        Post.objects.filter(pk=post.pk).update(state=State.UNSURE, must_come_down=state == State.TAKEN_DOWN)
        went_live(post, Live("first", ""))
        take_down_due(limit=1)
        assert state_of(post) == state

    network.slow = meanwhile
    publish_due(limit=1)
    Post.objects.update(state=State.TAKE_DOWN_DUE)
    take_down_due(limit=1)
    assert (network.posts, state_of(post)) == ({}, State.TAKEN_DOWN)
