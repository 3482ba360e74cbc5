"""If these fail, somebody sees a traceback, or nothing, where the mail server did not take a message."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy

from cms.core.mail import MailNotSentError, send_mail
from cms.models import Incident
from cms.notifications import notify
from tests.installation import free_port
from tests.newsletter.receiver import Receiver, ReceiverController


class OwnError(MailNotSentError):
    sentence = gettext_lazy("Own sentence.")


@pytest.fixture
def receiver(settings):
    handler = Receiver()
    controller = ReceiverController(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


def test_a_message_arrives_with_both_parts_and_its_headers(receiver):
    send_mail("ana@example.org", "Dos\nlíneas", "texto", html="<p>texto</p>", sender="Red <red@example.org>")
    (message,) = receiver.to("ana@example.org")
    assert (message["Subject"], message["From"]) == ("Dos líneas", "Red <red@example.org>")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] is None


def test_a_message_that_no_person_caused_says_so(receiver, settings):
    settings.DEFAULT_FROM_EMAIL = "avisos@example.org"
    send_mail("ana@example.org", "Aviso", "texto", is_automatic=True)
    (message,) = receiver.to("ana@example.org")
    assert (message["From"], message["Auto-Submitted"]) == ("avisos@example.org", "auto-generated")


@pytest.mark.parametrize("address", ["refused@example.org", "later@example.org", "policy@example.org"])
def test_a_refusal_is_the_callers_error_with_the_answer_as_its_detail(receiver, address):
    with pytest.raises(OwnError, match="Own sentence") as raised:
        send_mail(address, "Hola", "texto", error=OwnError)
    assert "SMTPRecipientsRefused" in raised.value.detail


def test_a_broken_connection_and_an_absent_server_are_the_same_error(receiver, settings):
    with pytest.raises(MailNotSentError):
        send_mail("cut@example.org", "Hola", "texto")
    settings.EMAIL_PORT = free_port()
    with pytest.raises(MailNotSentError) as raised:
        send_mail("ana@example.org", "Hola", "texto")
    assert "ConnectionRefusedError" in raised.value.detail


@pytest.mark.django_db
def test_staff_see_on_the_home_page_that_nobody_was_told(receiver):
    assert notify("ana@example.org", "Aviso", "texto")
    assert not Incident.objects.exists()
    assert not notify("refused@example.org", "Aviso", "texto")
    assert Incident.objects.get().key == "mail-server"
