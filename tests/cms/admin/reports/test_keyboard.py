"""The whole harvest without a mouse, in a real browser: from the file to a draft that lacks nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cms.models import Consent, Contributor, Learning, Passage, Quote, Report
from tests.axe import violations
from tests.factories import make_consent, make_contributor, make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """# Memoria

# Voces

«Vino el agua y nadie la llamó. Se fue el sol y lo lloramos.» — Rosa Quispe, lideresa

«Aprendí a leer con las actas de la comunidad.» — Ana Mamani, secretaria

# Propuestas

- Escuchar antes de proponer ahorra meses de trabajo.

- Caminar más despacio deja ver el agua.

# Compromisos

Volver en octubre con las actas traducidas al quechua.
"""


@pytest.fixture
def report(admin_page) -> Report:
    """Brought in without the mouse, but for the file."""
    page = admin_page
    page.goto("/admin/harvest/new/")
    file = {"name": "informe.md", "mimeType": "text/markdown", "buffer": TEXT.encode()}
    page.set_input_files("input[name=file]", file)
    page.locator("select[name=workshop]").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Cosechar")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_contain_text("pasajes por revisar")
    return Report.objects.get()


def card(page, passage) -> object:
    return page.locator(f"#p{passage.pk}")


def go_to(page, passage) -> None:
    """With J or K, as a person would who looks at the screen."""
    for _press in range(20):
        here = page.evaluate("document.activeElement.id")
        if here == f"p{passage.pk}":
            return
        order = page.evaluate("[...document.querySelectorAll('[data-passage]')].map(card => card.id)")
        page.keyboard.press("j" if order.index(here) < order.index(f"p{passage.pk}") else "k")
    raise AssertionError(f"{passage.pk} was not reached")


def decided(page, passage, state: str) -> None:
    expect(card(page, passage)).to_have_attribute("data-state", state)
    assert page.evaluate("document.activeElement !== document.body"), "the focus was lost"


def test_from_the_file_to_drafts_that_lack_nothing(admin_page, report):
    page = admin_page
    rosa, ana = report.passages.filter(kind="quote").order_by("position")
    first, second = report.passages.filter(kind="learning").order_by("position")
    promise = report.passages.get(kind="commitment")
    known = make_consent(make_contributor("Ana Mamani Flores", organisation=make_organisation("Sumaq Allpa")))
    expect(card(page, rosa)).to_be_focused()

    # Divide what Rosa said, think better of it, and divide it again.
    page.keyboard.press("d")
    expect(card(page, rosa).locator(".gap:focus")).to_have_count(1)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(card(page, rosa).locator(".gap:focus")).to_have_class("gap is-sentence")
    page.keyboard.press("Enter")
    expect(card(page, rosa).locator("blockquote")).to_have_text("Vino el agua y nadie la llamó.")
    expect(card(page, rosa)).to_be_focused()
    expect(page.locator(".review__heard")).to_contain_text("quedó dividido en dos")
    page.keyboard.press("u")
    expect(card(page, rosa).locator("blockquote")).to_contain_text("Se fue el sol")
    page.keyboard.press("d")
    expect(card(page, rosa).locator(".gap:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("article.passage.kind-quote")).to_have_count(3)

    # A new person with a new consent; the second part is hers too, by one key.
    page.keyboard.press("w")
    expect(card(page, rosa).locator("input[type=search]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card(page, rosa).locator(".people__new")).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page, rosa).locator("input[name=new_name]")).to_be_focused()
    expect(card(page, rosa).locator("input[name=new_name]")).to_have_value("Rosa Quispe")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Red Warmi")
    card(page, rosa).locator("input[name=consent][value=new]").focus()
    card(page, rosa).locator("input[name=terms-uses][value=web]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(card(page, rosa).locator(".whose__allows")).to_contain_text("Puede salir en: sitio web.")
    expect(card(page, rosa)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("article.is-current .whose__who")).to_contain_text("Rosa Quispe")
    expect(page.locator("article.is-current .whose__allows")).to_contain_text("sitio web")

    # Accept both; Ana is found by her organisation, and her consent is chosen for her.
    page.keyboard.press("k")
    page.keyboard.press("a")
    decided(page, rosa, "accepted")
    page.keyboard.press("a")
    expect(card(page, ana)).to_be_focused()
    page.keyboard.press("w")
    search = card(page, ana).locator("input[type=search]")
    expect(search).to_be_focused()
    search.press("Control+a")
    page.keyboard.type("sumaq")
    expect(card(page, ana).locator(".people li").first).to_contain_text("Ana Mamani Flores")
    page.keyboard.press("Enter")
    expect(card(page, ana).locator(f"input[name=consent][value='{known.pk}']")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(card(page, ana).locator(".whose__who")).to_contain_text("Sumaq Allpa")
    page.keyboard.press("a")
    decided(page, ana, "accepted")

    # Join two learnings, edit, and accept what they became.
    go_to(page, first)
    page.keyboard.press("m")
    expect(card(page, second)).to_have_count(0)
    expect(card(page, first)).to_contain_text("Caminar más despacio")
    page.keyboard.press("e")
    expect(card(page, first).locator("textarea")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Escuchar y caminar despacio.")
    page.keyboard.press("Control+Enter")
    decided(page, first, "accepted")

    # A commitment is something else after all: by its number, then from the menu, then left out, and undone.
    go_to(page, promise)
    page.keyboard.press("1")
    expect(card(page, promise)).to_contain_text("Cita")
    page.keyboard.press("t")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(card(page, promise)).to_contain_text("Nada que guardar")
    expect(card(page, promise)).to_be_focused()
    page.keyboard.press("s")
    decided(page, promise, "skipped")
    expect(page.locator("#progress")).to_contain_text("Todo está decidido")
    expect(page.locator("#progress")).to_be_focused()
    card(page, promise).focus()
    page.keyboard.press("u")
    decided(page, promise, "pending")

    assert set(Quote.objects.values_list("text", "item__contributor__full_name")) == {
        ("Vino el agua y nadie la llamó.", "Rosa Quispe"),
        ("Se fue el sol y lo lloramos.", "Rosa Quispe"),
        ("Aprendí a leer con las actas de la comunidad.", "Ana Mamani Flores"),
    }
    assert not Quote.objects.filter(item__consent=None).exists()
    assert Learning.objects.get().summary == "Escuchar y caminar despacio."
    assert Contributor.objects.get(full_name="Rosa Quispe").organisation.name == "Red Warmi"
    assert Consent.objects.get(contributor__full_name="Rosa Quispe").current_terms.allows_web
    text = " ".join(line.removeprefix("- ") for line in TEXT.splitlines() if not line.startswith("#"))
    words = " ".join(Passage.objects.order_by("position", "part").values_list("text", flat=True))
    assert words.split() == text.split()


def test_help_is_there_at_a_key_and_the_focus_comes_back(admin_page, report):
    page = admin_page
    first = report.passages.get(position=1)
    expect(card(page, first)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("dividirlo en dos")
    page.keyboard.press("Escape")
    expect(card(page, first)).to_be_focused()
    for key, inside in (("e", "textarea"), ("d", ".gap"), ("w", "input[type=search]"), ("t", "[role=menuitem]")):
        page.keyboard.press(key)
        expect(card(page, first).locator(f"{inside}:focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(card(page, first)).to_be_focused()


def test_what_a_colleague_decided_meanwhile_is_told_where_it_was_asked_for(admin_page, report, admin):
    from cms.harvest.review.decide import skip_passage

    page = admin_page
    first = report.passages.get(position=1)
    expect(card(page, first)).to_be_focused()
    skip_passage(first, admin)
    page.keyboard.press("a")
    expect(card(page, first).locator(".passage__refused")).to_contain_text("ya se decidió")
    expect(card(page, first)).to_be_focused()
    expect(card(page, first)).to_have_attribute("data-state", "skipped")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_nobody_is_kept_out_of_the_review_with_any_panel_open(admin_page, report, admin, size):
    from cms.harvest.review.decide import accept_passage, skip_passage

    page = admin_page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    quotes = list(report.passages.filter(kind="quote"))
    consent = make_consent(make_contributor("Ana Mamani"))
    accept_passage(quotes[0], admin)
    skip_passage(report.passages.get(kind="commitment"), admin)
    address = f"/admin/harvest/{report.pk}/review/"
    key = quotes[1].pk
    for query in (
        "",
        f"?edit={key}",
        f"?split={key}",
        f"?whose={key}",
        f"?whose={key}&contributor={consent.contributor_id}",
        f"?whose={key}&contributor=new",
        "?state=lacking",
    ):
        page.goto(address + query)
        expect(page.locator("article.is-current")).to_have_count(1)
        # What lies half under the frame's own header counts as too small a target. To take the focus is the last thing
        # that scrolls a page when it opens; it scrolls smoothly, which a jump ends.
        page.wait_for_function("document.activeElement !== document.body")
        page.evaluate("document.querySelector('main').scrollTo({ top: 0, behavior: 'instant' })")
        assert ours(violations(page)) == [], query
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), query
    page.goto(address)
    page.locator("article.is-pending [data-kinds]").first.click()
    assert ours(violations(page)) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert ours(violations(page)) == []


def ours(found: list[str]) -> list[str]:
    """What is wrong inside our own regions: the frame around them is Wagtail's."""
    marks = ("passage", "review", "outline", "chip", "whose", "people", "quiet", "gap", "section", "choice", "kinds")
    frame = ("page-has-heading-one", "landmark-one-main", "region:")
    return [line for line in found if any(mark in line for mark in marks) and not line.startswith(frame)]
