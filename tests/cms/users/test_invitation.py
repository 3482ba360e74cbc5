"""Colleagues come in by email: real mail, over real SMTP."""

from __future__ import annotations

import email
import email.policy
import re
import socket

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.users.models import User
from cms.users.password_reset import send_password_link
from cms.users.roles import ADMINISTRATOR, EDITOR, REVIEWER
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Mailbox:
    """Keeps what arrives."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    controller.stop()


@pytest.fixture
def administrator(client):
    user = make_user("jefa", groups=(ADMINISTRATOR,))
    client.force_login(user)
    return user


ROSA = {"email": "Rosa@example.org", "first_name": "Rosa", "last_name": "Núñez", "role": EDITOR}


def link_in(message):
    return re.search(r"http\S+/password_reset/confirm/\S+", message.get_content()).group().split("://", 1)[1]


def path_of(link):
    return "/" + link.split("/", 1)[1]


def choose_password(client, message, password="una-clave-muy-larga"):
    client.logout()
    form = client.get(path_of(link_in(message)), follow=True)
    assert form.context["validlink"]
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password}, follow=True)


def test_an_invited_colleague_chooses_a_password_and_signs_in(client, administrator, mailbox):
    response = client.post("/admin/users/new/", ROSA, follow=True)
    assert "rosa@example.org" in " ".join(str(message) for message in response.context["messages"])
    rosa = User.objects.get(email="rosa@example.org")
    assert not rosa.has_usable_password()
    assert [group.name for group in rosa.groups.all()] == [EDITOR]
    [message] = mailbox.messages
    assert message["To"] == "rosa@example.org"
    assert message["Subject"] == "jefa te invita a Cosecha"
    assert "Hola, Rosa:" in message.get_content()
    choose_password(client, message)
    assert client.login(username="rosa@example.org", password="una-clave-muy-larga")
    assert client.get("/admin/snippets/cms/quote/").status_code == 200


def test_the_link_works_once(client, administrator, mailbox):
    client.post("/admin/users/new/", ROSA)
    [message] = mailbox.messages
    choose_password(client, message)
    client.logout()
    assert not client.get(path_of(link_in(message)), follow=True).context["validlink"]


def test_it_can_be_sent_again_until_the_person_has_come(client, administrator, mailbox):
    client.post("/admin/users/new/", ROSA)
    rosa = User.objects.get(email="rosa@example.org")
    assert "todavía no eligió" in client.get(f"/admin/users/edit/{rosa.pk}/").content.decode()
    client.post(f"/admin/team/{rosa.pk}/invite/")
    assert len(mailbox.messages) == 2
    rosa.set_password("una-clave-muy-larga")
    rosa.save()
    response = client.post(f"/admin/team/{rosa.pk}/invite/", follow=True)
    assert "ya tiene contraseña" in " ".join(str(message) for message in response.context["messages"]).lower()
    assert len(mailbox.messages) == 2


def test_a_mail_server_that_is_away_loses_nothing(client, administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post("/admin/users/new/", ROSA, follow=True)
    assert User.objects.filter(email="rosa@example.org").exists()
    assert "no pudo salir" in " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize(
    "address", ["rosa", "rosa@", "rosa@example.org\nBcc: todos@example.org", "", "JEFA@example.org"]
)
def test_an_address_that_is_wrong_or_taken_is_said_and_nothing_is_made(client, administrator, mailbox, address):
    before = User.objects.count()
    response = client.post("/admin/users/new/", ROSA | {"email": address})
    assert response.context["form"].errors["email"]
    assert "Núñez" in response.content.decode()
    assert User.objects.count() == before
    assert mailbox.messages == []


def test_a_name_with_a_line_break_cannot_add_a_header(client, administrator, mailbox):
    administrator.first_name = "Jefa\r\nBcc: todos@example.org"
    administrator.save()
    client.post("/admin/users/new/", ROSA)
    [message] = mailbox.messages
    assert message["Bcc"] is None


@pytest.mark.parametrize("role", [EDITOR, REVIEWER])
def test_only_administrators_invite(client, mailbox, role):
    client.force_login(make_user(groups=(role,)))
    assert client.post("/admin/users/new/", ROSA).status_code in (302, 403)
    assert client.post(f"/admin/team/{make_user().pk}/invite/").status_code in (302, 403)
    assert not User.objects.filter(email="rosa@example.org").exists()
    assert mailbox.messages == []


def test_a_forgotten_password_is_replaced_by_email(client, mailbox):
    user = make_user("olvida")
    user.groups.set(make_user(groups=(EDITOR,)).groups.all())
    client.post("/admin/password_reset/", {"email": "olvida@example.org"})
    assert mailbox.messages == []
    send_password_link("Olvida@example.org")
    [message] = mailbox.messages
    assert message["Subject"] == "Elige una contraseña nueva para Cosecha"
    assert "Alguien pidió una contraseña nueva" in message.get_content()
    choose_password(client, message, "otra-clave-muy-larga")
    assert client.login(username="olvida", password="otra-clave-muy-larga")


def test_an_unknown_address_gets_no_mail(mailbox):
    send_password_link("nadie@example.org")
    send_password_link("nobody at all")
    assert mailbox.messages == []


def test_asking_for_a_password_does_the_same_whether_or_not_there_is_an_account(
    client, mailbox, django_capture_on_commit_callbacks
):
    make_user("olvida")
    done = []
    for address in ("olvida@example.org", "nadie@example.org"):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks() as later:
            answer = client.post("/admin/password_reset/", {"email": address})
        done.append((answer.status_code, answer["Location"], [query["sql"] for query in queries], len(later)))
    assert done[0] == done[1]
    assert done[0][3] == 1
    assert mailbox.messages == []


def test_each_person_chooses_the_language_of_the_admin(client, administrator):
    from wagtail.users.models import UserProfile

    assert "Contenido" in client.get("/admin/").content.decode()
    profile = UserProfile.get_for_user(administrator)
    profile.preferred_language = "en"
    profile.save()
    page = client.get("/admin/").content.decode()
    assert "What waits for you" in page


def test_the_team_list_costs_no_query_per_person(client, administrator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/users/").status_code == 200
        return len(captured)

    for _ in range(2):
        make_user(groups=(EDITOR,))
    queries()
    few = queries()
    for _ in range(6):
        make_user(groups=(REVIEWER,))
    assert queries() == few
