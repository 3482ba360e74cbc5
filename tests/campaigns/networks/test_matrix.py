"""Whatever a network answers, at any step, before or after it has done what it was asked: posted once, gone when asked.

The cells are printed at the end of the run (tests/campaigns/networks/matrix_report.py).
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from campaigns.models import Account
from campaigns.networks.base import (
    Live,
    Network,
    NetworkError,
    NotSentError,
    Outgoing,
    UnknownOutcomeError,
    WaitUntilError,
)
from cms.core.http.outbound import GuardedAdapter
from tests.campaigns.networks.cases import bluesky, containers, facebook, linkedin, mastodon, telegram, x
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.proxy import FAULTS, PATIENCE, Fault, FaultProxy

pytestmark = pytest.mark.django_db

CASES: list[Case] = [
    *bluesky.CASES,
    *containers.CASES,
    *facebook.CASES,
    *linkedin.CASES,
    *mastodon.CASES,
    *telegram.CASES,
    *x.CASES,
]
# Seconds for which a call that hangs is waited for.
IMPATIENCE = 0.2
MOST_TRIES = 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whatever_goes_wrong_it_is_there_once_and_gone_when_asked(
    case: Case, stand_ins: Any, proxy_to: Any, monkeypatch: Any, record_property: Callable[[str, Any], None]
) -> None:
    stand_in = stand_ins.named(case.stand_in)
    player = Player(case, case.network(), stand_in, proxy_to(stand_in))
    monkeypatch.setattr(GuardedAdapter, "send", impatient(player.proxy))
    player.account = case.connect(player.proxy.url)
    cells = [
        (case.name, step, kind, moment, play(pattern, kind, moment == "after", step in case.creating))
        for play, steps in (
            (player.publish, case.publishing),
            (player.read_back, case.reading),
            (player.find, case.finding),
            (player.take_down, case.removing),
        )
        for step, pattern in steps.items()
        for kind, moment in itertools.product(FAULTS, ("before", "after"))
    ]
    record_property("matrix", cells)
    assert [cell for cell in cells if cell[-1].startswith("WRONG")] == []
    assert len(cells) == 16 * sum(map(len, (case.publishing, case.reading, case.finding, case.removing)))


class Player:
    """Plays one cell after the other. Each answers in a word what came of it; what must not be begins with WRONG."""

    account: Account

    def __init__(self, case: Case, network: Network, stand_in: RemoteState, proxy: FaultProxy) -> None:
        self.case, self.network, self.stand_in, self.proxy = case, network, stand_in, proxy

    def break_once(self, pattern: str, kind: str, *, after: bool) -> None:
        self.proxy.fault = Fault(pattern, kind, after)

    def settle(self) -> None:
        """Wait until the server has done what it was asked before the call went wrong."""
        assert self.proxy.settled.wait(PATIENCE)

    def count(self) -> int:
        return self.case.count(self.stand_in.read())

    def publish(self, pattern: str, kind: str, after: bool, creates: bool) -> str:
        self.stand_in.reset(**self.case.switches)
        self.break_once(pattern, kind, after=after)
        words = list(self.tries(self.case.outgoing()))
        count = self.count()
        if self.proxy.fault:
            return f"WRONG: {pattern} was not called"
        if words[-1] == "a person":
            # Nothing more was sent: it is there once, or not at all.
            return " → ".join(words) if count == int(after and creates) else f"WRONG: {words} {count}"
        is_right = words[-1] in ("there", "found") and count == 1 and len(words) > 1
        if words[0] == "unknown" and not creates:
            is_right = is_right and not self.network.can_find
        return " → ".join(words) if is_right else f"WRONG: {words} {count}"

    def tries(self, post: Outgoing) -> Iterator[str]:
        """What each try came to: what is unknown is looked for before it is tried again, or left to a person."""
        for _try in range(MOST_TRIES):
            try:
                self.network.publish(self.account, post)
            except WaitUntilError:
                yield "wait"
            except NotSentError:
                yield "not sent"
            except UnknownOutcomeError:
                yield "unknown"
                self.settle()
                if not self.network.can_find:
                    yield "a person"
                    return
                if (found := self.network.find(self.account, post)) and found.is_whole:
                    yield "found"
                    return
            else:
                yield "there"
                return
            self.settle()
            post = dataclasses.replace(post, tried_before=True)

    def put_out(self) -> tuple[Outgoing, Live]:
        self.stand_in.reset(**self.case.switches)
        self.settle()
        post = self.case.outgoing()
        return post, self.network.publish(self.account, post)

    def read_back(self, pattern: str, kind: str, after: bool, _creates: bool) -> str:
        """The post is out: what cannot be read of it is told to staff, and nothing is sent again."""
        self.stand_in.reset(**self.case.switches)
        self.break_once(pattern, kind, after=after)
        live = self.network.publish(self.account, self.case.outgoing())
        is_right = live.notice and self.count() == 1 and not self.proxy.fault
        return "notice → there" if is_right else f"WRONG: {live} {self.count()}"

    def find(self, pattern: str, kind: str, after: bool, _creates: bool) -> str:
        post, live = self.put_out()
        self.break_once(pattern, kind, after=after)
        try:
            answer = self.network.find(self.account, post)
        except NetworkError as error:
            self.settle()
            found = self.network.find(self.account, post)
            is_right = found is not None and found.remote_id == live.remote_id
            return f"{word_of(error)} → found" if is_right else f"WRONG: {found}"
        return f"WRONG: {answer} although it was not told"

    def take_down(self, pattern: str, kind: str, after: bool, _creates: bool) -> str:
        _post, live = self.put_out()
        self.break_once(pattern, kind, after=after)
        try:
            self.remove(live)
        except (WaitUntilError, NotSentError, UnknownOutcomeError) as error:
            self.settle()
            self.remove(live)
            return f"{word_of(error)} → gone" if self.count() == 0 else f"WRONG: {self.count()}"
        return f"WRONG: no failure, {self.count()} there"

    def remove(self, live: Live) -> None:
        for number in (*reversed(live.rest), live.remote_id):
            self.network.take_down(self.account, number)
        if self.network.is_there(self.account, live.remote_id):
            raise UnknownOutcomeError(detail="still there")


def impatient(proxy: FaultProxy) -> Callable[..., Any]:
    """Sends as the adapter does, which waits only briefly for the call that will hang."""
    send = GuardedAdapter.send

    def briefly(adapter: GuardedAdapter, request: Any, *args: Any, **options: Any) -> Any:
        fault = proxy.fault
        hangs = fault and fault.kind == "hang" and fault.is_of(request.method, urlsplit(request.url).path)
        adapter.within = IMPATIENCE if hangs else PATIENCE
        return send(adapter, request, *args, **options)

    return briefly


def word_of(error: NetworkError) -> str:
    words = {WaitUntilError: "wait", NotSentError: "not sent", UnknownOutcomeError: "unknown"}
    return words.get(type(error), type(error).__name__)
