"""What every supported Python has to do: start with the sample, and run the code that depends on its version most."""

from __future__ import annotations

import signal
import urllib.request
from io import BytesIO

import css_inline
import mjml
import pytest
from PIL import Image

from cms.harvest.reading.read_file import read
from media.cards import SQUARE, CardContent, Theme, draw_card
from tests.cms.harvest.formats.made_pdfs import pdf
from tests.cms.harvest.reports import SAMPLE
from tests.installation import is_silent, log_in, open_to_others, password_shown

pytestmark = pytest.mark.smoke


@pytest.mark.processes
def test_the_first_start_of_a_newcomer(empty_installation):
    """It shows the sample, an address, a user and a password that work, keeps all to itself, and stops cleanly."""
    process = empty_installation.start(SAMPLE="true")
    said = empty_installation.said()
    assert f"http://127.0.0.1:{empty_installation.port}/admin/" in said
    assert log_in(empty_installation, password_shown(said)).url.path == "/admin/"
    with urllib.request.urlopen(f"http://127.0.0.1:{empty_installation.port}/es/", timeout=60) as answer:
        page = answer.read().decode()
    [(items,)] = empty_installation.rows("SELECT count(*) FROM cms_item")
    assert items > 20
    assert "Cosecha" in page
    assert any((empty_installation.folder / "uploads").rglob("*.jpg"))
    assert open_to_others(empty_installation.folder) == []

    second = empty_installation.run("start")
    assert second.returncode == 1
    assert "ya está funcionando en esta carpeta" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1

    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0, empty_installation.said()
    assert empty_installation.said().rstrip().endswith("Cosecha se detuvo.")
    assert "Traceback" not in empty_installation.said()
    assert is_silent(empty_installation.port)


def test_a_pdf_is_read_in_a_process_of_its_own():
    text = " ".join(block.text for block in read(pdf(SAMPLE.read_text(encoding="utf-8"), "A5"), "informe.pdf"))
    assert "Sabina Choque" in text


def test_a_card_is_drawn():
    theme = Theme("Cosecha", paper="#FBF7EF", ink="#1D2521", primary="#1F5F4A", accent="#E8A33D")
    content = CardContent("quote", "El agua no se negocia.", "Rosa", "Agua", footer="example.org")
    card = draw_card(content, SQUARE, theme)
    assert Image.open(BytesIO(card)).size == (SQUARE.width, SQUARE.height)


def test_mjml_becomes_html_with_its_styles_inlined():
    source = "<mjml><mj-body><mj-section><mj-column><mj-text>Hola</mj-text></mj-column></mj-section></mj-body></mjml>"
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
    assert 'style="' in inliner.inline(mjml.mjml2html(source))
