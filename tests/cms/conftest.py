"""What tests of what leaves the house share."""

from __future__ import annotations

import pytest

from cms import channels
from tests.cms.noticeboard import Noticeboard


@pytest.fixture
def addresses_elsewhere(settings):
    """Another site shows the items."""
    settings.ITEM_URL_PATTERN = "https://site.example.org/{kind}/{slug}"


@pytest.fixture
def noticeboard(monkeypatch):
    """One channel more, whose copies the test puts up itself."""
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    board = Noticeboard()
    channels.register(board)
    return board
