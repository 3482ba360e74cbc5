"""The home page: what waits, what goes out, is the engine running, and what went wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import __version__, channels
from cms.admin.home.todo import waiting_for
from cms.channels import Appointment, Channel, Waiting
from cms.consent.approvals import approve_item
from cms.jobs.heartbeat import beat
from cms.jobs.incidents import report_incident
from cms.models import Incident, Item
from tests.factories import add_terms, make_consent, make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_user("revisora", groups=("Revisor",))


@pytest.fixture
def editor():
    return make_user("editora", groups=("Editor",))


def labels(user):
    return {waiting.label: waiting.count for waiting in waiting_for(user)}


def test_nothing_waits_is_said_and_a_newcomer_sees_the_first_steps(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "No te espera nada" in page
    assert "Primeros pasos" in page
    assert "No hay nada previsto" in page


def test_what_was_handed_in_waits_for_reviewers_and_not_for_its_author(editor, reviewer):
    quote = make_quote(live=False)
    quote.get_workflow().start(quote, editor)
    assert labels(reviewer) == {"cita por revisar": 1}
    assert labels(editor) == {}


def test_what_was_given_back_waits_for_its_author(editor, reviewer):
    quote = make_quote(live=False)
    state = quote.get_workflow().start(quote, editor)
    state.current_task_state.specific.reject(user=reviewer)
    assert labels(editor) == {"cita que te devolvieron con cambios por hacer": 1}


def test_a_sensitive_item_waits_for_a_second_person_until_approved(reviewer, admin):
    quote = make_quote(is_sensitive=True)
    assert labels(reviewer) == {"cita sensible por aprobar": 1}
    Item.objects.update(written_by=reviewer)
    assert labels(reviewer) == {}
    approve_item(Item.objects.get(), quote.item.content_digest, admin)
    assert labels(admin) == {}


def test_only_consents_in_use_that_end_within_a_month_are_announced(editor):
    soon = timezone.localdate() + timedelta(days=10)
    make_quote(consent=make_consent(expires_on=soon))
    make_consent(expires_on=soon)
    renewed = make_consent(expires_on=soon)
    add_terms(renewed, expires_on=soon + timedelta(days=400))
    make_quote(consent=renewed)
    assert labels(editor) == {"consentimiento que vence en 30 días": 1}


def test_channels_say_what_waits_and_what_goes_out(admin_client):
    class Pigeon(Channel):
        name = "pigeon"

        def waiting_for(self, user):
            return [Waiting("palomas por alimentar", 3, "/palomas", is_urgent=True)]

        def agenda(self, start, end):
            return [Appointment(start + timedelta(hours=1), "Sale la paloma", "/paloma/1", state="lista")]

    before = dict(channels._channels)
    channels.register(Pigeon())
    try:
        page = admin_client.get("/admin/").content.decode()
    finally:
        channels._channels.clear()
        channels._channels.update(before)
    assert "palomas por alimentar" in page
    assert "Sale la paloma" in page


def test_it_says_whether_the_worker_is_alive(admin_client):
    assert "No se envía ni se publica nada" in admin_client.get("/admin/").content.decode()
    beat()
    assert "Envía y publica lo que toca" in admin_client.get("/admin/").content.decode()


def test_an_incident_is_shown_until_somebody_who_may_says_it_is_resolved(client, editor, reviewer):
    report_incident("smtp", "El correo no salió.", "Revisa la cuenta.")
    url = f"/admin/incidents/{Incident.objects.get().pk}/resolve/"
    client.force_login(editor)
    assert "El correo no salió." in client.get("/admin/").content.decode()
    assert client.post(url).status_code in (302, 403)
    assert Incident.objects.get().resolved_at is None
    client.force_login(reviewer)
    client.post(url)
    assert Incident.objects.get().resolved_at is not None
    assert "El correo no salió." not in client.get("/admin/").content.decode()
    report_incident("smtp", "El correo no salió.")
    assert "El correo no salió." in client.get("/admin/").content.decode()


def test_more_content_costs_no_more_queries(admin_client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            admin_client.get("/admin/")
        return len(captured)

    def fill(count):
        for _ in range(count):
            quote = make_quote(live=False)
            quote.get_workflow().start(quote, None)
            make_quote(is_sensitive=True)
            report_incident(f"key{quote.pk}", "Algo falló.")

    fill(2)
    queries()
    few = queries()
    fill(4)
    assert queries() == few


def test_the_menu_has_no_pages_and_stands_in_the_order_in_which_staff_think(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "wagtail-explorer" not in page
    assert page.index('"label": "Contenido"') < page.index('"label": "Personas"')


def test_version_is_shown_at_the_foot(admin_client):
    assert f"Cosecha {__version__}" in admin_client.get("/admin/").content.decode()
