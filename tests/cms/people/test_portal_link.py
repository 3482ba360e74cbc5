"""If these fail, somebody opens the page of another, or a link that was replaced goes on opening it."""

from __future__ import annotations

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.core.errors import CosechaError, NotPermittedError
from cms.models import Contributor
from cms.people.portal_link import holder_of, link_of, message_with_link, new_link, send_link, token_of
from tests.factories import make_contributor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(admin):
    contributor = make_contributor("Rosa Huamán", email="rosa@example.org")
    new_link(contributor, admin)
    return contributor


def test_a_link_opens_the_page_of_its_person_alone(rosa, admin):
    other = make_contributor()
    new_link(other, admin)
    assert holder_of(token_of(rosa)) == rosa
    assert holder_of(token_of(other)) == other
    assert token_of(rosa) in link_of(rosa)


def test_nobody_has_a_link_until_staff_make_one():
    contributor = make_contributor()
    assert (token_of(contributor), link_of(contributor)) == ("", "")
    assert not Contributor.objects.exclude(page_nonce="").exists()


def test_a_new_link_ends_the_one_before(rosa, admin):
    before = token_of(rosa)
    new_link(rosa, admin)
    assert holder_of(before) is None
    assert holder_of(token_of(Contributor.objects.get(pk=rosa.pk))) == rosa


def test_a_link_made_with_another_secret_opens_nothing(rosa, request):
    token = token_of(rosa)
    request.getfixturevalue("settings").READERS_SECRET = "another"
    assert holder_of(token) is None


def test_the_link_of_somebody_whose_record_is_gone_opens_nothing(rosa):
    token = token_of(rosa)
    Contributor.objects.filter(pk=rosa.pk).delete()
    assert holder_of(token) is None


def test_no_character_of_a_token_can_be_changed(rosa):
    token = token_of(rosa)
    letters = "AZaz09-_=.:"
    for place in range(len(token)):
        for letter in letters:
            forged = token[:place] + letter + token[place + 1 :]
            assert forged == token or holder_of(forged) is None
    for forged in (token + "A", token + "=", token[:-1], token.lower(), token + "\n", f"{rosa.pk}.{rosa.page_nonce}"):
        assert holder_of(forged) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_nothing_that_is_typed_opens_a_page(rosa, text):
    assert holder_of(text) is None


def test_only_who_may_change_people_makes_or_sends_a_link(rosa):
    stranger = make_user()
    with pytest.raises(NotPermittedError):
        new_link(rosa, stranger)
    with pytest.raises(NotPermittedError):
        send_link(rosa, stranger)
    assert not mail.outbox


def test_the_email_says_little_and_leads_to_the_page(rosa, admin):
    send_link(rosa, admin)
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["rosa@example.org"], "Tu página")
    assert "Hola, Rosa:" in message.body
    assert link_of(rosa) in message.body
    assert "Huamán" not in message.body
    assert "Bonjour Rosa" in message_with_link(rosa, "fr")


def test_no_link_goes_where_there_is_no_address_or_none_was_made(rosa, admin):
    with pytest.raises(CosechaError):
        send_link(make_contributor(email="ana@example.org"), admin)
    Contributor.objects.filter(pk=rosa.pk).update(email="")
    with pytest.raises(CosechaError):
        send_link(Contributor.objects.get(pk=rosa.pk), admin)
    assert not mail.outbox


def test_what_was_done_with_a_link_is_on_record_and_the_link_is_not(rosa, admin):
    send_link(rosa, admin)
    entries = ModelLogEntry.objects.filter(action__startswith="cosecha.own_page").order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("cosecha.own_page_link", admin),
        ("cosecha.own_page_sent", admin),
    ]
    assert not any(token_of(rosa) in str(entry.data) for entry in entries)
