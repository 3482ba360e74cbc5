"""What the admin looks like to somebody who works on a phone or by keyboard, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from playwright.sync_api import expect
from wagtail.admin.menu import admin_menu
from wagtail.documents import get_document_model

from cms.models import Contributor
from cms.withdrawal.withdraw import withdraw_contributor
from newsletter.models import Audience, Suppression
from newsletter.subscribers.suppressions import suppress_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
WIDE_THINGS = """() => {
    const apart = ".w-sr-only, .w-breadcrumbs, .bulk-actions-choices";
    const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(apart);
    const name = (e) => `${e.tagName.toLowerCase()}.${e.className} “${e.textContent.trim().slice(0, 30)}”`;
    return [...document.querySelectorAll("main *")].filter(seen).filter((e) => {
        const box = e.getBoundingClientRect();
        const scrolls = /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
        return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1 || scrolls);
    }).map(name);
}"""
GLUED = """() => {
    const main = document.querySelector("main"), header = main?.querySelector("header");
    if (!header) return [];
    const below = header.getBoundingClientRect().bottom, range = document.createRange();
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), wrong = [];
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (header.contains(text) || !text.textContent.trim() || !text.parentElement.checkVisibility()) continue;
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect(), gap = box.top - below;
        if (box.width > 1 && gap > -30 && gap < 8) wrong.push(text.textContent.trim().slice(0, 30));
    }
    return wrong.map((what) => `“${what}” is glued to the header`);
}"""
UNREACHABLE = """() => [...document.querySelectorAll("table.listing > tbody > tr")].flatMap((row) => {
    const wrong = [], cells = [...row.cells].filter((cell) => cell.checkVisibility());
    const title = cells.find((cell) => cell.dataset.part === "title");
    if (!title || title.getBoundingClientRect().width < 270) wrong.push("its title has no room");
    for (const cell of cells) {
        const before = getComputedStyle(cell, "::before").content;
        const says = !/^(none|""|normal)$/.test(before);
        if (cell.dataset.part === "line" && !says) wrong.push(`does not say what is “${cell.textContent.trim()}”`);
    }
    for (const control of row.querySelectorAll("td[data-part=check] input, .actions button")) {
        const box = control.getBoundingClientRect(), isFaint = Number(getComputedStyle(control).opacity) < 1;
        if (isFaint || box.left < 0 || box.right > innerWidth) wrong.push("has a control that nobody sees");
    }
    return wrong.map((what) => `${row.textContent.trim().slice(0, 30)}… ${what}`);
})"""
SCRIPTS = (WIDE_THINGS, UNREACHABLE, GLUED)


@pytest.fixture
def admin(sample: Any) -> Any:
    """The newcomer who loaded the sample."""
    return sample


@pytest.fixture
def lived_in(admin: Any) -> Any:
    """A house in which every list has something."""
    withdraw_contributor(Contributor.objects.first(), admin, "Ya no quiere aparecer")
    suppress_address("nadie@example.org", Audience.objects.first(), Suppression.Reason.ASKED, admin)
    get_document_model().objects.create(title="Lista de asistencia", file=ContentFile(b"Rosa", name="lista.txt"))
    return admin


def pages_of_the_menu(user: Any) -> Iterator[str]:
    """Every address that the menu leads to, those that somebody adds later included."""
    request = RequestFactory().get("/admin/")
    request.user = user

    def walk(menu: Any) -> Iterator[str]:
        for item in menu.menu_items_for_request(request):
            submenu = getattr(item, "menu", None)
            yield from walk(submenu) if submenu else [str(item.url)]

    return walk(admin_menu)


def test_on_a_phone_nothing_of_any_page_of_the_menu_is_cut_or_out_of_reach(admin_page, lived_in):
    admin_page.set_viewport_size(PHONE)
    wrong, lists = [], 0
    for address in [*pages_of_the_menu(lived_in), "/admin/images/?layout=list"]:
        if not address.startswith("/admin/"):
            continue
        admin_page.goto(address)
        lists += admin_page.locator("table.listing > tbody > tr").count() > 0
        wrong += [(address, what) for script in SCRIPTS for what in admin_page.evaluate(script)]
    assert wrong == []
    assert lists > 15


def test_a_list_that_a_search_brought_says_what_is_what_too(admin_page, lived_in):
    admin_page.set_viewport_size(PHONE)
    admin_page.goto("/admin/subscribers/")
    admin_page.locator("#id_q").fill("lectora007")
    admin_page.get_by_text("1 coincidencia").wait_for()

    assert admin_page.locator("table.listing tbody td").nth(1).get_attribute("data-label") == "Nombre"
    assert admin_page.evaluate(UNREACHABLE) == []


def test_a_title_has_room_and_its_menu_stands_beside_it(admin_page, lived_in):
    admin_page.goto("/admin/snippets/cms/quote/")
    title = admin_page.locator("table.listing tbody .title").first.bounding_box()
    menu = admin_page.locator("table.listing tbody .title .actions").first.bounding_box()
    words = admin_page.locator("table.listing tbody .title-wrapper").first.bounding_box()
    assert title["width"] > 370
    assert menu["y"] < words["y"] + words["height"] / 2
    assert menu["x"] >= words["x"] + words["width"]


def test_a_file_is_chosen_by_a_button_in_spanish_with_the_keyboard_or_by_dropping_it(admin_page, tmp_path):
    report = tmp_path / "memoria-del-taller.md"
    report.write_text("# Taller\n\n> El agua no espera.\n")
    admin_page.on("filechooser", lambda chooser: None)  # from the start, so that no key comes before somebody listens
    admin_page.goto("/admin/harvest/new/")
    zone, field = admin_page.locator(".harvest__drop"), admin_page.get_by_label("Elige el archivo")
    assert zone.get_by_text("Elegir un archivo").is_visible()

    field.focus()
    expect(field).to_be_focused()
    with admin_page.expect_file_chooser() as asked:
        admin_page.keyboard.press("Enter")
    asked.value.set_files(report)
    zone.get_by_text("memoria-del-taller.md").wait_for()

    admin_page.reload()
    dropped = admin_page.evaluate_handle(
        """() => { const data = new DataTransfer();
            data.items.add(new File(["# Taller"], "soltado.md", { type: "text/markdown" })); return data; }"""
    )
    corner = zone.bounding_box()
    at_the_corner = admin_page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).id", [corner["x"] + 9, corner["y"] + 9]
    )
    assert at_the_corner == field.get_attribute("id")  # so the browser takes what is dropped anywhere in the zone
    admin_page.evaluate(
        """([id, data]) => { const field = document.getElementById(id); field.files = data.files;
            field.dispatchEvent(new Event("change", { bubbles: true })); }""",
        [at_the_corner, dropped],
    )
    zone.get_by_text("soltado.md").wait_for()
