"""If this fails, a name that stands beside the text of a file for readers is not looked for."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen import canvas

from cms.harvest.formats.document_words import document_words
from cms.harvest.formats.errors import UnreadableError
from tests.media.documents.told_documents import WORDS, W, odt_parts, package, word_parts

LINK = "https://example.org/teodora"


def words_of(data: bytes, kind: str) -> list[str]:
    return document_words(data, lambda **told: None, kind=kind)[1].decode().split("\n")


def test_heads_hidden_text_descriptions_and_links_of_a_word_document_are_read_too():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Oculta</w:t></w:r></w:p>"
    parts = word_parts(hidden + '<w:drawing><wp:docPr xmlns:wp="urn:wp" id="2" descr="Foto de ella"/></w:drawing>')
    parts["word/header1.xml"] = (
        f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Teo</w:t></w:r><w:r><w:t>dora</w:t></w:r></w:p></w:hdr>'
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace("https://example.org/", LINK)
    found = words_of(package(parts), "docx")
    assert found[0] == WORDS
    assert {"Oculta", "Foto de ella", "Teodora", LINK} <= set(found)
    assert found.count(WORDS) == 1
    assert "media/image1.jpeg" not in found


def test_heads_and_descriptions_of_an_opendocument_are_read_too():
    parts = odt_parts('<draw:frame><svg:desc xmlns:svg="urn:svg">Foto de ella</svg:desc></draw:frame>')
    head = '<style:header xmlns:style="urn:style"><text:p>Teodora</text:p></style:header></office:document-styles>'
    parts["styles.xml"] = parts["styles.xml"].replace("/>", f">{head}")
    assert {WORDS, "Foto de ella", "Teodora"} <= set(words_of(package(parts), "odt"))


def test_bookmarks_and_links_of_a_pdf_are_read_too_even_of_one_without_text():
    for text in (WORDS, ""):
        buffer = io.BytesIO()
        page = canvas.Canvas(buffer)
        page.drawString(100, 700, text)
        page.linkURL(LINK, (0, 0, 50, 50))
        page.bookmarkPage("a")
        page.addOutlineEntry("Teodora", "a")
        page.save()
        assert {LINK, "Teodora"} <= set(words_of(buffer.getvalue(), "pdf"))


def test_what_cannot_be_read_at_all_is_still_refused():
    for kind in ("docx", "odt", "pdf"):
        with pytest.raises(UnreadableError):
            words_of(b"PK", kind)
