"""From lines on pages to paragraphs: pure, on plain values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cms.harvest.formats.pdf_layout.lines import PdfPage, TextLine, width_of
from cms.harvest.formats.pdf_layout.page_text import blocks_of_pages
from cms.harvest.reading.blocks import Block, LeftOut, Shape

DAYS = ("Domingo", "Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Ayer", "Hoy")
FULL = "y la asamblea de la comunidad volvió a reunirse junto al canal de riego para hablar"


def line(text: str, y: float, x: float = 60, size: float = 11, *, is_bold: bool = False, look: str = "") -> TextLine:
    return TextLine(text, x, y, size, x + width_of(text) * size, is_bold, look)


def page(*lines: TextLine, number: int = 1) -> PdfPage:
    return PdfPage(number, 842, lines)


def column(*texts: str, top: float = 700, x: float = 60, leading: float = 14) -> list[TextLine]:
    """Lines below one another."""
    return [line(text, top - leading * place, x) for place, text in enumerate(texts)]


def said(*pages: PdfPage) -> list[str]:
    return [block.text for block in blocks_of_pages(pages) if not block.left_out]


def left_out(*pages: PdfPage) -> list[tuple[str, LeftOut]]:
    return [(block.text, block.left_out) for block in blocks_of_pages(pages) if block.left_out]


def test_the_lines_of_a_paragraph_are_one_and_more_space_begins_another():
    lines = [*column(FULL, "y se fue."), *column(FULL, "y volvió.", top=660)]
    assert said(page(*lines)) == [f"{FULL} y se fue.", f"{FULL} y volvió."]


def test_without_space_a_line_that_ends_early_ends_its_paragraph():
    assert said(page(*column(FULL, "y se fue.", "Volvió otra vez,", FULL))) == [
        f"{FULL} y se fue.",
        f"Volvió otra vez, {FULL}",
    ]


def test_a_word_divided_at_the_end_of_a_line_is_mended_and_a_compound_keeps_its_hyphen():
    lines = column(
        "El acuerdo de la asamblea fue socio-político y se leyó en la plaza, en quechua y caste-",
        "llano, para que la gente lo oyera y nadie dijera que no, y el acuerdo socio-",
        "político quedó.",
    )
    assert said(page(*lines)) == [
        "El acuerdo de la asamblea fue socio-político y se leyó en la plaza, en quechua y castellano, "
        "para que la gente lo oyera y nadie dijera que no, y el acuerdo socio-político quedó."
    ]


def test_headers_footers_and_page_numbers_are_told_once_and_are_in_no_paragraph():
    pages = [
        page(
            line("Memoria del taller 2026", 800, size=9),
            *column(f"{DAYS[number]} {FULL}", f"y el {DAYS[number]} se fue."),
            line(f"Página {number} de 4", 30, size=9),
            number=number,
        )
        for number in range(1, 5)
    ]
    assert left_out(*pages) == [("Memoria del taller 2026", LeftOut.RUNNING), ("Página 1 de 4", LeftOut.RUNNING)]
    assert said(*pages) == [f"{DAYS[number]} {FULL} y el {DAYS[number]} se fue." for number in range(1, 5)]


def test_titles_on_top_of_pages_are_not_headers():
    def titled(number: int, title: str) -> PdfPage:
        return page(line(title, 720, size=16), *column(f"{DAYS[number]} {FULL}", "y se fue."), number=number)

    same = [titled(number, "Resultados" if number % 3 == 0 else DAYS[number]) for number in range(1, 9)]
    assert said(*same).count("Resultados") == 2
    counted = [titled(number, f"Ficha {number}") for number in range(1, 9)]
    assert said(*counted).count("Ficha 5") == 1


def test_a_paragraph_goes_on_over_the_page_and_keeps_the_page_where_it_begins():
    pages = [page(*column(FULL, FULL)), page(*column("y así se quedó.", top=760), number=2)]
    blocks = blocks_of_pages(pages)
    assert [(block.text, block.page) for block in blocks] == [(f"{FULL} {FULL} y así se quedó.", 1)]


def test_a_note_at_the_foot_of_a_page_does_not_divide_the_paragraph_that_goes_on():
    note = line("1 Lo contó Rosa.", 100, size=8)
    pages = [page(*column(FULL, FULL), note), page(*column("y así se quedó."), number=2)]
    assert said(*pages) == [f"{FULL} {FULL} y así se quedó.", "1 Lo contó Rosa."]


def test_titles_are_as_deep_as_they_are_small():
    lines = [
        line("Resultados", 700, size=20),
        line("El agua", 660, size=14),
        *column(FULL, "y se fue.", top=630),
        line("Objetivo", 590, is_bold=True, look="azul"),
        *column(FULL, "y volvió.", top=570),
    ]
    blocks = blocks_of_pages([page(*lines)])
    assert [(block.text, block.level) for block in blocks if block.shape == Shape.HEADING] == [
        ("Resultados", 1),
        ("El agua", 2),
        ("Objetivo", 3),
    ]


def test_a_quotation_in_large_letters_is_no_title():
    lines = [line("«Yo hablo»", 700, size=20), *column(FULL, "y se fue.", top=640)]
    assert all(block.shape == Shape.PARAGRAPH for block in blocks_of_pages([page(*lines)]))


def test_a_list_is_its_entries_and_what_follows_is_none():
    lines = [
        line("• Agua que baja del cerro y llega hasta la casa de la última vecina de la comunidad y", 700, x=66),
        line("vuelve.", 686, x=78),
        line("• Tierra", 672, x=66),
        line("Después se habló.", 656),
    ]
    blocks = blocks_of_pages([page(*lines)])
    assert [(block.shape, block.text.split()[0]) for block in blocks] == [
        (Shape.BULLET, "Agua"),
        (Shape.BULLET, "Tierra"),
        (Shape.PARAGRAPH, "Después"),
    ]
    assert blocks[0].text.endswith("y vuelve.")


def test_columns_are_read_one_after_the_other_also_when_they_were_written_line_by_line():
    left = column(
        "Las mujeres de la comunidad que",
        "van a traer el agua del canal y",
        "que no vuelven hasta la noche,",
        "cuando ya nadie las espera, se",
        "sentaron.",
        leading=14,
    )
    right = column(
        "Los varones de la comunidad que",
        "no van a traer el agua nunca y",
        "que vuelven para la comida del",
        "día, cuando todo está hecho, se",
        "pararon.",
        x=320,
    )
    rows = [piece for pair in zip(left, right, strict=True) for piece in pair]
    told = said(page(*rows))
    assert [text.split()[-1] for text in told] == ["sentaron.", "pararon."]
    assert all(text.count("comunidad") == 1 for text in told)


def test_the_cells_of_a_row_are_one_line():
    rows = []
    for place, cells in enumerate((("Compromiso", "Quién"), ("Volver.", "ANPE"), ("Leer.", "Red"), ("Ir.", "CSA"))):
        rows += [line(cells[0], 700 - 24 * place), line(cells[1], 700 - 24 * place, x=300)]
    assert said(page(*rows)) == ["Compromiso · Quién", "Volver. · ANPE", "Leer. · Red", "Ir. · CSA"]


def test_a_table_of_contents_is_left_out_entry_by_entry():
    entries = column("Introducción ........ 3", "Compromisos ......... 7", "Recomendaciones ..... 9")
    told = left_out(page(*entries, *column(FULL, "y se fue.", top=600)))
    assert told == [(name, LeftOut.CONTENTS) for name in ("Introducción", "Compromisos", "Recomendaciones")]


def test_indented_paragraphs_are_told_apart_without_space_between_them():
    lines = []
    for place in range(6):
        lines += [line(f"Así {FULL}", 700 - 28 * place, x=78), line(f"y se fue {place} veces", 686 - 28 * place, x=60)]
    assert len(said(page(*lines))) == 6


def test_a_web_address_cut_at_the_end_of_a_line_is_whole():
    cut = column(
        "Los mapas se pueden descargar de la biblioteca de la red, en https://biblioteca.exam", "ple.org/mapas/agua"
    )
    assert said(page(*cut))[0].endswith("en https://biblioteca.example.org/mapas/agua")


def test_pages_that_are_pictures_are_named():
    pages = [page(*column(FULL, "y se fue.")), PdfPage(2, 842, (), is_text=False), PdfPage(3, 842, (), is_text=False)]
    assert left_out(*pages) == [("2, 3", LeftOut.IMAGE)]


SPOKEN = ["agua", "tierra", "2026", "sí", "ñandú", "dijo", "12", "Asamblea", "•", "—", "«", "fin.", "1)", "caste-"]
WORDS = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=12)
LINES = st.builds(
    line,
    WORDS.map(" ".join),
    st.integers(20, 820).map(float),
    st.sampled_from([60.0, 66.0, 78.0, 320.0]),
    st.sampled_from([8.0, 11.0, 11.0, 14.0, 20.0]),
    is_bold=st.booleans(),
)


def letters(blocks: list[Block]) -> list[str]:
    return sorted(letter for block in blocks for letter in block.full_text if letter.isalnum())


@given(st.lists(LINES, max_size=25))
def test_every_letter_of_a_page_is_in_exactly_one_block_however_it_is_laid_out(lines):
    found = blocks_of_pages([page(*lines)])
    assert letters(found) == sorted(letter for piece in lines for letter in piece.text if letter.isalnum())
