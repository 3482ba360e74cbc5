"""Promise 3: when an answer was lost, we look before we try again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from campaigns.errors import NoPostAddressError
from campaigns.models import Post
from campaigns.networks.base import OnlyPersonCanTellError, Outgoing, UnknownOutcomeError
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import LOOKS, look_up_unsure, resolve
from cms.models import Incident
from tests.campaigns.factories import hurry, make_campaign, make_post, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pause_before_looking")]
State = Post.State


def test_an_answer_that_was_lost_after_the_network_took_the_post_is_looked_up(network):
    network.after = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    assert state_of(post) == State.UNSURE
    assert publish_due(limit=10) == 0
    assert look_up_unsure(limit=10) == 1
    assert state_of(post) == State.PUBLISHED
    assert network.log == ["publish", "find"]
    assert len(network.posts) == 1


def test_an_answer_that_was_lost_before_the_network_took_it_is_tried_again(network):
    network.before = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    look_up_unsure(limit=10)
    assert state_of(post) == State.WAITING
    publish_due(limit=10)
    assert state_of(post) == State.PUBLISHED
    assert network.log == ["publish", *["find"] * LOOKS, "publish"]
    assert len(network.posts) == 1


def test_what_is_not_there_yet_is_looked_for_again_and_later_each_time(network, settings):
    settings.NETWORK_LOOK_AFTER = 20
    network.before = [UnknownOutcomeError()]
    with travel(timezone.now(), tick=False) as clock:
        post = make_post()
        publish_due(limit=10)
        for seconds in (20, 80, 320, 1280):
            clock.shift(seconds - 1)
            assert look_up_unsure(limit=10) + publish_due(limit=10) == 0
            clock.shift(1)
            assert look_up_unsure(limit=10) == 1
        assert state_of(post) == State.WAITING
        assert network.log == ["publish", *["find"] * 4]


@pytest.mark.parametrize("missed", range(1, LOOKS))
def test_a_post_that_appears_late_is_not_put_there_twice(network, missed):
    network.before = [UnknownOutcomeError()]
    finish_late = iter([*[False] * missed, True])
    post = make_post()
    publish_due(limit=10)
    late = Outgoing(str(post.key), ("tarde",), "", "es", None, timezone.now())
    network.looking = lambda: network.posts.update({"late": late} if next(finish_late) else {})
    look_up_unsure(limit=10)
    publish_due(limit=10)
    assert Post.objects.get(pk=post.pk).remote_id == "late"
    assert network.log == ["publish", *["find"] * (missed + 1)]


def test_what_cannot_be_known_is_named_and_waits_for_a_person(network, admin):
    network.after = [UnknownOutcomeError()]
    network.before = [None, *[UnknownOutcomeError()] * LOOKS]
    post = make_post()
    publish_due(limit=10)
    for _look in range(LOOKS + 2):
        hurry(post)
        look_up_unsure(limit=10)
    post.refresh_from_db()
    assert (post.state, post.needs_person) == (State.UNSURE, True)
    assert Incident.objects.filter(key=f"campaigns:unsure:{post.pk}").exists()
    assert network.log.count("publish") == 1
    resolve(post, admin, is_there=True, url="https://scripted.example/1", remote_id="1")
    assert state_of(post) == State.PUBLISHED


def test_a_person_may_say_that_it_is_not_there(network, admin):
    network.before = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    resolve(post, admin, is_there=False)
    publish_due(limit=10)
    assert len(network.posts) == 1


def test_a_network_that_cannot_be_searched_asks_a_person_at_once(network):
    network.can_find = False
    network.after = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    look_up_unsure(limit=10)
    assert Post.objects.get(pk=post.pk).needs_person
    assert "find" not in network.log


def test_a_worker_that_died_while_publishing_leaves_a_post_that_is_looked_up(network):
    post = make_post()
    publish_due(limit=10)
    past = timezone.now() - timedelta(seconds=1)
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, leased_by="gone:1", lease_ends_at=past, url="")
    assert publish_due(limit=10) == 0
    look_up_unsure(limit=10)
    post.refresh_from_db()
    assert (post.state, post.url) == (State.PUBLISHED, "https://scripted.example/1")
    assert network.log == ["publish", "find"]


def test_a_post_of_a_worker_that_is_still_at_it_is_left_alone(network):
    post = make_post()
    soon = timezone.now() + timedelta(minutes=1)
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, leased_by="other:1", lease_ends_at=soon)
    assert publish_due(limit=10) + look_up_unsure(limit=10) == 0
    assert state_of(post) == State.PUBLISHING


def test_what_breaks_each_time_it_is_looked_for_is_asked_of_a_person(network):
    post = make_post()
    network.after = [UnknownOutcomeError()]
    publish_due(limit=10)
    network.before = [RecursionError()] * LOOKS
    for _look in range(LOOKS):
        hurry(post)
        with pytest.raises(RecursionError):
            look_up_unsure(limit=1)
    post.refresh_from_db()
    assert post.needs_person
    assert Incident.objects.get().key == f"campaigns:unsure:{post.pk}"


def test_nobody_says_of_a_post_that_it_is_where_another_one_is(network, admin):
    """Whoever withdrew one would remove the other."""
    campaign = make_campaign()
    make_post(campaign=campaign)
    publish_due(limit=10)
    network.after = [OnlyPersonCanTellError()]
    post = make_post(campaign=campaign, minutes=-2)
    publish_due(limit=10)
    with pytest.raises(NoPostAddressError):
        resolve(post, admin, is_there=True, url="https://scripted.example/1", remote_id="1")
    assert state_of(post) == State.UNSURE
