"""The states of a delivery and of an edition, as plain tables: what may follow what, and what an answer leads to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.models import Delivery, Edition
from newsletter.sending.reasons import DeliveryReason
from newsletter.sending.transports import Answer, SendOutcome

State = Delivery.State

TRANSITIONS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.CLAIMED, State.SKIPPED, State.CANCELLED}),
    State.CLAIMED: frozenset({State.SENDING, State.QUEUED, State.DEFERRED, State.SKIPPED, State.REJECTED}),
    State.SENDING: frozenset({State.SENT, State.DEFERRED, State.REJECTED, State.UNSURE, State.SKIPPED}),
    State.DEFERRED: frozenset({State.CLAIMED, State.SKIPPED, State.CANCELLED}),
    # A person decides, or the worker that was taken for dead knows after all.
    State.UNSURE: frozenset({State.SENT, State.QUEUED, State.DEFERRED, State.REJECTED}),
    State.SENT: frozenset(),
    State.REJECTED: frozenset(),
    State.SKIPPED: frozenset(),
    State.CANCELLED: frozenset(),
}
# Something is still to be done without a person.
OPEN = (State.QUEUED, State.CLAIMED, State.SENDING, State.DEFERRED)

EDITION_TRANSITIONS: dict[Edition.State, frozenset[Edition.State]] = {
    Edition.State.DRAFT: frozenset({Edition.State.APPROVED, Edition.State.CANCELLED}),
    Edition.State.APPROVED: frozenset(
        {Edition.State.SENDING, Edition.State.DRAFT, Edition.State.LATE, Edition.State.CANCELLED}
    ),
    Edition.State.SENDING: frozenset({Edition.State.SENT, Edition.State.PAUSED, Edition.State.CANCELLED}),
    Edition.State.PAUSED: frozenset({Edition.State.SENDING, Edition.State.CANCELLED}),
    Edition.State.LATE: frozenset({Edition.State.APPROVED, Edition.State.DRAFT, Edition.State.CANCELLED}),
    # A person asked to send an unsure one again.
    Edition.State.SENT: frozenset({Edition.State.SENDING}),
    Edition.State.CANCELLED: frozenset(),
}


def may_follow(edition: Edition, state: Edition.State) -> bool:
    """Whether `edition` can become `state` from where it is."""
    return state in EDITION_TRANSITIONS[Edition.State(edition.state)]


# How long to wait after each failed try; after the last the delivery is given up.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


@dataclass(frozen=True)
class Settlement:
    """What a delivery becomes after an answer."""

    state: State
    reason: str = ""
    next_try_at: datetime | None = None


def settlement(answer: Answer, attempts: int, now: datetime) -> Settlement:
    """What follows from `answer`, after which `attempts` tries are used up (`brakes.counts_as_try`)."""
    match answer.outcome:
        case SendOutcome.ACCEPTED:
            return Settlement(State.SENT)
        case SendOutcome.REFUSED:
            return Settlement(State.REJECTED, answer.detail)
        case SendOutcome.NEEDS_SMTPUTF8:
            return Settlement(State.SKIPPED, DeliveryReason.NEEDS_SMTPUTF8)
        case SendOutcome.UNKNOWN:
            return Settlement(State.UNSURE, answer.detail)
        case SendOutcome.OUR_FAULT | SendOutcome.UNREACHABLE:
            # It says nothing about this reader, so their tries are not used up.
            return Settlement(State.DEFERRED, answer.detail, now + BACK_OFF[0])
        case SendOutcome.POSTPONED if attempts > len(BACK_OFF):
            return Settlement(State.REJECTED, answer.detail)
        case _:
            return Settlement(State.DEFERRED, answer.detail, now + BACK_OFF[max(attempts, 1) - 1])
