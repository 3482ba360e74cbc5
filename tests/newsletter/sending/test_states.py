"""If these fail, a delivery can fall between two states, and the counts no longer add up."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from newsletter.models import Delivery, Edition
from newsletter.sending.states import BACK_OFF, EDITION_TRANSITIONS, OPEN, TRANSITIONS, settlement
from newsletter.sending.transports import Answer, SendOutcome

State = Delivery.State
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)


def test_every_state_says_what_may_follow():
    assert set(TRANSITIONS) == set(State)
    assert set(EDITION_TRANSITIONS) == set(Edition.State)


def test_an_end_is_an_end():
    assert {state for state, after in TRANSITIONS.items() if not after} == {
        State.SENT,
        State.REJECTED,
        State.SKIPPED,
        State.CANCELLED,
    }


def test_what_is_open_can_always_go_on_and_unsure_waits_for_a_person():
    assert all(TRANSITIONS[state] for state in OPEN)
    assert State.UNSURE not in OPEN


@given(st.sampled_from(SendOutcome), st.integers(1, 50))
def test_every_answer_settles_a_delivery_in_a_state_that_may_follow(outcome, attempts):
    result = settlement(Answer(outcome, "550 no"), attempts, NOW)
    assert result.state in TRANSITIONS[State.SENDING]
    assert (result.next_try_at is not None) == (result.state == State.DEFERRED)
    assert result.next_try_at is None or result.next_try_at > NOW


def test_only_an_acceptance_counts_as_sent_and_only_the_unknown_is_unsure():
    states = {outcome: settlement(Answer(outcome), 1, NOW).state for outcome in SendOutcome}
    assert [outcome for outcome, state in states.items() if state == State.SENT] == [SendOutcome.ACCEPTED]
    assert [outcome for outcome, state in states.items() if state == State.UNSURE] == [SendOutcome.UNKNOWN]


def test_waits_grow_and_end():
    waits = [
        settlement(Answer(SendOutcome.POSTPONED), attempt, NOW).next_try_at for attempt in range(1, len(BACK_OFF) + 1)
    ]
    assert waits == sorted(set(waits))
    assert settlement(Answer(SendOutcome.POSTPONED), len(BACK_OFF) + 1, NOW).state == State.REJECTED
