"""OpenDocument texts (.odt): paragraphs with the titles, lists and weight that their styles give them.

The structure is that of OpenDocument 1.3, part 3. The text is read as a stream.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.formats.odt_styles import TEXT, OdtStyle, StyleSheet
from cms.harvest.formats.paragraphs import Paragraph, blocks_from, row
from cms.harvest.formats.zip_package import Event, Package, Progress
from cms.harvest.reading.blocks import Block, LeftOut

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
DOCUMENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
# What was deleted, what somebody remarked, what a ruby says again, and the marks of notes and of counted titles.
_SKIPPED = {
    f"{TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{TEXT}note-citation",
    f"{TEXT}ruby-text",
    f"{TEXT}number",
    f"{TEXT}index-title-template",
    f"{_OFFICE}forms",
}
_BREAKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_CONTENTS = {f"{TEXT}table-of-content", f"{TEXT}alphabetical-index", f"{TEXT}illustration-index"}


def read(data: bytes, progress: Progress = lambda percent: None) -> list[Block]:
    """The blocks of an OpenDocument text. Raises UnreadableError."""
    package = Package(data)
    if any(event.name.endswith("}encryption-data") for event in package.events(MANIFEST)):
        raise UnreadableError(FileProblem.ENCRYPTED)
    sheet = StyleSheet()
    for event in package.events("styles.xml"):
        sheet.look(event)
    return blocks_from(_Reader(sheet).pieces(package.events(DOCUMENT, progress)))


@dataclass
class _Paragraph:
    """A paragraph or title while it is read."""

    style: OdtStyle
    level: int
    number: str | None
    is_entry: bool
    texts: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    letters: int = 0
    bold_letters: int = 0


@dataclass
class _List:
    """A list while it is read: its style, and how many entries it has so far."""

    style: str
    count: int = 0
    is_new_entry: bool = False


class _Reader:
    def __init__(self, sheet: StyleSheet) -> None:
        self.sheet = sheet
        self.open: list[_Paragraph] = []
        self.spans: list[OdtStyle] = []
        self.lists: list[_List] = []
        self.counts: dict[str, int] = {}
        self.rows: list[list[list[Paragraph]]] = []
        self.contents = 0
        self.in_note = 0

    def pieces(self, events: Iterator[Event]) -> Iterator[Paragraph]:
        """The paragraphs in order; a row of a table is one."""
        skipping = 0
        for event in events:
            self.sheet.look(event)
            if skipping or (event.kind == "start" and event.name in _SKIPPED):
                skipping += {"start": 1, "end": -1, "text": 0}[event.kind]
            elif event.kind == "start":
                self._begin(event)
            elif event.kind == "text" and self.open:
                self._add(event.text)
            elif event.kind == "end":
                yield from self._end(event.name)

    def _begin(self, event: Event) -> None:
        name, attributes = event.name, event.attributes
        if name in (f"{TEXT}p", f"{TEXT}h"):
            self.open.append(self._paragraph(name, attributes))
        elif name == f"{TEXT}list":
            style = attributes.get(f"{TEXT}style-name", self.lists[-1].style if self.lists else "")
            goes_on = attributes.get(f"{TEXT}continue-numbering") == "true" or f"{TEXT}continue-list" in attributes
            self.lists.append(_List(style, self.counts.get(style, 0) if goes_on else 0))
        elif name == f"{TEXT}list-item" and self.lists:
            self.lists[-1].count += 1
            self.lists[-1].is_new_entry = True
        elif name == f"{_TABLE}table-row":
            self.rows.append([])
        elif name == f"{_TABLE}table-cell" and self.rows:
            self.rows[-1].append([])
        elif name in _CONTENTS:
            self.contents += 1
        elif name == f"{TEXT}note":
            self.in_note += 1
        elif name in _BREAKS and self.open:
            self.open[-1].texts.append(_BREAKS[name])
        elif name == f"{TEXT}a" and self.open:
            self.open[-1].addresses.append(attributes.get(f"{_XLINK}href", ""))
        elif name == f"{TEXT}span":
            self.spans.append(self.sheet.style("text", attributes.get(f"{TEXT}style-name", "")))

    def _paragraph(self, name: str, attributes: dict[str, str]) -> _Paragraph:
        style = self.sheet.style("paragraph", attributes.get(f"{TEXT}style-name", ""))
        outline = attributes.get(f"{TEXT}outline-level", "")
        level = int(outline) if name == f"{TEXT}h" and outline.isdigit() else style.level
        number: str | None = None
        is_entry = bool(self.lists and self.lists[-1].is_new_entry and not self.in_note)
        if is_entry:
            inner = self.lists[-1]
            inner.is_new_entry = False
            if self.sheet.is_counted(inner.style or style.list_name, len(self.lists)):
                number = str(inner.count)
        return _Paragraph(style, level, number, is_entry)

    def _end(self, name: str) -> Iterator[Paragraph]:
        if name in (f"{TEXT}p", f"{TEXT}h") and self.open:
            yield from self._out(self._done(self.open.pop()))
        elif name == f"{TEXT}list" and self.lists:
            done = self.lists.pop()
            self.counts[done.style] = done.count
        elif name == f"{_TABLE}table-row" and self.rows:
            yield from self._out(row(self.rows.pop()))
        elif name in _CONTENTS:
            self.contents -= 1
        elif name == f"{TEXT}note":
            self.in_note -= 1
        elif name == f"{TEXT}span" and self.spans:
            self.spans.pop()
        elif name == f"{TEXT}a" and self.open and self.open[-1].addresses:
            paragraph = self.open[-1]
            address = paragraph.addresses.pop()
            is_shown = address.split("://")[-1].rstrip("/") in "".join(paragraph.texts)
            if address.startswith(("http://", "https://")) and not is_shown:
                paragraph.texts.append(f" ({address})")

    def _out(self, pieces: list[Paragraph]) -> Iterator[Paragraph]:
        """A note follows the paragraph it belongs to, and a cell takes what stands in it."""
        if self.in_note and self.open:
            self.open[-1].notes.extend(pieces)
        elif self.rows and self.rows[-1]:
            self.rows[-1][-1].extend(pieces)
        else:
            yield from pieces

    def _add(self, text: str) -> None:
        paragraph = self.open[-1]
        # White space in the file is one space: a tab or a line break has an element of its own.
        text = " ".join(f"x{text}x".split())[1:-1]
        span = next((style for style in reversed(self.spans) if style.is_bold is not None), paragraph.style)
        size = next((style.size for style in reversed(self.spans) if style.size), paragraph.style.size)
        letters = sum(letter.isalnum() for letter in text)
        paragraph.texts.append(text)
        paragraph.letters += letters
        paragraph.bold_letters += letters if span.is_bold else 0
        if letters:
            paragraph.sizes.append(size)

    def _done(self, paragraph: _Paragraph) -> list[Paragraph]:
        text = "".join(paragraph.texts)
        is_contents = bool(self.contents) or paragraph.style.is_contents
        piece = Paragraph(
            text.split("\t")[0] if is_contents else text,
            level=paragraph.level,
            is_entry=paragraph.is_entry and not (paragraph.level and paragraph.number is not None),
            number=paragraph.number or "",
            is_bold=bool(paragraph.letters) and paragraph.letters == paragraph.bold_letters,
            is_quoted=paragraph.style.is_quotation,
            size=max(paragraph.sizes, default=0.0),
            left_out=LeftOut.CONTENTS if is_contents else None,
        )
        return [piece, *paragraph.notes]
