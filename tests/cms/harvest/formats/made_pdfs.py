"""The text of a Markdown report as a Word document, an OpenDocument text and a PDF, as programs write them.

They are made from the HTML that another library makes of the Markdown, so that no reader is tested against itself.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

HEADER = "Red Warmi Yaku · Memoria"


@dataclass
class Element:
    """A paragraph with its runs: (text, whether it is bold); "\n" is a line break."""

    tag: str
    runs: list[tuple[str, bool]] = field(default_factory=list)
    is_entry: bool = False
    is_quoted: bool = False

    @property
    def level(self) -> int:
        return int(self.tag[1]) if self.tag in ("h1", "h2", "h3", "h4") else 0

    @property
    def text(self) -> str:
        return "".join(text for text, _bold in self.runs)


class _Elements(HTMLParser):
    BLOCKS = ("p", "h1", "h2", "h3", "h4", "li")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if tag == "br":
            self.found[-1].runs.append(("\n", False))
            return
        inside_entry = tag != "li" and self.open[-1:] == ["li"]
        self.open.append(tag)
        if tag in self.BLOCKS and not (inside_entry and not self.found[-1].text.strip()):
            self.found.append(Element(tag, is_entry="li" in self.open, is_quoted="blockquote" in self.open))
        elif tag in self.BLOCKS:
            self.found[-1].tag = tag

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, text: str) -> None:
        if self.found and (text.strip() or self.found[-1].text) and set(self.open) & set(self.BLOCKS):
            self.found[-1].runs.append((text.replace("\n", " "), "strong" in self.open))


def elements_of(text: str) -> list[Element]:
    """What an HTML converter finds in a Markdown text."""
    parser = _Elements()
    parser.feed(MarkdownIt().render(text))
    return [element for element in parser.found if element.text.strip()]


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts, the same bytes at any hour."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # OpenDocument says in plain letters at its beginning what it is.
            entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return target.getvalue()


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(text: str) -> bytes:
    """As a Spanish Word writes it: the ids of styles are Spanish, and the names of its own are English."""
    body = "".join(_word_paragraph(element) for element in elements_of(text))
    return docx_of(body)


def docx_of(body: str, **parts: str) -> bytes:
    """A Word document with this body, in the XML of WordprocessingML."""
    titles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Ttulo{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{40 - 4 * n}"/></w:rPr></w:style>'
        for n in (1, 2, 3, 4)
    )
    styles = (
        f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f'{titles}<w:style w:type="paragraph" w:styleId="Cita"><w:name w:val="Quote"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="TDC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/></w:style>'
        "</w:styles>"
    )
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>'
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": document,
            "word/styles.xml": styles,
            "word/numbering.xml": numbering,
            "word/header1.xml": f"<w:hdr {_W}><w:p><w:r><w:t>{HEADER}</w:t></w:r></w:p></w:hdr>",
            **parts,
        }
    )


def _word_paragraph(element: Element) -> str:
    style = f"Ttulo{element.level}" if element.level else "Cita" if element.is_quoted else ""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if element.is_entry else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(_word_run(*run) for run in element.runs)}</w:p>"


def _word_run(text: str, is_bold: bool) -> str:
    # Word cuts its text where somebody paused: a reader must not see that.
    middle = len(text) // 2
    parts = [text[:middle], text[middle:]]
    weight = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    inner = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts] if text != "\n" else ["<w:br/>"]
    return "".join(f"<w:r>{weight}{part}</w:r>" for part in inner)


# ── OpenDocument ────────────────────────────────────────────────────────────────────────────────────────────────────

_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("table", "table"),
        ("draw", "drawing"),
        ("manifest", "manifest"),
    )
)


def odt(text: str) -> bytes:
    """As LibreOffice writes it: what somebody set by hand is in styles of its own making."""
    return odt_of("".join(_open_paragraph(element) for element in elements_of(text)))


def odt_of(body: str, **parts: str) -> bytes:
    """An OpenDocument text with this body."""
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        "</text:list-style>"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF}><office:automatic-styles>{automatic}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f'<office:document-styles {_ODF}><office:styles><style:style style:name="Standard" style:family="paragraph"/>'
        '<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"/>'
        "</office:styles></office:document-styles>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = f'<manifest:manifest {_ODF}><manifest:file-entry manifest:full-path="/"/></manifest:manifest>'
    return package(
        {"mimetype": kind, "content.xml": content, "styles.xml": styles, "META-INF/manifest.xml": manifest, **parts}
    )


def _open_paragraph(element: Element) -> str:
    inner = "".join(_open_run(*run) for run in element.runs)
    if element.level:
        paragraph = f'<text:h text:outline-level="{element.level}">{inner}</text:h>'
    else:
        paragraph = f'<text:p text:style-name="{"P1" if element.is_quoted else "Standard"}">{inner}</text:p>'
    entry = f'<text:list text:style-name="L1"><text:list-item>{paragraph}</text:list-item></text:list>'
    return entry if element.is_entry else paragraph


def _open_run(text: str, is_bold: bool) -> str:
    if text == "\n":
        return "<text:line-break/>"
    # Spaces at the ends are written out, for others read as one.
    inner = escape(text).replace("  ", " <text:s/>")
    return f'<text:span text:style-name="T1">{inner}</text:span>' if is_bold else inner


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def pdf(text: str, size: str = "A4", columns: int = 1) -> bytes:
    """Laid out on pages, with a header and numbered feet."""
    from reportlab.lib import pagesizes
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    width, height = getattr(pagesizes, size)

    def furniture(canvas, document) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(2 * cm, height - 1.4 * cm, HEADER)
        canvas.drawCentredString(width / 2, 1.2 * cm, f"Página {document.page}")

    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
    entry = ParagraphStyle("entry", body, leftIndent=18, bulletIndent=6, spaceAfter=2)
    titles = {
        level: ParagraphStyle(
            f"h{level}",
            fontName="Helvetica-Bold",
            fontSize=points,
            leading=points * 1.25,
            spaceBefore=12,
            spaceAfter=6,
            keepWithNext=True,
        )
        for level, points in ((1, 20), (2, 16), (3, 13), (4, 11.5))
    }
    inner = (width - 4 * cm - (columns - 1) * cm) / columns
    frames = [
        Frame(2 * cm + place * (inner + cm), 2.2 * cm, inner, height - 4.6 * cm, 0, 0, 0, 0) for place in range(columns)
    ]
    story = []
    for element in elements_of(text):
        runs = "".join(
            "<br/>" if part == "\n" else f"<b>{escape(part)}</b>" if is_bold else escape(part)
            for part, is_bold in element.runs
        )
        is_short = len(element.text.split()) <= 25
        style = entry if element.is_entry else titles[element.level] if element.level and is_short else body
        story.append(Paragraph(runs, style, bulletText="•" if element.is_entry else None))
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=(width, height))
    document.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
    document.build(story)
    return target.getvalue()
