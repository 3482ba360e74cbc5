"""Bluesky's own server, which `make test-bluesky` installs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from campaigns.models import Account
from campaigns.networks.bluesky.connect import AppPasswordForm
from tests.campaigns.networks.bluesky.pds.install import is_installed
from tests.campaigns.networks.bluesky.pds.server import PdsAccount, PersonalDataServer
from tests.campaigns.networks.standins.proxy import PATIENCE


@pytest.fixture(scope="session")
def pds(tmp_path_factory) -> Iterator[PersonalDataServer]:
    if not is_installed():
        pytest.fail("Bluesky's own server is not installed: run make test-bluesky.", pytrace=False)
    started = PersonalDataServer(tmp_path_factory.mktemp("pds"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def red(pds) -> PdsAccount:
    """An account on it, of which an app password is known."""
    return pds.make_account("red")


@pytest.fixture
def account(db, pds, red, settings) -> Account:
    """The same account as Cosecha knows it after it was connected."""
    settings.OUTBOUND_ALLOWED = [pds.place]
    settings.NETWORK_TIMEOUT = PATIENCE
    form = AppPasswordForm({"handle": red.handle, "app_password": red.app_password, "server_name": pds.url})
    assert form.is_valid(), form.errors
    return form.connect(None)
