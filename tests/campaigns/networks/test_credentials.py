"""A copy of the database opens no account, and a lost secret asks to connect again instead of failing in silence."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campaigns.models import Account, Credentials
from campaigns.networks.base import RefusedError
from campaigns.networks.credentials import credentials_of, keep_credentials
from cms.core.encryption import DecryptionError, decrypt, encrypt, reencrypt
from tests.campaigns.factories import make_account

pytestmark = pytest.mark.django_db


def test_what_is_stored_does_not_hold_the_key():
    account = make_account()
    keep_credentials(account, token="muy-secreto", refresh="otro")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM campaigns_credentials")
        stored = str(cursor.fetchall())
    assert "secreto" not in stored
    assert "otro" not in stored
    assert credentials_of(account) == {"token": "muy-secreto", "refresh": "otro"}


@pytest.mark.parametrize("spoil", ["nothing kept", "another secret", "altered", "another's"])
def test_a_key_that_does_not_open_asks_to_connect_again(spoil, settings):
    account = make_account()
    if spoil != "nothing kept":
        keep_credentials(account, token="t")
    if spoil == "another secret":
        settings.SECRET_KEY = "new" * 20
    if spoil == "altered":
        encrypted = Credentials.objects.get().encrypted
        Credentials.objects.update(encrypted=encrypted[:20] + ("A" if encrypted[20] != "A" else "B") + encrypted[21:])
    if spoil == "another's":
        Credentials.objects.update(encrypted=encrypt("other purpose", '{"token": "t"}'))
    with pytest.raises(RefusedError) as caught:
        credentials_of(account)
    assert caught.value.needs_reconnect


def test_connecting_again_replaces_the_key():
    account = make_account(state=Account.State.NEEDS_RECONNECT)
    keep_credentials(account, token="old")
    keep_credentials(account, token="new")
    account.refresh_from_db()
    assert (credentials_of(account), account.is_connected) == ({"token": "new"}, True)


def test_a_secret_is_replaced_without_connecting_anything_again(settings):
    kept, lost = make_account(), make_account()
    keep_credentials(lost, token="x")
    settings.SECRET_KEY, before = "second" * 10, settings.SECRET_KEY
    keep_credentials(kept, token="t")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "third" * 10, ["second" * 10]
    assert credentials_of(kept) == {"token": "t"}

    said = StringIO()
    with pytest.raises(CommandError, match=str(lost)):
        call_command("reencrypt", stdout=said)
    assert said.getvalue().startswith("1 ")

    settings.SECRET_KEY_FALLBACKS = [before]
    assert (credentials_of(kept), credentials_of(lost)) == ({"token": "t"}, {"token": "x"})
    call_command("reencrypt", stdout=said)
    settings.SECRET_KEY_FALLBACKS = []
    assert (credentials_of(kept), credentials_of(lost)) == ({"token": "t"}, {"token": "x"})


def test_nothing_sealed_is_written_twice_alike():
    first, second = encrypt("a", "t"), encrypt("a", "t")
    assert first != second
    assert decrypt("a", first) == decrypt("a", reencrypt("a", second)) == "t"
    with pytest.raises(DecryptionError):
        decrypt("b", first)
