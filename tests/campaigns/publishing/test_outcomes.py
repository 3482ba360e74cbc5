"""What becomes of a post for each way in which publishing it can fail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Account, Post
from campaigns.networks.base import (
    Live,
    NetworkError,
    NotSentError,
    OnlyPersonCanTellError,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.publishing.outcomes import OUTCOMES, TRIES_BEFORE_TELLING, outcome_of, record_failure
from campaigns.publishing.publish import publish_due
from campaigns.publishing.transitions import went_live
from cms.models import Incident
from tests.campaigns.factories import make_post, state_of

State = Post.State


def test_every_failure_of_a_network_has_an_outcome():
    assert set(NetworkError.__subclasses__()) <= set(OUTCOMES)


def test_a_network_may_raise_a_failure_of_its_own():
    class DuplicateError(RefusedError):
        pass

    assert outcome_of(DuplicateError()) is OUTCOMES[RefusedError]


@pytest.mark.django_db
def test_each_failure_leaves_its_state_its_next_try_and_its_note(network):
    """One walk over the table: a wrong row sends twice what may be there, or never what could go."""
    now = timezone.now()
    until = now + timedelta(hours=3)
    soon, never = now + timedelta(minutes=5), None
    table = [
        (NotSentError(), State.WAITING, soon, set()),
        (WaitUntilError(until), State.WAITING, until, set()),
        (RefusedError("No."), State.REFUSED, never, {"refused"}),
        (RefusedError(needs_reconnect=True), State.WAITING, soon, {"account"}),
        (UnknownOutcomeError(), State.UNSURE, soon, set()),
        (OnlyPersonCanTellError(), State.UNSURE, never, {"unsure"}),
    ]
    for failure, state, next_try, notes in table:
        network.before = [failure]
        Incident.objects.all().delete()
        post = make_post()
        assert publish_due(limit=1) == 1
        post.refresh_from_db()
        assert (post.state, post.problem, post.lease_ends_at) == (state, str(failure), None), failure
        assert (post.next_try_at is None) if next_try is None else (post.next_try_at <= next_try), failure
        assert {key.split(":")[1] for key in Incident.objects.values_list("key", flat=True)} == notes, failure
        Post.objects.filter(pk=post.pk).update(state=State.CANCELLED)
        Account.objects.update(state=Account.State.CONNECTED)
    assert not network.posts


@pytest.mark.django_db
def test_what_was_withdrawn_on_its_way_is_cancelled_and_nobody_is_told_of_its_refusal(network):
    post = make_post()
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, must_come_down=True, attempts=TRIES_BEFORE_TELLING)
    record_failure(Post.objects.get(pk=post.pk), RefusedError())
    assert state_of(post) == State.CANCELLED
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_an_account_that_cannot_be_reached_is_told_of_after_some_tries(network):
    post = make_post()
    for attempts in range(TRIES_BEFORE_TELLING):
        assert not Incident.objects.exists()
        Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, attempts=attempts)
        record_failure(Post.objects.get(pk=post.pk), NotSentError())
    assert Incident.objects.get().key == f"campaigns:unreachable:{post.account_id}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://red.example/" + "a" * 900, "https://red.example/\0"]
)
def test_an_address_that_cannot_be_one_does_not_keep_a_post_in_doubt(network, address):
    post = make_post()
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING)
    went_live(Post.objects.get(pk=post.pk), Live("7", address))
    post.refresh_from_db()
    assert (post.state, post.remote_id, post.url) == (State.PUBLISHED, "7", "")
