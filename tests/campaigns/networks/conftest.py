"""The stand-ins' process, and a proxy before each that breaks one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from campaigns.networks.mastodon import network as mastodon
from tests.campaigns.networks.standins.client import RemoteState, StandIns
from tests.campaigns.networks.standins.proxy import FaultProxy

# Seconds, while nothing is to hang: it never passes, however slow the machine.
PATIENCE = 20


@pytest.fixture(autouse=True)
def ready_at_once(monkeypatch) -> None:
    """Nobody waits for a stand-in to read a picture."""
    monkeypatch.setattr(mastodon, "PAUSE", 0)


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[StandIns]:
    started = StandIns()
    yield started
    started.stop()


@pytest.fixture
def proxy_to(settings, stand_ins) -> Iterator[Callable[[RemoteState], FaultProxy]]:
    """Starts a proxy before a stand-in, which may then be called."""
    started: list[FaultProxy] = []

    def start(stand_in: RemoteState) -> FaultProxy:
        proxy = FaultProxy(stand_in.port)
        proxy.start()
        started.append(proxy)
        settings.OUTBOUND_ALLOWED = [proxy.place]
        settings.NETWORK_TIMEOUT = PATIENCE
        return proxy

    yield start
    for proxy in started:
        proxy.stop()
