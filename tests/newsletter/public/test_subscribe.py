"""If these fail, people are subscribed by others, or cannot come back."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core.mail import MailNotSentError
from newsletter.models import OptIn, Subscriber, SubscriptionEvent, Suppression
from newsletter.public.subscribe import TRAP
from newsletter.subscribers import mails
from newsletter.subscribers.asks import delete_unconfirmed_asks
from newsletter.subscribers.mails import mail_askers
from newsletter.subscribers.subscriptions import SuppressedError, add_subscriber, unsubscribe
from newsletter.subscribers.suppressions import suppress
from newsletter.subscribers.tokens import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(audience):
    def post(email: str, **fields: str):
        url = reverse("newsletter_subscribe", args=[audience.slug])
        query = f"?lang={fields.pop('lang', 'es')}"
        answer = Client(enforce_csrf_checks=True).post(url + query, {"email": email, "agree": "yes"} | fields)
        mail_askers()
        return answer

    return post


def confirm_link() -> str:
    return re.search(r"https?://\S+?(/boletin/confirmar/\S+)", mail.outbox[-1].body)[1]


def test_an_address_gets_mail_only_after_it_confirmed_itself(join, audience):
    assert join(" Ana@Example.org ", name="Ana").status_code == 200
    ask = SubscriptionEvent.objects.get()
    assert (ask.kind, ask.email, ask.subscriber) == ("asked", "ana@example.org", None)
    assert audience.name in ask.text_shown
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    client = Client(enforce_csrf_checks=True)
    page = client.get(confirm_link()).content.decode()
    assert ask.text_shown in page
    assert not OptIn.objects.exists()
    assert not Subscriber.objects.exists()
    assert client.post(confirm_link()).status_code == 200
    opt_in = OptIn.objects.get()
    assert opt_in.confirmed_at is not None
    assert (opt_in.text_shown, opt_in.asked_at) == (ask.text_shown, ask.at)


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


def test_a_filled_trap_asks_a_question_and_writes_to_nobody(join, audience):
    page = join("ana@example.org", name="Ana", **{TRAP: "http://spam.example"})
    assert page.status_code == 400
    assert "¿Eres una persona?" in page.content.decode()
    assert TRAP not in page.content.decode()
    assert 'value="ana@example.org"' in page.content.decode()
    assert not SubscriptionEvent.objects.exists()
    assert not mail.outbox
    assert join("ana@example.org", name="Ana").status_code == 200
    assert len(mail.outbox) == 1


def test_no_browser_fills_a_hidden_field():
    """Words by which Chromium and Firefox recognise what to fill in."""
    filled = "name|mail|phone|tel|url|site|address|street|line|extra|city|zip|post|code|country|company|org|user|card"
    found = 0
    for template in Path(__file__).parents[3].glob("*/templates/**/*.html"):
        for hidden in re.findall(r'aria-hidden="true"><input ([^>]*)>', template.read_text()):
            found += 1
            name = re.search(r'name="([^"]*)"', hidden)[1]
            assert name == TRAP
            assert not re.search(filled, name), template
            assert 'autocomplete="off"' in hidden
            assert 'tabindex="-1"' in hidden
    assert found


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


def links() -> list[str]:
    return [re.search(r"https?://\S+?(/boletin/confirmar/\S+)", message.body)[1] for message in mail.outbox]


def test_a_strangers_ask_never_becomes_the_persons_proof(join, audience):
    join("ana@example.org", name="Burla", lang="nl")
    stranger = SubscriptionEvent.objects.get()
    join("ana@example.org", name="Ana", lang="es")
    first, second = links()
    assert "Burla" not in mail.outbox[0].body
    Client().post(second)
    subscriber, opt_in = Subscriber.objects.get(), OptIn.objects.get()
    assert (subscriber.name, subscriber.language, opt_in.language) == ("Ana", "es", "es")
    assert opt_in.text_shown != stranger.text_shown
    assert opt_in.asked_at > stranger.at
    confirmed = SubscriptionEvent.objects.get(kind="confirmed")
    assert confirmed.ask.name == "Ana"
    assert confirmed.text_version == confirmed.ask.text_version != stranger.text_version
    # What the earlier link confirms is shown before it is clicked; nothing of it is used otherwise.
    assert "Burla" in Client().get(first).content.decode()


def test_the_same_ask_within_minutes_sends_no_second_mail(join):
    answers = [join("ana@example.org", name="Ana").content for _again in range(3)]
    assert len(set(answers)) == 1
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        join("ana@example.org", name="Ana")
    assert len(mail.outbox) == 2


def test_one_address_gets_few_mails_however_many_ask(audience):
    url = reverse("newsletter_subscribe", args=[audience.slug])
    for number in range(8):
        asked = {"email": "ana@example.org", "agree": "yes", "name": f"N{number}"}
        Client().post(url, asked, REMOTE_ADDR=f"203.0.113.{number}")
    mail_askers()
    assert len(mail.outbox) == 3


def test_a_stranger_does_not_use_up_the_mails_of_whose_address_it_is(audience):
    url = reverse("newsletter_subscribe", args=[audience.slug])
    asked = {"email": "ana@example.org", "agree": "yes"}
    answers = set()
    for hour in range(3):
        with time_machine.travel(timezone.now().replace(hour=8 + hour, minute=0)):
            for number in range(3):
                name = {"name": f"Burla {hour} {number}"}
                answers.add(Client().post(url, asked | name, REMOTE_ADDR="203.0.113.1").content)
    with time_machine.travel(timezone.now().replace(hour=11, minute=0)):
        answers.add(Client().post(url, asked | {"name": "Ana"}, REMOTE_ADDR="203.0.113.2").content)
    names = SubscriptionEvent.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Burla 0 0", "Burla 0 1", "Ana"]
    assert len(answers) == 1


def test_a_link_ends_and_what_nobody_confirmed_is_deleted(join, settings):
    join("ana@example.org", name="Ana")
    with time_machine.travel(timezone.now() + settings.CONFIRM_WITHIN + timedelta(hours=1)):
        page = Client().post(confirm_link()).content.decode()
        assert "ya no sirve" in page
        assert Client().get(confirm_link()).status_code == 404
        assert not Subscriber.objects.exists()
        assert delete_unconfirmed_asks(settings.CONFIRM_WITHIN) == 1
    assert not SubscriptionEvent.objects.exists()


def test_an_objection_after_the_ask_wins_over_its_link(join, audience, admin):
    join("ana@example.org", name="Ana")
    earlier = confirm_link()
    join("ana@example.org", name="Ana María")
    Client().post(confirm_link())
    opt_in = OptIn.objects.get()
    unsubscribe(Reader(opt_in.subscriber_id, audience.pk, opt_in.subscriber.address_hash))
    for link in (earlier, confirm_link()):
        assert "ya no sirve" in Client().post(link).content.decode()
    assert not OptIn.objects.filter(ended_at=None).exists()


def test_steps_are_only_added_and_go_with_an_erased_reader(join, audience):
    join("ana@example.org", name="Ana")
    Client().post(confirm_link())
    confirmed, ask = SubscriptionEvent.objects.get(kind="confirmed"), SubscriptionEvent.objects.get(kind="asked")
    rows = SubscriptionEvent.objects
    for change in (
        lambda: rows.filter(pk=ask.pk).update(name="Otra"),
        lambda: rows.filter(pk=confirmed.pk).update(text_shown="Otra cosa"),
        lambda: rows.filter(pk=confirmed.pk)._raw_delete("default"),
        lambda: rows.filter(pk=ask.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    SubscriptionEvent.objects.create(kind="asked", email="ana@example.org", audience=audience, name="Desconocida")
    Subscriber.objects.all().delete()
    assert not SubscriptionEvent.objects.exists()


def test_mail_that_could_not_leave_is_tried_again(join, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert join("ana@example.org").status_code == 200
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_askers() == 1
    assert mail_askers() == 0


def test_nobody_agrees_to_words_that_they_did_not_see(join, audience):
    """The form was opened, the newsletter renamed, the form sent: the record would hold the later words."""
    page = Client().get(reverse("newsletter_subscribe", args=[audience.slug]), {"lang": "es"}).content.decode()
    wish = re.search(r'name="wish" value="(\w+)"', page)[1]
    audience.name = "Red de otros"
    audience.save()
    answer = join("ana@example.org", wish=wish)
    assert answer.status_code == 400
    assert "Red de otros" in answer.content.decode()
    assert " checked" not in answer.content.decode()
    assert not SubscriptionEvent.objects.exists()
    wish = re.search(r'name="wish" value="(\w+)"', answer.content.decode())[1]
    assert join("ana@example.org", wish=wish).status_code == 200
    assert "Red de otros" in SubscriptionEvent.objects.get().text_shown


# Why the mail to one of two did not leave → how many left all the same, and how many of the two still wait.
FAILURES = [
    (smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 no such user")}), 1, 0),
    (smtplib.SMTPRecipientsRefused({"a": (451, b"4.7.1 greylisted")}), 1, 1),
    (smtplib.SMTPRecipientsRefused({"a": (421, b"4.7.0 too fast")}), 1, 1),
    (smtplib.SMTPDataError(554, b"5.7.1 spam"), 1, 0),
    (smtplib.SMTPDataError(451, b"4.3.0 later"), 1, 1),
    (smtplib.SMTPNotSupportedError("no SMTPUTF8"), 1, 0),
    (smtplib.SMTPSenderRefused(451, b"later", "us"), 0, 2),
    (smtplib.SMTPAuthenticationError(535, b"wrong"), 0, 2),
    (smtplib.SMTPServerDisconnected("gone"), 0, 2),
    (ConnectionRefusedError(), 0, 2),
    (TimeoutError(), 0, 2),
]


def test_somebody_elses_full_mailbox_keeps_nobody_waiting_and_later_is_no_refusal(audience, monkeypatch):
    def send(to: str, *_args: Any, **_options: Any) -> None:
        if to.startswith("a@"):
            raise MailNotSentError(detail=repr(cause)) from cause

    monkeypatch.setattr(mails, "send_mail", send)
    found, expected = {}, {}
    for cause, left, waiting in FAILURES:
        rows = SubscriptionEvent.objects.filter(pk__in=[
            SubscriptionEvent.objects.create(kind="asked", email=f"{name}@example.org", audience=audience).pk
            for name in "ab"
        ])  # fmt: skip
        found[repr(cause)] = (mail_askers(), rows.filter(mailed_at=None).count())
        expected[repr(cause)] = (left, waiting)
        SubscriptionEvent.objects.filter(mailed_at=None).update(mailed_at=timezone.now())
    assert found == expected
