"""Reading the local mailbox in the admin."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from newsletter.mailbox.store import Mailbox
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings, tmp_path):
    settings.LOCAL_MAILBOX = True
    settings.MAILBOX_FOLDER = tmp_path / "mailbox"
    return Mailbox(settings.MAILBOX_FOLDER)


def deliver(box: Mailbox, number: int) -> str:
    message = EmailMessage()
    message["From"], message["To"] = "Red Killari <a@example.org>", f"lectora{number}@example.org"
    message["Subject"] = f"Mensaje {number}"
    message.set_content("Hola en texto")
    message.add_alternative("<h1>Hola</h1><script>alert(1)</script>", subtype="html")
    return box.add(message.as_bytes())


def test_the_list_opens_only_the_messages_it_shows(admin_client, box, monkeypatch):
    for number in range(60):
        deliver(box, number)
    opened: list[str] = []
    summary = Mailbox.summary
    monkeypatch.setattr(Mailbox, "summary", lambda self, key: opened.append(key) or summary(self, key))
    page = admin_client.get(reverse("mailbox")).content.decode()
    assert "Mensaje 59" in page
    assert "Mensaje 10" not in page
    assert len(opened) == 25
    assert "Mensaje 10" in admin_client.get(reverse("mailbox"), {"q": "lectora10@"}).content.decode()


def test_a_message_shows_its_parts_and_runs_no_script(admin_client, box):
    key = deliver(box, 1)
    page = admin_client.get(reverse("mailbox_message", args=[key])).content.decode()
    assert "Hola en texto" in page
    assert "<script>alert(1)</script>" not in page
    assert 'sandbox="allow-popups' in page
    html = admin_client.get(reverse("mailbox_part", args=[key, "html"]))
    policy = html["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert box.unseen_count() == 0


def test_it_is_emptied_by_a_post(admin_client, box):
    deliver(box, 1)
    assert admin_client.get(reverse("mailbox_delete")).status_code == 405
    admin_client.post(reverse("mailbox_delete"))
    assert box.newest_first() == []


def test_there_is_none_where_mail_really_goes_out(admin_client, settings):
    settings.LOCAL_MAILBOX = False
    assert admin_client.get(reverse("mailbox")).status_code == 404


def test_a_message_that_is_gone_is_not_found(admin_client, box):
    assert admin_client.get(reverse("mailbox_message", args=["gone"])).status_code == 404


def test_an_editor_cannot_read_the_link_that_chooses_an_administrators_password(client, admin, admin_client, box):
    uid = urlsafe_base64_encode(force_bytes(admin.pk))
    message = EmailMessage()
    message["To"], message["Subject"] = admin.email, "Elige una contraseña"
    message.set_content(f"Ábrelo aquí: http://127.0.0.1/admin/password_reset/confirm/{uid}/cx-123abc/")
    key = box.add(message.as_bytes())
    page = reverse("mailbox_message", args=[key])
    assert "cx-123abc" in admin_client.get(page).content.decode()
    for role in ("Editor", "Administrador"):
        client.force_login(make_user(groups=(role,)))
        for address in (page, reverse("mailbox_part", args=[key, "source"])):
            response = client.get(address)
            assert response.status_code in (302, 403)
