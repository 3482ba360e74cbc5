"""An account of X, and the stand-in for X that it speaks to."""

from __future__ import annotations

import pytest

from campaigns.models import Account
from campaigns.networks.credentials import keep_credentials
from tests.campaigns.factories import make_account
from tests.campaigns.networks.standins.client import RemoteState
from tests.campaigns.networks.standins.x import KEYS, ME


@pytest.fixture
def server(stand_ins, proxy_to) -> RemoteState:
    found: RemoteState = stand_ins.named("x")
    found.reset()
    found.proxy = proxy_to(found)
    return found


@pytest.fixture
def account(server) -> Account:
    made = make_account("x", remote_id=ME["id"])
    keep_credentials(made, **KEYS)
    return made
