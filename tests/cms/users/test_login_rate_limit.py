"""If these fail, passwords can be guessed by the thousand and inboxes filled with password mails."""

from __future__ import annotations

import pytest

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def sign_in(client, password, address="127.0.0.1"):
    return client.post("/admin/login/", {"username": "rosa", "password": password}, REMOTE_ADDR=address)


def test_a_guesser_is_stopped_and_others_sign_in_as_ever(client):
    make_user("rosa", is_superuser=True)
    for number in range(20):
        assert sign_in(client, f"clave{number}").status_code == 200
    refused = sign_in(client, "a-long-password")
    assert refused.status_code == 429
    assert "Demasiados intentos" in refused.content.decode()
    assert sign_in(client, "a-long-password", address="203.0.113.7").status_code == 302


def test_signing_in_and_out_all_day_is_no_guessing(client):
    make_user("rosa", is_superuser=True)
    for _number in range(25):
        assert sign_in(client, "a-long-password").status_code == 302
        client.logout()


def test_nobody_fills_an_inbox_with_password_mails(client):
    rosa = make_user("rosa", is_superuser=True)
    statuses = [client.post("/admin/password_reset/", {"email": rosa.email}).status_code for _number in range(7)]
    assert statuses == [302] * 5 + [429] * 2


def test_many_addresses_together_neither_guess_one_password_nor_fill_one_inbox(client):
    rosa = make_user("rosa", is_superuser=True)
    addresses = [f"203.0.113.{number}" for number in range(1, 42)]
    guesses = [sign_in(client, "clave", address).status_code for address in addresses]
    assert guesses == [200] * 40 + [429]
    asked = [
        client.post("/admin/password_reset/", {"email": email}, REMOTE_ADDR=address).status_code
        for address, email in zip(addresses, [rosa.email, rosa.email.upper(), f" {rosa.email}"] * 2, strict=False)
    ]
    assert asked == [302] * 5 + [429]
