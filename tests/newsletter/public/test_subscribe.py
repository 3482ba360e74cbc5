"""If these fail, people are subscribed by others, or cannot come back."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from newsletter.models import OptIn, Subscriber, Suppression
from newsletter.subscribers.subscriptions import SuppressedError, add_subscriber, unsubscribe
from newsletter.subscribers.suppressions import suppress
from newsletter.subscribers.tokens import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(audience):
    def post(email: str, **fields: str):
        url = reverse("newsletter_subscribe", args=[audience.slug])
        return Client(enforce_csrf_checks=True).post(url + "?lang=es", {"email": email, "agree": "yes"} | fields)

    return post


def confirm_link() -> str:
    return re.search(r"https?://\S+?(/boletin/confirmar/\S+)", mail.outbox[-1].body)[1]


def test_an_address_gets_mail_only_after_it_confirmed_itself(join, audience):
    assert join(" Ana@Example.org ", name="Ana").status_code == 200
    opt_in = OptIn.objects.get()
    assert opt_in.confirmed_at is None
    assert opt_in.subscriber.email == "ana@example.org"
    assert audience.name in opt_in.text_shown
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    client = Client(enforce_csrf_checks=True)
    client.get(confirm_link())
    assert OptIn.objects.get().confirmed_at is None
    assert client.post(confirm_link()).status_code == 200
    assert OptIn.objects.get().confirmed_at is not None


@pytest.mark.parametrize("email", ["", "ana", "ana@", "ana@example.org\r\nBcc: b@example.org", "a b@example.org"])
def test_a_malformed_address_is_refused_in_words(join, email):
    response = join(email)
    assert response.status_code == 400
    assert "dirección de correo válida" in response.content.decode()
    assert not mail.outbox
    assert not Subscriber.objects.exists()


def test_who_does_not_tick_the_box_is_not_subscribed(join):
    assert join("ana@example.org", agree="").status_code == 400
    assert not OptIn.objects.exists()


def test_a_robot_that_fills_every_field_subscribes_nobody(join):
    assert join("ana@example.org", website="http://spam.example").status_code == 200
    assert not OptIn.objects.exists()
    assert not mail.outbox


def test_the_form_cannot_flood_inboxes(join):
    answers = [join(f"r{number}@example.org").status_code for number in range(7)]
    assert answers == [200] * 5 + [400] * 2
    assert len(mail.outbox) == 5


def test_a_reader_already_is_told_nothing_and_mailed_nothing(join, audience, admin):
    add_subscriber("ana@example.org", audience, how=OptIn.How.PAPER, text_shown="Sí", by=admin)
    assert join("ana@example.org").content == join("otra@example.org").content
    assert [message.to for message in mail.outbox] == [["otra@example.org"]]


def test_who_left_comes_back_only_by_their_own_hand(join, audience, admin):
    opt_in = add_subscriber("ana@example.org", audience, how=OptIn.How.PAPER, text_shown="Sí", by=admin)
    reader = Reader(opt_in.subscriber_id, audience.pk, opt_in.subscriber.address_hash)
    unsubscribe(reader)
    with pytest.raises(SuppressedError):
        add_subscriber("ana@example.org", audience, how=OptIn.How.IMPORT, text_shown="Sí", by=admin)
    join("ana@example.org")
    Client().post(confirm_link())
    assert OptIn.objects.get(ended_at=None).confirmed_at is not None
    assert not Suppression.objects.exists()


def test_who_reported_us_as_spam_is_never_written_to_again(join, audience, admin):
    opt_in = add_subscriber("ana@example.org", audience, how=OptIn.How.PAPER, text_shown="Sí", by=admin)
    suppress(opt_in.subscriber.address_hash, None, Suppression.Reason.COMPLAINED, source="webhook")
    assert join("ana@example.org").status_code == 200
    assert not mail.outbox


def test_readers_behind_our_own_proxy_do_not_use_up_each_others_tries(audience, settings):
    settings.TRUSTED_PROXIES = 1
    url = reverse("newsletter_subscribe", args=[audience.slug])
    for number in range(8):
        asked = {"email": f"lectora{number}@example.org", "agree": "yes"}
        assert Client().post(url, asked, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code == 200
