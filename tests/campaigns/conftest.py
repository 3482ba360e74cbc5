from __future__ import annotations

import pytest

from campaigns import networks
from tests.campaigns.factories import Scripted


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
