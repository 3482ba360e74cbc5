"""The number in an address that a person pastes: only of a post of this very account, or none is known."""

from __future__ import annotations

import pytest

from campaigns.models import Account
from campaigns.networks import network_named

MASTODON = {"network": "mastodon", "handle": "red@red.example", "server": "https://social.red.example"}
X = {"network": "x", "handle": "RedLideres"}
CHANNEL = {"network": "telegram", "handle": "@canal", "remote_id": "-1001234567"}


@pytest.mark.parametrize(
    ("account", "address", "number"),
    [
        (MASTODON, "https://social.red.example/@red/110", "110"),
        (MASTODON, "https://social.red.example/users/Red/statuses/110", "110"),
        # The same post, as another server shows it, has another number there.
        (MASTODON, "https://mastodon.social/@red@red.example/990", ""),
        (MASTODON, "https://social.red.example/@ana/110", ""),
        (MASTODON, "https://social.red.example.evil.example/@red/110", ""),
        (X, "https://x.com/redlideres/status/7", "7"),
        (X, "https://mobile.twitter.com/i/status/7/", "7"),
        (X, "https://x.com/ana/status/7", ""),
        (X, "https://evilx.com/redlideres/status/7", ""),
        (CHANNEL, "https://t.me/canal/12", "12"),
        (CHANNEL, "https://t.me/c/1234567/12", "12"),
        (CHANNEL, "https://t.me/otro/12", ""),
        (CHANNEL, "", ""),
    ],
)
def test_the_number_is_that_of_a_post_of_this_account(account, address, number):
    made = Account(**account)
    assert network_named(made.network).remote_id_of(made, address) == number
