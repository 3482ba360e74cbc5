"""An edition from its draft to a reader's mailbox, in a real browser, through a real mail server."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from newsletter.mailbox.server import Keeper
from newsletter.mailbox.store import Mailbox
from newsletter.models import Delivery, Edition, OptIn, Subscriber
from newsletter.sending.send_edition import send_edition
from tests.factories import make_quote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mail_server(settings, tmp_path):
    settings.LOCAL_MAILBOX = True
    settings.MAILBOX_FOLDER = tmp_path / "mailbox"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
    controller = Controller(
        Keeper(Mailbox(settings.MAILBOX_FOLDER)), hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT
    )
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield controller
    controller.stop()


def test_seen_approved_and_in_the_mailbox(admin_page, mail_server, make_edition, audience):
    reader = Subscriber.objects.create(email="lectora@example.org", name="Rosa", language="es")
    OptIn.objects.create(subscriber=reader, audience=audience, how=OptIn.How.FORM, confirmed_at=timezone.now())
    edition = make_edition(
        ("quotes", [make_quote("El agua no espera.")]), send_at=timezone.now() - timedelta(minutes=5)
    )
    admin_page.goto(f"/admin/newsletter/editions/{edition.pk}/")
    email = admin_page.frame_locator(".edition-frame iframe")
    email.get_by_text("El agua no espera.").wait_for()
    admin_page.get_by_label("Verlo").select_option("nl")
    email.get_by_text("In hun eigen woorden").wait_for()
    admin_page.get_by_role("button", name="Aprobar y enviar ahora").click()
    admin_page.get_by_text("Empieza a salir en menos de un minuto").wait_for()

    while send_edition(edition.pk):
        pass
    assert Edition.objects.get().state == Edition.State.SENT
    assert Delivery.objects.get().state == Delivery.State.SENT

    admin_page.goto("/admin/mailbox/")
    admin_page.get_by_text("lectora@example.org").click()
    received = admin_page.frame_locator(".mailbox-frame")
    received.get_by_text("El agua no espera.").wait_for()
    assert received.get_by_role("link", name="Cancelar mi suscripción").get_attribute("href").startswith("http")
    admin_page.get_by_role("tab", name="Texto").click()
    admin_page.locator(".mailbox-text").get_by_text("«El agua no espera.»").wait_for()
    admin_page.get_by_role("tab", name="Encabezados").click()
    admin_page.get_by_text("List-Unsubscribe-Post", exact=True).wait_for()
