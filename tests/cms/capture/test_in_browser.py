"""The form on a phone, in a real browser: with and without a script, with and without a signal."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.models import CaptureEntry, ConsentTerms, Quote, Testimony
from tests.axe import violations
from tests.cms.capture.entries import make_link, photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
WORDS = "Mi abuela guardaba la semilla en una olla de barro."


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


def go_on(page) -> None:
    page.get_by_role("button", name="Seguir").click()


def choose(page, answer: str) -> None:
    page.get_by_text(answer, exact=True).locator("visible=true").click()
    go_on(page)


def ready_for_offline(page) -> None:
    """Until the page is on the phone, and who opens it from there is at work."""
    expect(page.locator("html[data-offline=ready]")).to_be_attached()
    page.evaluate(
        "async () => { while (!navigator.serviceWorker.controller) await new Promise((go) => setTimeout(go, 50)); }"
    )


def answer_up_to_the_proof(page, *, story: Path | None = None) -> None:
    choose(page, "Una historia que me pasó" if story else "Una o dos frases")
    page.get_by_label("Tus palabras", exact=True).fill(WORDS)
    go_on(page)
    if story:
        page.set_input_files("[name=photo]", story)
        expect(page.locator("#photo-preview")).to_be_visible()
        go_on(page)
    page.get_by_label("Tu nombre completo").fill("Rosa Quispe Mamani")
    go_on(page)
    go_on(page)  # no organisation
    page.get_by_label("Teléfono o correo").fill("rosa@example.org")
    go_on(page)
    go_on(page)  # no topic
    choose(page, "Sí")  # the website
    choose(page, "No")  # the monthly email
    choose(page, "No")  # social networks
    choose(page, "Solo mi primer nombre")
    if story:
        choose(page, "No")  # the face
    choose(page, "No")  # the place
    choose(page, "Un año")
    choose(page, "No")  # a minor
    expect(page.locator("#review")).to_contain_text("Solo mi primer nombre")
    go_on(page)


def sign(page) -> None:
    page.get_by_text("Firmar con el dedo", exact=True).click()
    pad = page.locator("#signature")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 20, steps=4)
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Sí, enviar").click()


def kept_on_the_phone(page) -> int:
    return page.evaluate(
        """() => new Promise((resolve) => {
            const request = indexedDB.open("cosecha-capture", 1);
            request.onsuccess = () => {
                const all = request.result.transaction("entries").objectStore("entries").getAll();
                all.onsuccess = () => { request.result.close(); resolve(all.result.length); };
            };
        })"""
    )


def test_a_story_with_a_photo_and_a_signature_arrives_as_a_draft(phone, tmp_path):
    picture = tmp_path / "foto.jpg"
    picture.write_bytes(photo((3000, 2000)).read())
    phone.goto(f"/recoger/{make_link().token}/")
    answer_up_to_the_proof(phone, story=picture)
    sign(phone)
    expect(phone.get_by_role("heading", name="Gracias. Ya llegó.")).to_be_visible()
    entry = CaptureEntry.objects.get()
    expect(phone.locator("#done [data-reference]")).to_have_text(entry.reference)
    testimony = Testimony.objects.get()
    assert (testimony.live, testimony.photo.width, WORDS in testimony.story) == (False, 1600, True)
    terms = ConsentTerms.objects.get()
    assert (terms.allows_web, terms.allows_newsletter, terms.allows_social) == (True, False, False)
    assert (terms.credit, terms.shows_face, terms.how) == ("first_name", False, "signed_form")
    assert kept_on_the_phone(phone) == 0

    phone.get_by_role("button", name="Siguiente persona").click()
    expect(phone.get_by_text("Pregunta 1 de")).to_be_visible()
    assert phone.locator("input:checked").count() == 0
    assert phone.locator("[name=words]").input_value() == phone.locator("[name=name]").input_value() == ""


def test_without_a_signal_it_is_kept_and_arrives_once_when_there_is_one(phone):
    phone.goto(f"/recoger/{make_link().token}/")
    ready_for_offline(phone)
    phone.context.set_offline(True)
    answer_up_to_the_proof(phone)
    sign(phone)
    expect(phone.get_by_role("heading", name="Gracias. Quedó guardado en este teléfono.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Hay una entrada guardada en este teléfono")).to_be_visible()
    assert (kept_on_the_phone(phone), CaptureEntry.objects.count()) == (1, 0)

    phone.reload()  # the page opens from the phone, with what is kept
    expect(phone.get_by_role("heading", name="Hay una entrada guardada en este teléfono")).to_be_visible()
    expect(phone.get_by_text("Una o dos frases")).to_be_visible()

    phone.context.set_offline(False)
    phone.get_by_role("button", name="Enviar ahora").click()
    expect(phone.locator("#kept")).to_be_hidden()
    assert (kept_on_the_phone(phone), CaptureEntry.objects.count(), Quote.objects.get().text) == (0, 1, WORDS)


def test_a_lost_answer_does_not_double_the_words(phone):
    link = make_link()
    phone.goto(f"/recoger/{link.token}/")
    ready_for_offline(phone)
    lost = []

    def lose_the_first_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/recoger/**", lose_the_first_answer)
    answer_up_to_the_proof(phone)
    sign(phone)
    expect(phone.get_by_role("heading", name="Gracias. Quedó guardado en este teléfono.")).to_be_visible()
    phone.get_by_role("button", name="Enviar ahora").click()
    expect(phone.locator("#kept")).to_be_hidden()
    assert (lost, CaptureEntry.objects.count()) == ([201], 1)


def test_when_the_link_is_closed_meanwhile_the_words_stay_and_can_be_shown_and_erased(phone):
    link = make_link()
    phone.goto(f"/recoger/{link.token}/")
    answer_up_to_the_proof(phone)
    link.closed_at = timezone.now()
    link.save()
    sign(phone)
    expect(phone.locator("#kept")).to_contain_text("Este enlace está cerrado")
    phone.get_by_role("button", name="Enseñarla").click()
    expect(phone.locator(".kept__words")).to_contain_text(WORDS)

    phone.goto(f"/recoger/{link.token}/")
    expect(phone.get_by_role("heading", name="Este enlace está cerrado")).to_be_visible()
    expect(phone.locator("#kept")).to_contain_text("Hay una entrada guardada")
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="Borrarla de este teléfono").click()
    expect(phone.locator("#kept")).to_be_hidden()
    assert (kept_on_the_phone(phone), CaptureEntry.objects.count()) == (0, 0)


def test_a_question_of_the_consent_cannot_be_passed_without_an_answer(phone):
    phone.goto(f"/recoger/{make_link().token}/")
    go_on(phone)
    expect(phone.get_by_text("Responde esta pregunta.").locator("visible=true")).to_be_visible()
    expect(phone.get_by_text("Pregunta 1 de")).to_be_visible()


def test_without_a_script_the_whole_form_is_one_page_that_works(phone, settings):
    context = phone.context.browser.new_context(java_script_enabled=False, locale="es", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{settings.BASE_URL}/recoger/{make_link().token}/")
    page.locator("[name=kind][value=quote]").check()
    page.get_by_label("Tus palabras", exact=True).fill(WORDS)
    page.get_by_label("Tu nombre completo").fill("Rosa Quispe Mamani")
    page.get_by_role("button", name="Sí, enviar").click()
    expect(page.get_by_role("alert").first).to_contain_text("Falta algo")
    assert page.get_by_label("Tus palabras", exact=True).input_value() == WORDS
    chosen = {"web": "yes", "newsletter": "no", "social": "no", "credit": "anonymous", "place": "no", "minor": "no"}
    for name, answer in (chosen | {"until": "3"}).items():
        page.locator(f"[name={name}][value='{answer}']").check()
    page.get_by_label("Tu nombre, como firma").fill("Rosa Quispe")
    page.get_by_label("Nombre de quien está contigo").fill("Luz Paredes")
    page.get_by_role("button", name="Sí, enviar").click()
    expect(page.get_by_role("heading", name="Gracias. Ya llegó.")).to_be_visible()
    assert (Quote.objects.get().text, ConsentTerms.objects.get().how) == (WORDS, "witnessed")
    context.close()


def test_every_step_can_be_read_seen_and_touched_by_everybody(phone):
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.goto(f"/recoger/{make_link().token}/")
    choose(phone, "Una o dos frases")
    assert violations(phone) == []
    phone.reload()
    found = []
    for answer in ("Una historia que me pasó", None, None, None, None, None, None, *["Sí"] * 3):
        found += violations(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for name, words in {"words": WORDS, "name": "Rosa Quispe"}.items():
            if phone.locator(f"[name={name}]").is_visible():
                phone.locator(f"[name={name}]").fill(words)
        choose(phone, answer) if answer else go_on(phone)
    for answer in ("Mi nombre completo", "Sí", "Un año", "No"):
        choose(phone, answer)
        found += violations(phone)
    go_on(phone)
    for way in ("Firmar con el dedo", "Grabar mi voz", "Escribir mi nombre, con testigo"):
        phone.get_by_text(way, exact=True).click()
        found += violations(phone)
    phone.get_by_label("Tu nombre, como firma").fill("Rosa Quispe")
    phone.get_by_label("Nombre de quien está contigo").fill("Luz Paredes")
    phone.get_by_role("button", name="Sí, enviar").click()
    expect(phone.get_by_role("heading", name="Gracias. Ya llegó.")).to_be_visible()
    assert found + violations(phone) == []


def test_the_page_without_a_script_and_the_closed_one_can_be_used_by_everybody(phone, settings):
    context = phone.context.browser.new_context(locale="es", viewport=PHONE, bypass_csp=True)
    page = context.new_page()
    page.route("**/capture/capture.js", lambda route: route.abort())
    page.goto(f"{settings.BASE_URL}/recoger/{make_link().token}/")
    expect(page.get_by_label("Nombre de quien está contigo")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{settings.BASE_URL}/recoger/{make_link(closed_at=timezone.now()).token}/")
    assert violations(page) == []
    context.close()
