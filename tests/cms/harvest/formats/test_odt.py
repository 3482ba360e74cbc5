"""What LibreOffice writes besides plain paragraphs: none of it is lost, said twice, or taken for something else."""

from __future__ import annotations

from cms.harvest.formats import odt
from cms.harvest.reading.blocks import Block, LeftOut, Shape
from tests.cms.harvest.formats.made_pdfs import odt_of


def read(body: str) -> list[Block]:
    return odt.read(odt_of(body))


def texts(body: str) -> list[str]:
    return [block.text for block in read(body)]


def test_titles_have_their_level_also_where_only_their_style_says_it():
    """LibreOffice writes the titles of a page from the web so."""
    style = '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>'
    styles = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        f'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">{style}</office:document-styles>'
    )
    body = '<text:h text:outline-level="2">Agua</text:h><text:p text:style-name="Heading_20_1">Riego</text:p>'
    blocks = odt.read(odt_of(body, **{"styles.xml": styles}))
    assert [(block.text, block.shape, block.level) for block in blocks] == [
        ("Agua", Shape.HEADING, 2),
        ("Riego", Shape.HEADING, 1),
    ]


def test_lists_are_counted_where_they_are_and_go_on_where_they_say_so():
    def entries(style: str, *texts: str, more: str = "") -> str:
        inner = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)
        return f'<text:list text:style-name="{style}" {more}>{inner}</text:list>'

    blocks = read(
        entries("L1", "Agua")
        + entries("L2", "Mapa", "Teatro")
        + entries("L2", "Mesa", more='text:continue-numbering="true"')
    )
    assert [(block.text, block.number) for block in blocks] == [
        ("Agua", ""),
        ("Mapa", "1"),
        ("Teatro", "2"),
        ("Mesa", "3"),
    ]


def test_the_second_paragraph_of_an_entry_is_a_paragraph():
    blocks = read(
        "<text:list><text:list-item><text:p>Agua.</text:p><text:p>Y más.</text:p></text:list-item></text:list>"
    )
    assert [block.shape for block in blocks] == [Shape.BULLET, Shape.PARAGRAPH]


def test_spaces_tabs_and_breaks_are_one_space_and_those_of_the_file_are_none():
    assert texts("<text:p>Una<text:s text:c='3'/>línea\n   que<text:line-break/>sigue<text:tab/>aquí.</text:p>") == [
        "Una línea que sigue aquí."
    ]


def test_what_was_deleted_or_remarked_is_not_read():
    body = (
        "<text:tracked-changes><text:p>Borrado.</text:p></text:tracked-changes>"
        "<text:p>Se dijo<office:annotation><text:p>¿Seguro?</text:p></office:annotation>.</text:p>"
    )
    assert texts(body) == ["Se dijo."]


def test_a_note_follows_its_paragraph_and_a_text_box_is_read():
    inside = "<text:note-citation>1</text:note-citation><text:note-body><text:p>Rosa.</text:p></text:note-body>"
    note = f"<text:note>{inside}</text:note>"
    inside = "<draw:frame><draw:text-box><text:p>En un recuadro.</text:p></draw:text-box></draw:frame>"
    box = f"<text:p>{inside}Junto.</text:p>"
    assert texts(f"<text:p>Se dijo.{note}</text:p><text:p>Después.</text:p>{box}") == [
        "Se dijo.",
        "Rosa.",
        "Después.",
        "En un recuadro.",
        "Junto.",
    ]


def test_a_row_of_a_table_is_one_line():
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Volver", "ANPE"))
    assert texts(f"<table:table><table:table-row>{cells}</table:table-row></table:table>") == ["Volver · ANPE"]


def test_the_table_of_contents_is_left_out_with_its_pages():
    contents = "<text:table-of-content><text:p>Compromisos<text:tab/>7</text:p></text:table-of-content>"
    blocks = read(f"{contents}<text:p>Se dijo.</text:p>")
    assert [(block.text, block.left_out) for block in blocks] == [("Compromisos", LeftOut.CONTENTS), ("Se dijo.", None)]
