"""The email that readers get."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.text import wrap_lines
from cms.models import Contributor, Credit
from cms.public.items.item_urls import address_of
from newsletter.blocks.merge_tags import SLOT, slot
from newsletter.frozen_renderings import edition_digest, freeze_renderings
from newsletter.rendering import render_edition
from tests.factories import add_terms, make_consent, make_learning, make_quote, make_testimony, make_topic

pytestmark = pytest.mark.django_db

HELLO = {"es": "Hola a **todas**.", "en": "Hello **all**.", "fr": "", "nl": ""}


def test_both_parts_carry_the_words_and_every_way_out(make_edition):
    quote = make_quote("El agua no espera.", topics=(make_topic("Agua"),))
    rendered = render_edition(make_edition(("introduction", HELLO), ("quotes", [quote])), "es")
    for part in (rendered.html, rendered.text):
        assert "El agua no espera." in part
        for name in ("unsubscribe_url", "web_url", "preferences_url", "subscribed_since"):
            assert slot(name) in part
    assert "<strong>todas</strong>" in rendered.html
    assert "todas" in rendered.text
    assert "<" not in rendered.text
    assert "**" not in rendered.text


def test_each_language_reads_its_own_words_and_marks_those_that_are_not(make_edition):
    quote = make_quote("El agua no espera.")
    make_quote("Water does not wait.", language="en", translation_of=quote)
    edition = make_edition(("introduction", HELLO), ("quotes", [quote]), subjects={"en": "November"})
    english, french = render_edition(edition, "en"), render_edition(edition, "fr")
    assert english.subject == "November"
    assert "Water does not wait." in english.html
    assert "Hello" in english.text
    assert french.subject == "Noviembre"
    assert re.search(r'<blockquote[^>]*lang="es"[^>]*>«El agua no espera\.»', french.html)
    assert "En espagnol" in french.html
    assert "En espagnol" in french.text
    assert "In English" not in english.html


@pytest.mark.parametrize("language", settings.READER_LANGUAGES)
def test_it_is_accessible_where_nearly_all_email_is_not(make_edition, language):
    edition = make_edition(("introduction", HELLO), ("testimony", make_testimony()), ("learnings", [make_learning()]))
    html = render_edition(edition, language).html
    assert f'<html lang="{language}" dir="ltr"' in html
    assert re.search(rf'role="article"[^>]*lang="{language}"', html)
    assert "<title>Noviembre</title>" in html
    assert html.count("<h1") == 1
    assert all('role="presentation"' in table for table in re.findall(r"<table[^>]*>", html))
    assert all("alt=" in image for image in re.findall(r"<img[^>]*>", html))
    assert 'content="light dark"' in html
    assert "prefers-color-scheme" in html
    sizes = [int(size) for size in re.findall(r"font-size: ?(\d+)px", html.split("<body")[1]) if int(size) > 1]
    assert min(size for size in sizes if size) >= 13  # 13: MJML's own for the words of an image that did not load


def test_words_of_content_are_never_read_as_code(make_edition):
    quote = make_quote('<script>alert(1)</script> & {{unsubscribe_url}} {% now "Y" %} </mj-text>')
    edition = make_edition(("quotes", [quote]), subject="Uno & <dos>")
    rendered = render_edition(edition, "es")
    assert "<script" not in rendered.html
    assert rendered.subject == "Uno & <dos>"
    assert rendered.html.count("{{unsubscribe_url}}") == rendered.text.count("{{unsubscribe_url}}") == 1
    assert SLOT.findall(rendered.html).count("unsubscribe_url") == 1
    assert "{% now" in rendered.text


def test_opening_it_tells_nobody_else(make_edition):
    html = render_edition(make_edition(("introduction", HELLO), ("learnings", [make_learning()])), "es").html
    assert not re.findall(r"<link|@import|url\(|<script|fonts\.g", html)


def test_a_subject_cannot_smuggle_in_a_header(make_edition):
    assert render_edition(make_edition(subject="Hola\r\nBcc: x@example.org"), "es").subject == "Hola Bcc: x@example.org"


def test_an_item_no_longer_cleared_is_left_out_and_changes_the_digest(make_edition):
    quote, other = make_quote("El agua no espera."), make_quote("Aquí seguimos.")
    edition = make_edition(("quotes", [quote, other]))
    before = edition_digest(edition)
    assert edition_digest(edition) == before
    add_terms(quote.item.consent, allows_newsletter=False)
    assert "El agua no espera." not in render_edition(edition, "es").html
    assert "Aquí seguimos." in render_edition(edition, "es").html
    assert edition_digest(edition) != before


def test_the_heading_of_an_empty_section_is_left_out(make_edition):
    quote = make_quote("El agua no espera.")
    edition = make_edition(("quotes", [quote]))
    add_terms(quote.item.consent, is_withdrawal=True)
    assert "En sus palabras" not in render_edition(edition, "es").html


def test_a_person_is_named_as_they_allowed(make_edition):
    person = Contributor.objects.create(full_name="Rosa Huamán Tito", first_name="Rosa")
    quote = make_quote("El agua no espera.", consent=make_consent(person, credit=Credit.FIRST_NAME))
    rendered = render_edition(make_edition(("quotes", [quote])), "es")
    assert "— Rosa" in rendered.text
    assert "Huamán" not in rendered.html + rendered.text


def test_what_the_website_may_not_show_has_no_link_that_would_lead_nowhere(make_edition, image):
    consent = make_consent(allows_web=False)
    quote, testimony = make_quote(consent=consent), make_testimony(photo=image, consent=consent)
    learning = make_learning(voice="person", consent=consent)
    rendered = render_edition(
        make_edition(("testimony", testimony), ("learnings", [learning]), ("quotes", [quote])), "es"
    )
    assert quote.text in rendered.text
    for content in (quote, testimony, learning):
        address = address_of(content)
        assert f'href="{address}"' not in rendered.html
        assert address not in rendered.text


def test_the_photo_is_shown_only_where_the_face_may_be(make_edition, image):
    shown = make_testimony("Con foto", photo=image)
    hidden = make_testimony("Sin foto", photo=image, consent=make_consent(shows_face=False))
    assert ".jpg" in render_edition(make_edition(("testimony", shown)), "es").html
    html = render_edition(make_edition(("testimony", hidden)), "es").html
    assert "Sin foto" in html
    assert "<img" not in html


def test_more_items_ask_no_more_of_the_database(make_edition):
    def queries(count: int) -> int:
        edition = make_edition(
            ("quotes", [make_quote() for _ in range(count)]), ("learnings", [make_learning() for _ in range(count)])
        )
        render_edition(edition, "es")
        with CaptureQueriesContext(connection) as captured:
            render_edition(edition, "es")
        return len(captured)

    assert queries(2) == queries(6)


def test_freezing_twice_keeps_the_rows_that_did_not_change(make_edition):
    edition = make_edition(("introduction", HELLO))
    first = freeze_renderings(edition)
    assert set(first) == set(settings.READER_LANGUAGES)
    edition.subjects = {"en": "Changed"}
    second = freeze_renderings(edition)
    assert second["es"] == first["es"]
    assert second["en"] != first["en"]
    assert second["en"].subject == "Changed"


def test_the_text_part_has_short_lines_and_whole_addresses():
    address = "https://example.org/" + "a" * 90
    lines = wrap_lines(f"{'palabra ' * 30}\n{address}\n\n\n\nfin").split("\n")
    assert all(len(line) <= 76 for line in lines if line != address)
    assert address in lines
    assert "\n\n\n" not in "\n".join(lines)
