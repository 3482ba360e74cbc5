"""Keys that end are renewed in time, once, and staff are asked before a connection breaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Account, Credentials
from campaigns.networks.base import NotSentError, RefusedError
from campaigns.networks.credentials import credentials_of, fresh_credentials, keep_credentials
from campaigns.publishing.connections import watch_connections
from cms.models.jobs import Incident
from tests.campaigns.factories import make_account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def account_ending(after: timedelta) -> Account:
    account = make_account()
    keep_credentials(account, token="old", expires_at=timezone.now() + after)
    return account


def renewed(_values: dict[str, str]) -> dict[str, Any]:
    return {"token": "new", "expires_at": timezone.now() + 60 * DAY}


def test_only_what_ends_soon_is_renewed():
    late, soon = account_ending(10 * DAY), account_ending(timedelta(seconds=30))
    assert fresh_credentials(late, renewed)["token"] == "old"
    assert fresh_credentials(soon, renewed)["token"] == "new"
    assert credentials_of(soon) == {"token": "new"}


def test_one_worker_renews_and_the_others_do_not_spend_its_key():
    account = account_ending(timedelta(seconds=30))
    asked = []

    def renew(values: dict[str, str]) -> dict[str, Any]:
        asked.append(values)
        # Another worker comes by in the meantime.
        assert fresh_credentials(account, renew)["token"] == "old"
        return renewed(values)

    assert fresh_credentials(account, renew)["token"] == "new"
    assert len(asked) == 1


def test_who_died_while_renewing_holds_nobody_up_for_long():
    account = account_ending(-timedelta(seconds=1))
    Credentials.objects.update(renewing_until=timezone.now() + timedelta(seconds=60))
    with pytest.raises(NotSentError):
        fresh_credentials(account, renewed)
    Credentials.objects.update(renewing_until=timezone.now() - timedelta(seconds=1))
    assert fresh_credentials(account, renewed)["token"] == "new"


@pytest.mark.parametrize(("error", "is_raised"), [(NotSentError(), False), (RefusedError(), True)])
def test_a_renewal_that_fails_leaves_the_old_keys_as_long_as_they_hold(error, is_raised):
    account = account_ending(timedelta(seconds=30))

    def fail(_values: dict[str, str]) -> dict[str, Any]:
        raise error

    if is_raised:
        with pytest.raises(RefusedError):
            fresh_credentials(account, fail)
    else:
        assert fresh_credentials(account, fail)["token"] == "old"
    assert Credentials.objects.get().renewing_until is None


@pytest.mark.parametrize("renews", ["", "in time", "at use"])
def test_a_connection_that_ends_is_told_or_renewed_before_it_breaks(network, monkeypatch, renews):
    monkeypatch.setattr(type(network), "renews", renews)
    monkeypatch.setattr(network, "renew", renewed, raising=False)
    account = account_ending(3 * DAY)
    account_ending(20 * DAY)
    watch_connections()
    told = list(Incident.objects.values_list("key", flat=True))
    assert told == ([f"campaigns:ending:{account.pk}"] if renews == "" else [])
    assert credentials_of(account)["token"] == ("new" if renews == "in time" else "old")


def test_what_may_not_be_renewed_any_more_has_to_be_connected_again(network, monkeypatch):
    def refuse(_values: dict[str, str]) -> dict[str, Any]:
        raise RefusedError(needs_reconnect=True)

    monkeypatch.setattr(type(network), "renews", "in time")
    monkeypatch.setattr(network, "renew", refuse, raising=False)
    account = account_ending(3 * DAY)
    watch_connections()
    account.refresh_from_db()
    assert not account.is_connected
