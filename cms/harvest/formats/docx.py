"""Word documents (.docx): paragraphs with the titles, lists and weight that their styles give them.

The structure is that of ECMA-376 (Office Open XML), part 1, chapter 17. The text is read as a stream, so that a long
report takes no more memory than its own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.harvest.formats.docx_styles import DocxStyle, Numbering, numbering_of, relations_of, styles_of
from cms.harvest.formats.paragraphs import Paragraph, blocks_from, row
from cms.harvest.formats.zip_package import Event, Package, Progress
from cms.harvest.reading.blocks import Block, LeftOut

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DOCUMENT = "word/document.xml"
# Not part of the text as it reads now: what was deleted, how it looked before, and what stands there a second time.
_SKIPPED = {_FALLBACK, *(f"{_W}{name}" for name in ("del", "moveFrom", "rPrChange", "pPrChange", "instrText", "rt"))}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}


def read(data: bytes, progress: Progress = lambda percent: None) -> list[Block]:
    """The blocks of a Word document. Raises UnreadableError."""
    package = Package(data)
    styles, numbering = styles_of(package), numbering_of(package)
    notes = dict(_notes(package, styles, numbering))
    reader = _Reader(styles, numbering, relations_of(package), notes)
    return blocks_from(reader.pieces(package.events(DOCUMENT, progress)))


@dataclass
class _Paragraph:
    """A paragraph while it is read."""

    style: DocxStyle
    level: int = 0
    list_id: str = ""
    list_level: int = 0
    texts: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    bold_letters: int = 0
    letters: int = 0


@dataclass
class _Run:
    """How the letters of a run look; None where only the style says."""

    is_bold: bool | None = None
    is_hidden: bool = False
    size: float = 0.0


class _Reader:
    """Walks through one part. Paragraphs may stand within paragraphs: a text box is anchored in one."""

    def __init__(
        self,
        styles: dict[str, DocxStyle],
        numbering: Numbering,
        links: dict[str, str],
        notes: dict[str, list[Paragraph]],
    ) -> None:
        self.styles, self.numbering, self.links, self.notes = styles, numbering, links, notes
        self.open: list[_Paragraph] = []
        self.run = _Run()
        self.address = ""
        self.is_text = False
        self.rows: list[list[list[Paragraph]]] = []

    def pieces(self, events: Iterator[Event]) -> Iterator[Paragraph]:
        """The paragraphs in order; a row of a table is one."""
        skipping = 0
        for event in events:
            if skipping or (event.kind == "start" and event.name in _SKIPPED):
                skipping += {"start": 1, "end": -1, "text": 0}[event.kind]
            elif event.kind == "start":
                self._begin(event)
            elif event.kind == "text" and self.is_text and self.open and not self.run.is_hidden:
                self._add(event.text)
            elif event.kind == "end":
                yield from self._end(event.name)

    def _begin(self, event: Event) -> None:
        name = event.name.removeprefix(_W)
        value = event.attributes.get(f"{_W}val", "")
        if name == "p":
            self.open.append(_Paragraph(self.styles.get("", DocxStyle())))
        elif name == "tr":
            self.rows.append([])
        elif name == "tc" and self.rows:
            self.rows[-1].append([])
        elif self.open:
            self._begin_inside(name, value, event)

    def _begin_inside(self, name: str, value: str, event: Event) -> None:
        paragraph = self.open[-1]
        if name == "pStyle":
            paragraph.style = self.styles.get(value, paragraph.style)
        elif name == "outlineLvl" and value.isdigit():
            paragraph.level = int(value) + 1 if int(value) < 9 else 0
        elif name == "numId":
            paragraph.list_id = value
        elif name == "ilvl" and value.isdigit():
            paragraph.list_level = int(value)
        elif name == "r":
            self.run = _Run()
        elif name == "b":
            self.run.is_bold = value not in ("0", "false", "off")
        elif name == "sz" and value.isdigit():
            self.run.size = int(value) / 2
        elif name == "rStyle" and self.styles.get(value, DocxStyle()).is_bold:
            self.run.is_bold = True
        elif name == "vanish":
            self.run.is_hidden = value not in ("0", "false", "off")
        elif name == "t":
            self.is_text = True
        elif name == "hyperlink":
            self.address = self.links.get(event.attributes.get(f"{_R}id", ""), "")
        elif name in ("footnoteReference", "endnoteReference"):
            paragraph.notes.append(name[0] + event.attributes.get(f"{_W}id", ""))
        elif event.name in _BREAKS:
            paragraph.texts.append(_BREAKS[event.name])

    def _end(self, name: str) -> Iterator[Paragraph]:
        name = name.removeprefix(_W)
        if name == "t":
            self.is_text = False
        elif name == "hyperlink" and self.open:
            if self.address and self.address.split("://")[-1].rstrip("/") not in "".join(self.open[-1].texts):
                self.open[-1].texts.append(f" ({self.address})")
            self.address = ""
        elif name == "p" and self.open:
            yield from self._out(self._done(self.open.pop()))
        elif name == "tr" and self.rows:
            yield from self._out(row(self.rows.pop()))

    def _out(self, pieces: list[Paragraph]) -> Iterator[Paragraph]:
        """Within a table, the cell that is open takes them."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].extend(pieces)
        else:
            yield from pieces

    def _add(self, text: str) -> None:
        paragraph = self.open[-1]
        letters = sum(letter.isalnum() for letter in text)
        is_bold = paragraph.style.is_bold if self.run.is_bold is None else self.run.is_bold
        paragraph.texts.append(text)
        paragraph.letters += letters
        paragraph.bold_letters += letters if is_bold else 0
        if letters:
            paragraph.sizes.append(self.run.size or paragraph.style.size)

    def _done(self, paragraph: _Paragraph) -> list[Paragraph]:
        style, text = paragraph.style, "".join(paragraph.texts)
        list_id = paragraph.list_id or style.list_id
        level = paragraph.level or style.level
        is_counted, number = self.numbering.next(list_id, paragraph.list_level or style.list_level)
        is_list = bool(list_id) and is_counted is not None
        piece = Paragraph(
            text.split("\t")[0] if style.is_contents else text,
            level=level,
            # A title that is counted is a title; one that has a bullet is an entry of a list.
            is_entry=is_list and not (level and is_counted),
            number=number if is_counted else "",
            is_bold=bool(paragraph.letters) and paragraph.bold_letters == paragraph.letters,
            is_quoted=style.is_quotation,
            size=max(paragraph.sizes, default=0.0),
            left_out=LeftOut.CONTENTS if style.is_contents else None,
        )
        return [piece, *(note for key in paragraph.notes for note in self.notes.get(key, []))]


def _notes(
    package: Package, styles: dict[str, DocxStyle], numbering: Numbering
) -> Iterator[tuple[str, list[Paragraph]]]:
    """Footnotes and endnotes by the reference that leads to them."""
    for part, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        reader = _Reader(styles, numbering, {}, {})
        key, events = "", list[Event]()
        for event in package.events(f"word/{part}.xml"):
            if event.kind == "start" and event.name == f"{_W}{name}":
                key, events = name[0] + event.attributes.get(f"{_W}id", ""), []
            elif event.kind == "end" and event.name == f"{_W}{name}":
                yield key, list(reader.pieces(iter(events)))
            events.append(event)
