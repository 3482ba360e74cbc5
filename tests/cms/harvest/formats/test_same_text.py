"""A report gives the same passages whatever file it comes in: the real one, and the product's own sample."""

from __future__ import annotations

import markdown
import pytest
from playwright.sync_api import Page

from cms.harvest.formats import docx, odt, pdf
from cms.harvest.reading import passages
from cms.harvest.suggestions.suggest import suggest
from tests.cms.harvest.formats import made_pdfs
from tests.cms.harvest.reports import SAMPLE, real_report, split


@pytest.fixture(scope="module", params=["real", "sample"])
def text(request) -> str:
    return (real_report() if request.param == "real" else SAMPLE).read_text(encoding="utf-8")


def told(reading: passages.Reading) -> list[tuple]:
    """What somebody who reviews a report sees of it."""
    suggestions = suggest(reading.passages)
    return [
        (found.path, found.activity, found.marker, found.text, why.kind, why.type, why.speaker, why.topics, why.title)
        for found, why in zip(reading.passages, suggestions, strict=True)
    ]


def test_a_word_document_gives_the_same_passages(text):
    assert told(passages.split(docx.read(made_pdfs.docx(text)))) == told(split(text))


def test_an_opendocument_text_gives_the_same_passages(text):
    assert told(passages.split(odt.read(made_pdfs.odt(text)))) == told(split(text))


@pytest.mark.parametrize(("size", "columns"), [("A4", 1), ("A5", 1), ("LETTER", 1), ("A4", 2)])
def test_a_pdf_gives_the_same_passages_wherever_its_pages_break(text, size, columns):
    reading = passages.split(pdf.read(made_pdfs.pdf(text, size, columns)))
    assert told(reading) == told(split(text))
    pages = [found.page for found in reading.passages]
    assert pages == sorted(pages)
    assert pages[0] < pages[-1] > 5 or columns == 2


def test_no_header_or_page_number_is_among_what_a_pdf_says(text):
    reading = passages.split(pdf.read(made_pdfs.pdf(text)))
    assert [line.text for line in reading.left_out[:2]] == [made_pdfs.HEADER, "Página 1"]
    assert not any(made_pdfs.HEADER in found.text or "Página" in found.text for found in reading.passages)


@pytest.mark.browser
def test_a_pdf_printed_by_a_browser_gives_the_same_passages(page: Page, text, tmp_path):
    """Its lists have drawn marks, its pages the browser's own header and footer."""
    body = markdown.markdown(text)
    page.set_content(f"<!doctype html><html lang=es><meta charset=utf-8><body>{body}</body></html>")
    printed = page.pdf(format="A4", display_header_footer=True, margin={"top": "2cm", "bottom": "2cm"})
    assert told(passages.split(pdf.read(printed))) == told(split(text))
