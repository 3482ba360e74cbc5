"""A person's own page on an old phone: no script, a small screen, everything reachable and readable."""

from __future__ import annotations

import pytest

from cms.models import Consent, Item, TakeBack
from cms.people.portal_link import link_of, new_link
from media.models import Brand
from tests.axe import violations
from tests.factories import make_consent, make_contributor, make_quote, make_testimony

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 390, 1280)
LARGEST = 12_000


@pytest.fixture
def rosa(admin, noticeboard):
    Brand.objects.create(contact_email="escribenos@example.org", legal_name="Asociación Semillas")
    contributor = make_contributor("Rosa Huamán Quispe", first_name="Rosa")
    consent = make_consent(contributor, is_minor=True)
    quote = make_quote("Sembramos de noche para que nadie lo supiera.", consent=consent)
    noticeboard.put_up(quote.item, "board:1", url="https://social.example/publicaciones/1", is_pending=True)
    make_testimony(consent=consent)
    new_link(contributor, admin)
    return contributor


@pytest.fixture
def phone(page, live_server, settings, tmp_path):
    """A tab without JavaScript, as wide as a phone."""
    settings.VAR = tmp_path
    context = page.context.browser.new_context(
        base_url=live_server.url, locale="es", viewport={"width": 390, "height": 700}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_words_are_taken_back_on_a_phone_without_script(phone, rosa):
    phone.goto(link_of(rosa))
    assert phone.title() == "Mi página"
    phone.locator("section", has_text="Sembramos de noche").get_by_role("link", name="Retirar estas palabras").click()
    assert "Aviso board:1" in phone.locator("main").inner_text()
    phone.get_by_role("button", name="Sí, retirarlas").click()
    assert phone.locator("h1").inner_text() == "Tus palabras se retiraron"
    assert "En camino" in phone.locator("main").inner_text()
    assert Item.objects.filter(withdrawn_at__isnull=False).count() == 1
    assert TakeBack.objects.get().by_the_person
    phone.get_by_role("link", name="Volver a mi página").click()
    assert "Sembramos de noche" not in phone.locator("main").inner_text()
    assert "Tus constancias" in phone.locator("main").inner_text()


def test_less_is_allowed_on_a_phone_without_script(phone, rosa):
    phone.goto(link_of(rosa))
    phone.get_by_role("link", name="Permitir menos").click()
    phone.get_by_label("Las redes sociales").uncheck()
    phone.get_by_label("Solo con mi nombre, sin apellidos").check()
    phone.get_by_role("button", name="Seguir").click()
    assert "Aviso board:1" in phone.locator("main").inner_text()
    phone.get_by_role("button", name="Sí, permitir solo esto").click()
    assert phone.locator("h1").inner_text() == "Tus palabras están ahora en menos lugares"
    terms = Consent.objects.get().current_terms
    assert (terms.allows_social, terms.allows_web, terms.credit, terms.how) == (False, True, "first_name", "own_page")
    assert terms.is_minor


def steps(page, rosa):
    """Every page there is, one after the other, the last with its receipt."""
    link = link_of(rosa)
    yield page.goto(link)
    page.get_by_role("link", name="Retirar estas palabras").first.click()
    yield page
    page.goto(link)
    page.get_by_role("link", name="Retirar todo lo mío").click()
    yield page
    page.goto(link)
    page.get_by_role("link", name="Permitir menos").click()
    yield page
    page.get_by_role("button", name="Seguir").click()  # nothing was changed: it says so
    yield page
    page.get_by_label("El lugar").uncheck()
    page.get_by_role("button", name="Seguir").click()
    yield page
    page.get_by_role("button", name="Sí, permitir solo esto").click()
    yield page
    page.goto(link)
    yield page
    page.goto(link.replace("/mi-pagina/", "/mi-pagina/x"))
    yield page


def test_everybody_can_use_every_page_at_every_width(page, rosa, settings, tmp_path):
    settings.VAR = tmp_path
    for step in steps(page, rosa):
        assert step
        assert len(page.content()) < LARGEST
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []
            for button in page.locator(".button, .leave").all():
                assert button.bounding_box()["height"] >= 44


def test_the_checker_sees_what_is_wrong(page, live_server):
    page.goto("/healthy")
    page.set_content("<p style='color: #ddd; background: #fff'>Apenas se lee</p><img src='/x.png'>")
    assert {violation.split(":")[0] for violation in violations(page)} >= {"color-contrast", "image-alt"}
