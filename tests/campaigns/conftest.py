from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from campaigns import networks
from campaigns.networks.graph import containers
from campaigns.networks.mastodon import network as mastodon
from tests.campaigns.factories import Scripted
from tests.campaigns.networks.standins.client import RemoteState, StandIns
from tests.campaigns.networks.standins.proxy import PATIENCE, FaultProxy


@pytest.fixture
def network(monkeypatch):
    """A network in memory, registered beside the real ones."""
    scripted = Scripted()
    monkeypatch.setattr(networks, "_networks", {**networks._networks, "scripted": scripted})
    return scripted


@pytest.fixture(autouse=True)
def memory_queue(monkeypatch):
    """Wake-ups have nobody to wake here."""
    from campaigns import tasks

    monkeypatch.setattr(tasks.work.huey, "enqueue", lambda task: None)


@pytest.fixture(autouse=True)
def reader_pages_elsewhere(settings):
    settings.ITEM_URL_PATTERN = "https://cosecha.example.org/{language}/{kind}/{slug}/"


@pytest.fixture
def no_pause_before_looking(settings):
    """What is unsure may be looked for at once."""
    settings.NETWORK_LOOK_AFTER = 0


@pytest.fixture(autouse=True)
def ready_at_once(monkeypatch) -> None:
    """Nobody waits for a stand-in to read a picture."""
    monkeypatch.setattr(mastodon, "PAUSE", 0)
    monkeypatch.setattr(containers, "PAUSE", 0)


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
        if stand_in.name == "x":
            settings.X_API_URL = settings.X_URL = proxy.url
        return proxy

    yield start
    for proxy in started:
        proxy.stop()
