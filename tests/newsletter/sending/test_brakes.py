"""When sending stops: a server in trouble never costs an audience, and a few bad addresses never stop an edition."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.sending.brakes import Brake, Brakes, Scope, counts_as_try, is_dead_address
from newsletter.sending.transports import Answer, SendOutcome, answer_to_recipient

ACCEPTED, REFUSED, POSTPONED = SendOutcome.ACCEPTED, SendOutcome.REFUSED, SendOutcome.POSTPONED
UNKNOWN, OUR_FAULT, UNREACHABLE = SendOutcome.UNKNOWN, SendOutcome.OUR_FAULT, SendOutcome.UNREACHABLE


def judged(answers: Iterable[tuple[int, str, SendOutcome]]) -> list[Brake]:
    """The brakes put on by `answers`; an edition's ends it."""
    brakes, found = Brakes(), []
    for lane, domain, outcome in answers:
        if brake := brakes.judge(lane, domain, outcome):
            found.append(brake)
            if brake.scope is Scope.EDITION:
                break
    return found


@pytest.mark.parametrize("outcome", [UNKNOWN, POSTPONED, REFUSED])
def test_a_server_that_does_the_same_to_everybody_stops_the_edition_early(outcome):
    answers = [(number % 4, f"d{number}.example", outcome) for number in range(2000)]
    *_lanes, last = judged(answers)
    assert (last.scope, last.cause) == (Scope.EDITION, outcome)
    assert last.count <= 100
    assert all(brake.scope is Scope.LANE for brake in _lanes)


def test_at_most_a_few_are_left_unsure_where_every_connection_breaks_in_mid_message():
    answers = [(number % 4, "d.example", UNKNOWN) for number in range(200)]
    brakes, unsure = Brakes(), 0
    for answer in answers:
        unsure += 1
        brake = brakes.judge(*answer)
        if brake and brake.scope is Scope.EDITION:
            break
    assert unsure <= 8


def test_a_provider_that_refuses_our_policy_stops_itself_and_not_the_others():
    answers = [(0, "strict.example", OUR_FAULT), (0, "kind.example", ACCEPTED)] * 3
    assert judged(answers) == [Brake(Scope.DOMAIN, OUR_FAULT, 3, "strict.example")]


def test_policy_refusals_of_several_providers_or_before_any_recipient_stop_the_edition():
    answers = [(0, f"d{number % 3}.example", OUR_FAULT) for number in range(9)]
    assert judged(answers)[-1].scope is Scope.EDITION
    assert judged([(0, "", OUR_FAULT)]) == [Brake(Scope.EDITION, OUR_FAULT, 1)]


@given(st.lists(st.sampled_from([ACCEPTED] * 30 + [REFUSED, POSTPONED, POSTPONED]), max_size=300), st.randoms())
def test_an_ordinary_list_with_dead_and_full_mailboxes_is_never_stopped(outcomes, chance):
    """Short of so many bad ones that they are what the brakes are for."""
    bad = sum(outcome is REFUSED for outcome in outcomes[-100:])
    rows = "".join("r" if outcome is REFUSED else "p" if outcome is POSTPONED else "." for outcome in outcomes)
    if "r" * 15 in rows or "p" * 20 in rows or bad > 20:
        return
    brakes = judged((chance.randrange(4), "d.example", outcome) for outcome in outcomes)
    assert [brake for brake in brakes if brake.scope is not Scope.LANE] == []


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "a", "b", "c"]), st.sampled_from(SendOutcome))))
def test_what_was_accepted_puts_on_no_brake_and_every_brake_is_about_the_last_answer(answers):
    brakes = Brakes()
    for lane, domain, outcome in answers:
        brake = brakes.judge(lane, domain, outcome)
        assert brake is None or (brake.cause is outcome and outcome is not ACCEPTED and brake.count >= 1)
        assert brake is None or (brake.scope is Scope.DOMAIN) == bool(brake.domain)


REPLIES = [
    # code, reply, counts as a try, dead
    (550, b"5.1.1 no such user", False, True),
    (550, b"5.1.10 null mx", False, True),
    (550, b"5.1.2 no such domain", False, True),
    (553, b"5.1.3 not an address", False, True),
    (551, b"5.1.6 has moved", False, True),
    (550, b"5.2.1 disabled", False, False),  # also said of somebody who gets too much
    (550, b"5.2.1 receiving mail at a rate that prevents more", False, False),
    (550, b"5.1.4 ambiguous", False, False),
    (550, b"5.1.9 relayed", False, False),
    (550, b"5.1.100 unknown code", False, False),
    (550, b"5.4.1 access denied", False, False),
    (550, b"5.4.4 no route", False, False),
    (550, b"5.4.310 no such domain", False, False),
    (550, b"5.7.28 too much mail from you", False, False),
    (550, b"4.1.1 a code of another class", False, False),
    (450, b"5.1.1 a code of another class", True, False),
    (554, b"5.1.1: no such user", False, False),
    (-1, b"5.1.1 no code before it", False, False),
    (354, b"5.1.1 what", False, False),
    (250, b"5.1.1 what", False, False),
    (550, b"5.1.8 bad sender", False, False),
    (550, b"5.1.7 bad sender syntax", False, False),
    (550, b"5.1.0 address rejected", False, False),
    (550, b"5.1.11 unknown code", False, False),
    (550, b"no such user 5.1.1 said another", False, False),
    (550, b"no enhanced code", False, False),
    (552, b"5.2.2 mailbox full", True, False),
    (550, b"5.7.26 not authenticated", False, False),
    (550, b"5.7.1 policy", False, False),
    (451, b"4.7.1 greylisted", True, False),
    (450, b"4.1.1 try later", True, False),
    (452, b"too many recipients", True, False),
    (421, b"4.3.2 going down", False, False),
]


def test_only_what_the_server_said_of_this_reader_costs_a_try_or_kills_the_address():
    for code, reply, is_try, is_dead in REPLIES:
        answer = answer_to_recipient(code, reply)
        assert (counts_as_try(answer), is_dead_address(answer)) == (is_try, is_dead), reply
    for outcome in (POSTPONED, UNREACHABLE, UNKNOWN):
        assert not counts_as_try(Answer(outcome, "ConnectionResetError: [Errno 104]")), "an outage costs nobody a try"
