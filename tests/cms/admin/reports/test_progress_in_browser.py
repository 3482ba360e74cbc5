"""While a report is read, its page and the list say how far it is, and why it failed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms import tasks
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.reading.queue import read_next
from cms.models import Report
from tests.cms.harvest.formats.broken_files import TEXT, scanned
from tests.cms.harvest.formats.made_pdfs import docx
from tests.cms.harvest.reports import READING, received
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_upload_leads_to_a_page_that_says_how_far_it_is(admin_client):
    file = SimpleUploadedFile("informe.docx", docx(TEXT))
    page = admin_client.post(reverse("report:add"), {"file": file}, follow=True)
    report = Report.objects.get()
    assert page.redirect_chain[-1][0] == reverse("report_review", args=[report.pk])
    assert "El informe se está leyendo" in page.content.decode()
    assert "nada trabaja en segundo plano" in page.content.decode()
    Report.objects.update(state=READING, percent=40)
    tasks.write_heartbeat.call_local()
    page = admin_client.get(reverse("report_review", args=[report.pk])).content.decode()
    assert "Se está leyendo: 40" in page
    assert "nada trabaja" not in page


def test_the_page_hears_of_each_step_and_of_the_end(admin_client, admin):
    report = received(admin)
    address = reverse("report_states")
    answer = admin_client.get(address, {"report": report.pk}).json()
    assert "En espera" in answer["parts"][str(report.pk)]
    assert answer["done"] == []
    read_next()
    assert admin_client.get(address, {"report": [report.pk, 999, "x"]}).json() == {
        "parts": {},
        "done": [report.pk, 999],
    }


def test_a_failed_report_says_why_on_its_page_and_in_the_list(admin_client, admin):
    report = received(admin, scanned(), "informe.pdf")
    read_next()
    page = admin_client.get(reverse("report_review", args=[report.pk])).content.decode()
    assert "imágenes escaneadas" in page
    assert "No se pudo leer" in admin_client.get(reverse("report:index")).content.decode()
    admin_client.post(reverse("report_discard", args=[report.pk]))
    assert not Report.objects.exists()


def test_the_list_shows_how_far_a_report_is(admin_client, admin):
    received(admin)
    page = admin_client.get(reverse("report:index")).content.decode()
    assert "En espera" in page
    assert "cms/admin/reports/reading.js" in page


def test_somebody_without_a_role_hears_of_no_report(client, admin):
    report = received(admin)
    client.force_login(make_user())
    assert client.get(reverse("report_states"), {"report": report.pk}).status_code in (302, 403)
    assert client.post(reverse("report_discard", args=[report.pk])).status_code in (302, 403)


def test_the_form_says_what_it_takes(admin_client):
    page = admin_client.get(reverse("report:add")).content.decode()
    assert all(kind in page for kind in (".docx", "PDF", ".odt", ".md", ".txt", "25 MB", "2 MB"))


def test_passages_of_a_pdf_show_their_page_and_drafts_lead_back_to_it(admin_client, admin, sample_pdf):
    from cms.harvest.review.decide import accept_passage
    from cms.models import Quote

    report = harvest_report(sample_pdf, "informe.pdf", admin)
    passage = report.passages.filter(kind="quote").last()
    assert f"p. {passage.page}" in admin_client.get(reverse("report_review", args=[report.pk])).content.decode()
    accept_passage(passage, admin)
    edit = reverse(Quote.snippet_viewset.get_url_name("edit"), args=[Quote.objects.get().pk])
    assert f"(p. {passage.page})" in admin_client.get(edit).content.decode()
