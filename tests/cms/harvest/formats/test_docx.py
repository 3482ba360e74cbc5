"""What Word writes besides plain paragraphs: none of it is lost, said twice, or taken for something else."""

from __future__ import annotations

from cms.harvest.formats import docx
from cms.harvest.reading.blocks import Block, LeftOut, Shape
from tests.cms.harvest.formats.made_pdfs import docx_of

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OTHER = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def p(text: str, properties: str = "", run: str = "") -> str:
    weight = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{weight}<w:t>{text}</w:t></w:r></w:p>"


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def read(*paragraphs: str, parts: dict[str, str] | None = None) -> list[Block]:
    return docx.read(docx_of("".join(paragraphs), **(parts or {})))


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_titles_are_known_by_their_outline_whatever_their_style_is_called():
    blocks = read(p("Agua", style("Ttulo1")), p("Riego", '<w:outlineLvl w:val="2"/>'), p("Se regó."))
    assert [(block.shape, block.level) for block in blocks] == [
        (Shape.HEADING, 1),
        (Shape.HEADING, 3),
        (Shape.PARAGRAPH, 0),
    ]


def test_a_document_without_styles_has_its_titles_by_their_size():
    large, larger = '<w:sz w:val="28"/>', '<w:sz w:val="36"/>'
    blocks = read(p("Resultados", run=larger), p("El agua", run=large), p("Se vio que falta agua en el canal."))
    assert [(block.text, block.level) for block in blocks[:2]] == [("Resultados", 1), ("El agua", 2)]


def test_a_short_bold_paragraph_may_be_a_title_and_a_bold_word_is_none():
    half = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Agua:</w:t></w:r><w:r><w:t> falta.</w:t></w:r></w:p>"
    assert [block.is_bold for block in read(p("Resultados", run="<w:b/>"), half)] == [True, False]


def test_what_was_deleted_is_gone_and_what_was_added_is_there():
    tracked = (
        "<w:p><w:r><w:t>Volver </w:t></w:r><w:del><w:r><w:delText>nunca</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>siempre</w:t></w:r></w:ins></w:p>"
    )
    assert texts(read(tracked)) == ["Volver siempre"]


def test_a_text_box_is_read_once_and_hidden_text_is_not():
    inside = f"<w:txbxContent>{p('En un recuadro.')}</w:txbxContent>"
    box = (
        f"<w:p {_OTHER}><w:r><mc:AlternateContent><mc:Choice>{inside}</mc:Choice>"
        f"<mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>Junto a él.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Oculto</w:t></w:r></w:p>"
    )
    assert texts(read(box)) == ["En un recuadro.", "Junto a él."]


def test_a_row_of_a_table_is_one_line_and_a_table_that_only_lays_out_is_read_cell_by_cell():
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    blocks = read(table(p("Volver"), p("ANPE"), p("Marzo")), table(p("Uno.") + p("Dos."), p("Tres.")))
    assert texts(blocks) == ["Volver · ANPE · Marzo", "Uno.", "Dos.", "Tres."]


def test_a_counted_list_keeps_its_numbers_and_a_list_with_marks_has_none():
    def entry(text: str, list_id: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')

    blocks = read(entry("Mapa", 2), entry("Teatro", 2), entry("Agua", 1))
    assert [(block.shape, block.number, block.text) for block in blocks] == [
        (Shape.BULLET, "1", "Mapa"),
        (Shape.BULLET, "2", "Teatro"),
        (Shape.BULLET, "", "Agua"),
    ]


def test_a_counted_title_is_a_title_with_its_number():
    blocks = read(p("Mapa", f'{style("Ttulo2")}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'))
    assert [(block.shape, block.number, block.level) for block in blocks] == [(Shape.HEADING, "1", 2)]


def test_a_footnote_follows_the_paragraph_that_leads_to_it():
    notes = f'<w:footnotes {_WORD}><w:footnote w:id="1">{p("Lo dijo Rosa.")}</w:footnote></w:footnotes>'
    noted = '<w:p><w:r><w:t>Se dijo.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    blocks = read(noted, p("Después."), parts={"word/footnotes.xml": notes})
    assert texts(blocks) == ["Se dijo.", "Lo dijo Rosa.", "Después."]


def test_a_link_keeps_its_address_unless_it_is_what_one_reads():
    relations = (
        '<Relationships><Relationship Id="a" Target="https://example.org/g"/>'
        '<Relationship Id="b" Target="https://example.org/"/></Relationships>'
    )

    def link(key: str, text: str) -> str:
        return f'<w:p {_LINKS}><w:hyperlink r:id="{key}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink></w:p>'

    links = [link("a", "la guía"), link("b", "https://example.org")]
    blocks = read(*links, parts={"word/_rels/document.xml.rels": relations})
    assert texts(blocks) == ["la guía (https://example.org/g)", "https://example.org"]


def test_the_table_of_contents_that_word_makes_is_left_out():
    entry = (
        f"<w:p><w:pPr>{style('TDC1')}</w:pPr><w:r><w:t>Compromisos</w:t></w:r>"
        "<w:r><w:tab/></w:r><w:r><w:t>7</w:t></w:r></w:p>"
    )
    blocks = read(entry, p("Compromisos", style("Ttulo1")))
    assert (blocks[0].text, blocks[0].left_out) == ("Compromisos", LeftOut.CONTENTS)
    assert blocks[1].left_out is None


def test_letters_that_mean_something_in_markdown_mean_nothing_in_word():
    assert texts(read(p("Tod*s l*s niñ*s y l_s amig_s dijeron `hola`."))) == [
        "Tod*s l*s niñ*s y l_s amig_s dijeron `hola`."
    ]
