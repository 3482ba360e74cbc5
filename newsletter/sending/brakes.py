"""When to stop sending: answers in, a decision out. Pure; the engine acts on what it is told here.

A server that drops every connection would leave a whole audience unsure, one that postpones everybody would use up
everybody's tries, one that refuses us would look like an audience of dead addresses. So answers of one kind in a row,
or too large a share of them, stop the connection (the *lane*), the recipients' provider, or the edition.
"""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from newsletter.sending.transports import Answer, SendOutcome


class Scope(Enum):
    """What stops."""

    LANE = "lane"  # this connection; others go on, and it is tried again later
    DOMAIN = "domain"  # all mail to addresses of one provider
    EDITION = "edition"  # until a person looks


@dataclass(frozen=True)
class Brake:
    """Stop `scope`, because of `count` answers of the kind `cause`. `domain` is set for Scope.DOMAIN."""

    scope: Scope
    cause: SendOutcome
    count: int
    domain: str = ""


@dataclass(frozen=True)
class BrakeLimits:
    """How many answers are too many."""

    in_a_row_on_a_lane: Mapping[SendOutcome, int] = field(
        default_factory=lambda: {
            SendOutcome.UNKNOWN: 2,
            SendOutcome.POSTPONED: 20,
            SendOutcome.UNREACHABLE: 1,
            SendOutcome.OUR_FAULT: 1,
        }
    )
    # With nothing accepted between them, on all lanes together.
    in_a_row: Mapping[SendOutcome, int] = field(
        default_factory=lambda: {SendOutcome.UNKNOWN: 8, SendOutcome.POSTPONED: 100, SendOutcome.REFUSED: 15}
    )
    # Of the last answers, so large a part.
    window: int = 100
    share: Mapping[SendOutcome, float] = field(
        default_factory=lambda: {SendOutcome.UNKNOWN: 0.05, SendOutcome.REFUSED: 0.3}
    )
    # Policy refusals of one provider stop that provider, of so many providers the edition.
    our_fault_of_a_domain: int = 3
    domains_at_fault: int = 3


# For one slice by itself, which has fewer answers than the window of an edition.
OF_A_SLICE = BrakeLimits(window=20, share={SendOutcome.UNKNOWN: 0.1, SendOutcome.REFUSED: 0.4})


@dataclass
class Brakes:
    """The answers to one edition so far, of all lanes. Call `judge` with each answer, in the order of arrival."""

    limits: BrakeLimits = field(default_factory=BrakeLimits)
    _last: deque[SendOutcome] = field(default_factory=deque)
    _row: tuple[SendOutcome, int] = (SendOutcome.ACCEPTED, 0)
    _lane_rows: dict[int, tuple[SendOutcome, int]] = field(default_factory=dict)
    _faults: Counter[str] = field(default_factory=Counter)

    def judge(self, lane: int, domain: str, outcome: SendOutcome) -> Brake | None:
        """What stops now, the widest scope first; None where sending goes on.

        `domain` is the recipient's, empty where the server refused us before it was named.
        """
        self._last.append(outcome)
        if len(self._last) > self.limits.window:
            self._last.popleft()
        self._row = _longer(self._row, outcome)
        self._lane_rows[lane] = _longer(self._lane_rows.get(lane, (outcome, 0)), outcome)
        if outcome is SendOutcome.ACCEPTED:
            self._faults.pop(domain, None)
            return None
        if outcome is SendOutcome.OUR_FAULT:
            self._faults[domain] += 1
        return self._edition_brake(outcome) or self._domain_brake(domain, outcome) or self._lane_brake(lane, outcome)

    def _edition_brake(self, outcome: SendOutcome) -> Brake | None:
        kind, count = self._row
        if kind is outcome and count >= self.limits.in_a_row.get(outcome, count + 1):
            return Brake(Scope.EDITION, outcome, count)
        if outcome is SendOutcome.OUR_FAULT:
            at_fault = [name for name, number in self._faults.items() if number >= self.limits.our_fault_of_a_domain]
            if self._faults[""] or len(at_fault) >= self.limits.domains_at_fault:
                return Brake(Scope.EDITION, outcome, self._faults.total())
        share = self.limits.share.get(outcome)
        if share is not None and len(self._last) == self.limits.window:
            count = self._last.count(outcome)
            if count > share * self.limits.window:
                return Brake(Scope.EDITION, outcome, count)
        return None

    def _domain_brake(self, domain: str, outcome: SendOutcome) -> Brake | None:
        if outcome is SendOutcome.OUR_FAULT and self._faults[domain] >= self.limits.our_fault_of_a_domain:
            return Brake(Scope.DOMAIN, outcome, self._faults[domain], domain)
        return None

    def _lane_brake(self, lane: int, outcome: SendOutcome) -> Brake | None:
        kind, count = self._lane_rows[lane]
        # A refusal by a provider's policy says nothing about the connection.
        if outcome is SendOutcome.OUR_FAULT or count < self.limits.in_a_row_on_a_lane.get(kind, count + 1):
            return None
        self._lane_rows[lane] = (outcome, 0)
        return Brake(Scope.LANE, outcome, count)


def _longer(row: tuple[SendOutcome, int], outcome: SendOutcome) -> tuple[SendOutcome, int]:
    return (outcome, row[1] + 1) if row[0] is outcome else (outcome, 1)


# ── What an answer costs its reader ─────────────────────────────────────────────────────────────────────────────────

# RFC 3463 and its registry: the mailbox, its domain or its owner's account is not there, and will not be.
# Others of 5.1 are about our own address (5.1.7, 5.1.8) or say nothing certain (5.1.0), as do a mailbox that takes
# nothing for now (5.2.1, also said of one that gets too much), a route that is not found (5.4.4) and any policy (5.7).
DEAD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})


def counts_as_try(answer: Answer) -> bool:
    """Whether it uses up one of the reader's tries: only where the server itself put this reader off."""
    return answer.outcome is SendOutcome.POSTPONED and answer.code != 0


def is_dead_address(answer: Answer) -> bool:
    """Whether the answer says that the address is gone for good. Nothing acts on it yet: bounces are not read."""
    return answer.outcome is SendOutcome.REFUSED and answer.enhanced in DEAD
