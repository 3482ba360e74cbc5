"""If this fails, a backup that was put back posts again what is on its network already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Piece, Post
from campaigns.networks.base import NotSentError
from campaigns.posts.edit import cancel_piece
from campaigns.publishing.held_posts import look_up_held
from campaigns.publishing.publish import publish_due
from campaigns.tasks import work_slice
from cms.core.errors import WrongMomentError
from cms.jobs import holds, runs
from cms.models import DatabaseOrigin, Hold
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import approve, hurry, make_post, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pause_before_looking")]
State = Post.State


def become_a_copy() -> None:
    """As after `manage.py restore`."""
    runs.begin()
    DatabaseOrigin.objects.update(copied_at="2026-01-01T00:00:00Z")
    runs.begin()


def test_a_post_that_is_on_its_network_is_found_and_not_sent_again(network, admin):
    post = make_post()
    before = Post.objects.filter(pk=post.pk).values().get()
    publish_due(limit=10)
    Post.objects.filter(pk=post.pk).update(**before)
    post.payload.delete()  # the copy is older than that
    become_a_copy()
    assert publish_due(limit=10) == 0
    assert [held.reference for held in holds.held_for(admin)] == ["notices:all", f"post:{post.pk}"]
    assert look_up_held(limit=10) == 1
    post.refresh_from_db()
    assert (post.state, post.held_at) == (State.PUBLISHED, None)
    assert (network.log, len(network.posts)) == (["publish", "find"], 1)
    assert [held.reference for held in holds.held_for(admin)] == ["notices:all"]


def test_a_post_that_is_not_there_waits_until_it_is_released_and_an_outage_is_no_answer(network, admin, admin_client):
    post = make_post()
    become_a_copy()
    assert "copia del pasado" in admin_client.get(reverse("posts:post", args=[post.pk])).text
    network.before = [NotSentError()]
    for _round in range(3):
        work_slice()
        hurry(post)
        Post.objects.filter(pk=post.pk, held_look_at__isnull=False).update(held_look_at="2026-01-01T00:00:00Z")
    assert "publish" not in network.log
    (held,) = [held for held in holds.held_for(admin) if held.reference == f"post:{post.pk}"]
    assert held.note == "No está en la red."
    assert holds.release([held.reference], admin) == 1
    work_slice()
    assert state_of(post) == State.PUBLISHED
    assert len(network.posts) == 1


def test_what_was_on_its_way_is_looked_up_and_then_waits_too(network, admin):
    post = make_post()
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, lease_ends_at="2026-01-01T00:00:00Z")
    become_a_copy()
    for _round in range(6):
        work_slice()
        hurry(post)
    assert state_of(post) == State.WAITING
    assert set(network.log) == {"find"}
    assert f"post:{post.pk}" in [held.reference for held in holds.held_for(admin)]


def put_back_before_it_was_out(post: Post) -> None:
    """It went out after the copy was made."""
    before = Post.objects.filter(pk=post.pk).values().get()
    publish_due(limit=10)
    Post.objects.filter(pk=post.pk).update(**before)
    post.payload.delete()
    become_a_copy()


@pytest.mark.parametrize("is_found_at_once", [True, False])
def test_what_is_withdrawn_before_its_network_was_asked_is_taken_down_all_the_same(network, admin, is_found_at_once):
    post = make_post()
    put_back_before_it_was_out(post)
    network.before = [] if is_found_at_once else [NotSentError()]
    taken = withdraw_item(post.piece.item, admin)
    assert [receipt.state for receipt in taken.receipts.filter(channel="campaigns")] == ["pending"]
    for _round in range(4):
        work_slice()
        Post.objects.filter(next_try_at__isnull=False).update(next_try_at="2026-01-01T00:00:00Z")
    assert network.posts == {}
    assert state_of(post) == State.TAKEN_DOWN
    assert [receipt.state for receipt in taken.receipts.filter(channel="campaigns")] == ["taken_back"]


def test_what_may_be_out_is_not_cancelled_before_its_network_was_asked(network, admin):
    post = make_post()
    put_back_before_it_was_out(post)
    with pytest.raises(WrongMomentError):
        cancel_piece(post.piece, admin)
    work_slice()
    assert state_of(post) == State.PUBLISHED
    other = make_post()
    become_a_copy()
    work_slice()
    cancel_piece(other.piece, admin)  # it was looked for, and is not there
    assert state_of(other) == State.CANCELLED


@pytest.mark.parametrize("is_out", [True, False])
def test_a_post_that_was_still_to_come_is_looked_for_and_goes_on_by_itself(network, admin, is_out):
    post = make_post(minutes=60)
    if is_out:  # moved to an earlier hour after the copy was made
        Piece.objects.update(scheduled_at=timezone.now())
        approve(post)
        publish_due(limit=10)
        Piece.objects.update(scheduled_at=timezone.now() + timedelta(hours=1))
        Post.objects.update(state=State.APPROVED, published_at=None, remote_id="", url="")
        post.payload.delete()
    become_a_copy()
    assert f"post:{post.pk}" in [held.reference for held in holds.held_for(admin)]
    work_slice()
    assert state_of(post) == (State.PUBLISHED if is_out else State.APPROVED)
    assert [held.reference for held in holds.held_for(admin)] == ["notices:all"]
    assert len(network.posts) == is_out


def test_a_silence_holds_no_post_that_is_still_to_come(network, admin):
    make_post(minutes=60)
    holds.hold_what_was_due(Hold.Sign.SILENT, None, timezone.now())
    assert [held.reference for held in holds.held_for(admin)] == ["notices:all"]
