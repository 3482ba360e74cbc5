"""Reading in a process of its own: bounded in memory and time, and gone when nobody waits for it any more."""

from __future__ import annotations

import pytest

from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.reading import subprocess_reader
from media.bounded.process import ProcessBounds
from tests.cms.harvest.formats.broken_files import TEXT
from tests.cms.harvest.formats.made_pdfs import docx, docx_of

MB = 1024 * 1024
# As Word writes it: a run for each pause of whoever typed, each with its fonts and its language.
RUN = (
    '<w:proofErr w:type="spellStart"/><w:r w:rsidRPr="00A77B3E"><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'
    '<w:sz w:val="22"/><w:lang w:val="es-PE"/></w:rPr><w:t xml:space="preserve">la asamblea del agua </w:t></w:r>'
)
PARAGRAPH = (
    f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:spacing w:after="120"/></w:pPr>{RUN * 12}</w:p>'
)


def long_document(pages: int) -> bytes:
    """As many pages as Word fills with seven such paragraphs each."""
    return docx_of(PARAGRAPH * (7 * pages))


def test_what_no_bound_lets_finish_is_refused_with_its_reason(monkeypatch):
    monkeypatch.setattr(subprocess_reader, "BOUNDS", ProcessBounds(768 * MB, 600, 0.0))
    with pytest.raises(UnreadableError) as refused:
        subprocess_reader.read_apart(FileKind.DOCX, b"PK", lambda percent: None)
    assert refused.value.problem == FileProblem.TOO_MUCH_WORK


def test_how_far_it_is_is_told_and_only_grows():
    told: list[int] = []
    subprocess_reader.read_apart(FileKind.DOCX, long_document(40), told.append)
    assert told == sorted(told)
    assert told[-1] == 100


def test_blocks_come_back_as_they_were():
    from cms.harvest.formats import docx as reader

    assert subprocess_reader.read_apart(FileKind.DOCX, docx(TEXT), lambda percent: None) == reader.read(docx(TEXT))
