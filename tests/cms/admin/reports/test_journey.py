"""A report on its way from the file to a page that anybody can read, in a real browser and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cms.harvest.reading.queue import read_next
from cms.models import Learning, Passage, Quote, Report
from cms.public.items.item_urls import address_of
from tests.cms.harvest.formats.made_pdfs import pdf
from tests.cms.harvest.reports import SAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def harvest(page) -> Report:
    page.goto("/admin/harvest/new/")
    page.set_input_files("input[name=file]", SAMPLE)
    page.get_by_role("button", name="Cosechar").click()
    expect(page.locator("#progress")).to_contain_text("pasajes por revisar")
    return Report.objects.get()


def test_from_the_report_to_its_reader_page(admin_page):
    page = admin_page
    report = harvest(page)
    passage = report.passages.filter(kind="learning").first()

    page.goto(f"/admin/harvest/{report.pk}/review/#p{passage.pk}")
    expect(page.locator(f"#p{passage.pk}")).to_be_focused()
    page.keyboard.press("a")
    page.locator(f"#p{passage.pk}").get_by_role("link", name="Abrir el borrador").click()

    page.wait_for_url("**/edit/**")
    page.wait_for_load_state("networkidle")  # before its scripts are there, the menu does not open
    page.get_by_role("button", name="Más acciones").click()
    page.get_by_role("button", name="Publicar").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    learning = Learning.objects.get(live=True)
    page.goto(address_of(learning))
    expect(page.locator("main")).to_contain_text(passage.edited_text[:60])


def test_a_report_is_reviewed_by_keyboard_alone(admin_page):
    page = admin_page
    report = harvest(page)
    first, second = report.passages.filter(kind="quote")[:2]
    page.goto(f"/admin/harvest/{report.pk}/review/?kind=quote")
    expect(page.locator(f"#p{first.pk}")).to_be_focused()

    page.keyboard.press("a")
    expect(page.locator(f"#p{first.pk}")).to_contain_text("Abrir el borrador")
    expect(page.locator(f"#p{second.pk}")).to_be_focused()

    page.keyboard.press("e")
    words = page.locator(f"#p{second.pk} textarea")
    expect(words).to_be_focused()
    words.fill("Aprendí a leer con las actas de la comunidad.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#p{second.pk}")).to_contain_text("Abrir el borrador")
    assert set(Quote.objects.values_list("text", flat=True)) == {
        first.edited_text,
        "Aprendí a leer con las actas de la comunidad.",
    }

    page.locator(f"#p{second.pk}").focus()
    page.keyboard.press("k")
    expect(page.locator(f"#p{first.pk}")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(f"#p{first.pk}")).to_have_attribute("data-state", "pending")
    assert Quote.objects.count() == 1
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("siguiente pasaje")


def test_what_is_decided_survives_closing_the_browser(admin_page):
    page = admin_page
    report = harvest(page)
    page.get_by_role("button", name="Dejar fuera los").click()
    expect(page.locator("#progress")).not_to_contain_text("que no tienen nada que guardar")
    page.goto("/admin/")
    page.goto(f"/admin/harvest/{report.pk}/review/")
    waiting = report.passages.filter(state=Passage.State.PENDING).count()
    expect(page.locator("#progress")).to_contain_text(f"{waiting} pasajes por revisar")


def test_a_pdf_shows_that_it_is_being_read_and_its_passages_come_by_themselves(admin_page):
    page = admin_page
    file = {"name": "informe.pdf", "mimeType": "application/pdf", "buffer": pdf(SAMPLE.read_text(encoding="utf-8"))}
    page.goto("/admin/harvest/new/")
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="Cosechar").click()
    expect(page.locator(".reading")).to_contain_text("En espera de ser leído")
    read_next()
    expect(page.locator("#progress")).to_contain_text("pasajes por revisar")
    expect(page.locator("article.passage .passage__page").first).to_contain_text("p. ")


def test_a_phone_reads_the_report_in_one_column_without_sideways_scrolling(admin_page):
    page = admin_page
    page.set_viewport_size({"width": 390, "height": 844})
    report = harvest(page)
    page.goto(f"/admin/harvest/{report.pk}/review/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("article.passage.kind-quote").first.get_by_role("button", name="Aceptar").click()
    expect(page.locator("article.passage.is-accepted")).to_have_count(1)
