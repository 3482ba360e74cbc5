"""What came of a post is asked an hour, a day, a week and four weeks after it appeared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from campaigns.models import Measurement, Post
from campaigns.networks.base import NotSentError, Reactions, RefusedError, UnknownOutcomeError
from campaigns.publishing.measure import measure_due
from campaigns.publishing.publish import publish_due
from tests.campaigns.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(network, monkeypatch):
    """A network that tells; its answers are those a test puts into the list."""
    answers: list[object] = []

    def measure(_account, _remote_id):
        answer = answers.pop(0) if answers else Reactions(likes=1)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(type(network), "can_measure", True)
    monkeypatch.setattr(network, "measure", measure)
    return answers


def hours() -> list[int]:
    return list(Measurement.objects.values_list("hours", flat=True))


def test_a_post_is_measured_at_four_ages_and_then_no_more(measured):
    make_post()
    publish_due(limit=1)
    began = timezone.now()
    assert measure_due(limit=9) == 0
    for age in (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=28), timedelta(days=90)):
        with travel(began + age + timedelta(seconds=1), tick=False):
            measure_due(limit=9)
            assert measure_due(limit=9) == 0
    assert hours() == [1, 24, 168, 672]


@pytest.mark.parametrize("failure", [NotSentError(), UnknownOutcomeError()])
def test_a_network_that_does_not_answer_is_asked_again(measured, failure):
    make_post()
    publish_due(limit=1)
    measured += [failure, Reactions(likes=5, views=70)]
    with travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        measure_due(limit=9)
        assert hours() == []
    with travel(timezone.now() + timedelta(hours=1, minutes=20), tick=False):
        measure_due(limit=9)
    kept = Measurement.objects.get()
    assert (kept.hours, kept.likes, kept.views, kept.clicks) == (1, 5, 70, None)


def test_what_may_not_be_asked_about_waits_for_its_next_age(measured):
    make_post()
    publish_due(limit=1)
    began = timezone.now()
    measured += [RefusedError()]
    with travel(began + timedelta(hours=1, seconds=1), tick=False):
        measure_due(limit=9)
    next_at = Post.objects.get().measure_at
    assert next_at is not None
    assert abs(next_at - began - timedelta(days=1)) < timedelta(minutes=1)


def test_nothing_is_noted_of_a_post_that_came_down_meanwhile(measured):
    make_post()
    publish_due(limit=1)
    with travel(timezone.now() + timedelta(hours=2), tick=False):
        measured.append(Reactions(likes=5))
        Post.objects.update(state=Post.State.TAKE_DOWN_DUE)
        assert measure_due(limit=9) == 0
    assert hours() == []


def test_numbers_that_can_be_none_are_taken_for_not_told(measured):
    make_post()
    publish_due(limit=1)
    measured.append(Reactions(likes=10**30, shares=-4, replies=2))
    with travel(timezone.now() + timedelta(hours=2), tick=False):
        measure_due(limit=9)
    kept = Measurement.objects.get()
    assert (kept.likes, kept.shares, kept.replies) == (None, None, 2)
