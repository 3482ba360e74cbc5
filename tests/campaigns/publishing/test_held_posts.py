"""If this fails, a backup that was put back posts again what is on its network already."""

from __future__ import annotations

import pytest
from django.urls import reverse

from campaigns.models import Post
from campaigns.networks.base import NotSentError
from campaigns.publishing.held_posts import look_up_held
from campaigns.publishing.publish import publish_due
from campaigns.tasks import work_slice
from cms.jobs import holds, runs
from cms.models import DatabaseOrigin
from tests.campaigns.factories import hurry, make_post, state_of

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
