"""If these fail, a link can be forged, or a link in a mail that was sent stops working."""

from __future__ import annotations

import contextlib
import string
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from cms.core import signing

purposes = st.sampled_from(["newsletter leave", "newsletter confirm", "own page", "capture link", ""])
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
keys = st.integers(0, 2**63 - 1)
characters = st.sampled_from(string.ascii_letters + string.digits + "-_=.:+/ \n")
MONTH = timedelta(days=30)


@given(purposes, purposes, values)
def test_a_token_holds_for_its_purpose_alone(purpose, other, value):
    assert signing.unsign(purpose, signing.sign(purpose, value)) == value
    assert signing.unsign_dated(purpose, signing.sign_dated(purpose, value), MONTH) == value
    if other != purpose:
        assert signing.unsign(other, signing.sign(purpose, value)) is None
        assert signing.unsign_dated(other, signing.sign_dated(purpose, value), MONTH) is None


@given(purposes, values)
def test_a_kind_of_token_is_not_taken_for_another(purpose, value):
    assert signing.unsign_dated(purpose, signing.sign(purpose, value), MONTH) is None
    assert signing.unsign(purpose, signing.sign_dated(purpose, value)) is None
    assert signing.unsign_name(purpose, signing.sign(purpose, value)) is None


@given(purposes, values, st.integers(0), characters)
def test_no_character_of_a_token_can_be_changed(purpose, value, place, character):
    for token, read in (
        (signing.sign(purpose, value), lambda token: signing.unsign(purpose, token)),
        (signing.sign_dated(purpose, value), lambda token: signing.unsign_dated(purpose, token, MONTH)),
    ):
        at = place % len(token)
        changed = token[:at] + character + token[at + 1 :]
        assert changed == token or read(changed) is None
        assert read(token[:at] + token[at + 1 :]) is None
        assert read(token + character) is None


@given(purposes, purposes, keys, st.data())
def test_a_name_fits_an_address_and_survives_case_folding(purpose, other, key, data):
    name = signing.sign_name(purpose, key)
    assert len(name) <= signing.LONGEST_NAME
    assert set(name) <= set(string.ascii_lowercase + "234567.")
    assert not name.startswith(".")  # RFC 5321 §4.1.2
    mixed = "".join(data.draw(st.sampled_from([letter, letter.upper()])) for letter in name)
    assert signing.unsign_name(purpose, mixed) == key
    if other != purpose:
        assert signing.unsign_name(other, name) is None


@given(keys, st.integers(0), characters)
def test_no_character_of_a_name_can_be_changed(key, place, character):
    name = signing.sign_name("bounce", key)
    at = place % len(name)
    changed = name[:at] + character + name[at + 1 :]
    assert changed.lower() == name or signing.unsign_name("bounce", changed) is None
    assert signing.unsign_name("bounce", name[:at] + name[at + 1 :]) is None


def test_a_link_already_sent_goes_on_working():
    with secrets("a secret of this test"):
        assert signing.unsign("own page", "12.nonce.pmAb-kJtC-8j0jNYWdd3nIA7vjeSsXKEg98bdpscOO8") == "12.nonce"
        assert signing.unsign_name("capture link", "aa.y2cjytz5wh64rdrofzb2h63b44") == 0
        assert signing.sign("own page", "12.nonce") == "12.nonce.pmAb-kJtC-8j0jNYWdd3nIA7vjeSsXKEg98bdpscOO8"
        assert signing.sign_name("capture link", 0) == "aa.y2cjytz5wh64rdrofzb2h63b44"
        assert (
            signing.keyed_hash("newsletter address", "ana@example.org")
            == "ef1520d24a14d327414bb3ba87354748a81ec9b7a940d72cc6fc47ea48bffc50"
        )


@given(st.text(st.characters(), max_size=90))
def test_no_text_makes_reading_fail(text):
    assert signing.unsign("own page", text) is None
    assert signing.unsign_dated("own page", text, MONTH) is None
    assert signing.unsign_name("own page", text) is None


@contextlib.contextmanager
def secrets(current: str, *earlier: str):
    with override_settings(READERS_SECRET=current, READERS_SECRET_FALLBACKS=[*earlier]):
        yield


@given(values, keys)
def test_tokens_outlive_their_secret_while_it_is_listed(value, key):
    with secrets("first"):
        token, dated, name = signing.sign("a", value), signing.sign_dated("a", value), signing.sign_name("a", key)
        hashed = signing.keyed_hash("a", value)
    with secrets("third", "second", "first"):
        assert signing.unsign("a", token) == value
        assert signing.unsign_dated("a", dated, MONTH) == value
        assert signing.unsign_name("a", name) == key
        assert signing.keyed_hash("a", value) == hashed
        assert signing.sign("a", value) != token
    with secrets("third", "second"):
        assert signing.unsign("a", token) is None
        assert signing.unsign_dated("a", dated, MONTH) is None
        assert signing.unsign_name("a", name) is None


def test_a_dated_token_ends():
    with travel("2027-03-01 12:00Z", tick=False) as clock:
        token = signing.sign_dated("a", "value")
        clock.shift(MONTH)
        assert signing.unsign_dated("a", token, MONTH) == "value"
        clock.shift(timedelta(seconds=2))
        assert signing.unsign_dated("a", token, MONTH) is None


def test_neither_secret_key_nor_another_installation_makes_a_token():
    token = signing.sign("a", "value")
    with override_settings(SECRET_KEY="another"):
        assert signing.unsign("a", token) == "value"
    with override_settings(READERS_SECRET=settings.SECRET_KEY):
        assert signing.unsign("a", token) is None


@pytest.mark.parametrize("value", ["", "rosa@example.org"])
def test_a_keyed_hash_depends_on_purpose_and_secret(value):
    hashed = signing.keyed_hash("a", value)
    assert len(hashed) == 64
    assert hashed != signing.keyed_hash("b", value)
    with secrets("another"):
        assert hashed != signing.keyed_hash("a", value)
