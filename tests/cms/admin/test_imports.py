"""Importing a table in the admin: upload, preview, choices, drafts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.imports.reader import read
from cms.imports.run import keep_table, plan_of
from cms.models import Item, Quote, QuoteTable
from cms.users.roles import EDITOR
from tests.cms.imports.quote_tables import CONSENT, HEADINGS, as_csv, as_xlsx, with_consent
from tests.factories import make_contributor, make_user
from tests.media.in_process import in_process  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]
EVERYTHING = (*HEADINGS, *CONSENT)


def upload(client, data, name="citas.csv"):
    return client.post(reverse("table_upload"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_an_editor_goes_from_the_file_to_drafts(client):
    client.force_login(make_user(groups=(EDITOR,)))
    page = upload(client, as_xlsx(with_consent("Somos el río.", "Rosa Quispe"), headings=EVERYTHING), "citas.xlsx")
    assert "Somos el río." in page.text
    assert "Rosa Quispe" in page.text
    assert not Quote.objects.exists()
    address = page.redirect_chain[-1][0]
    assert "1 borrador" in client.post(address, {"import": "1"}, follow=True).text
    assert not Quote.objects.get().live
    assert client.post(address, {"import": "1"}).status_code == 302
    assert Quote.objects.count() == 1


def test_an_error_is_shown_with_its_column_and_stops_the_import(admin_client):
    page = upload(admin_client, as_csv(("Hola", "Rosa", "quizás"), headings=("Cita", "Persona", "Web")))
    assert "<strong>Web:</strong> Escribe sí o no." in page.text
    admin_client.post(page.redirect_chain[-1][0], {"import": "1"})
    assert not Quote.objects.exists()


def test_whose_words_they_are_is_chosen_on_the_preview(admin_client, admin):
    rosa, _other = make_contributor("Rosa Quispe", region="Cusco"), make_contributor("Rosa Quispe", region="Puno")
    page = upload(admin_client, as_csv(("Hola", "Rosa Quispe"), headings=("Cita", "Persona")))
    (question,) = plan_of(QuoteTable.objects.get(), admin).questions
    assert "Cusco" in page.text
    choice = {f"person-{question.key}": f"known:{rosa.pk}"}
    page = admin_client.post(page.redirect_chain[-1][0], choice | {"choose": "1"}, follow=True)
    assert "checked" in page.text
    admin_client.post(reverse("table_preview", args=[QuoteTable.objects.get().pk]), {"import": "1"})
    assert Item.objects.get().contributor == rosa


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_template_filled_in_is_read_and_its_example_stays_out(admin_client, admin, extension, language):
    address = reverse("table_template", args=[extension])
    data = admin_client.get(address, headers={"Accept-Language": language}).content
    assert len(read(data, f"cosecha.{extension}").headings) == 17
    plan = plan_of(keep_table(data, f"cosecha.{extension}", admin), admin)
    assert len(plan.cards) == 1
    assert plan.drafts == []
    assert not plan.stopped_by
    assert plan.cards[0].row.problems == ()
    assert plan.cards[0].row.allowed


def test_what_cannot_be_read_is_a_sentence_on_the_form(admin_client):
    assert "No hay ninguna columna con las palabras" in upload(admin_client, b"a;b\n1;2\n").text
    assert not QuoteTable.objects.exists()


def test_what_a_cell_holds_is_shown_as_text_and_runs_nowhere(admin_client):
    assert "<script>alert" not in upload(admin_client, as_csv(("<script>alert(1)</script>", "<b>Rosa"))).text


def test_more_rows_cost_the_preview_no_more_queries(admin_client, admin):
    def queries(count):
        rows = [with_consent(f"Cita {n}.", f"Persona {n}") for n in range(count)]
        table = keep_table(as_csv(*rows, headings=EVERYTHING), "citas.csv", admin)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse("table_preview", args=[table.pk])).status_code == 200
        return len(captured)

    queries(1)
    assert queries(20) == queries(60)


@pytest.mark.parametrize("name", ["table_upload", "table_preview", "table_template"])
def test_nobody_without_the_permission_sees_any_of_it(client, admin, name):
    table = keep_table(as_csv(("Hola", "Rosa")), "citas.csv", admin)
    client.force_login(make_user())
    arguments = {"table_upload": [], "table_preview": [table.pk], "table_template": ["csv"]}[name]
    assert client.get(reverse(name, args=arguments)).status_code in (302, 403)
