"""Reading in a process of its own: bounded in memory and time, and gone when nobody waits for it any more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.reading import subprocess_reader
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


# A process begins with what its parent took; this one takes next to nothing, and says what its own child took.
MEASURE = (
    "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
)


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix says what a process took")
def test_a_word_document_of_300_pages_takes_less_than_300_megabytes(tmp_path):
    path = tmp_path / "long.docx"
    path.write_bytes(long_document(300))
    with path.open("rb") as file:
        command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "cms.harvest.formats", "docx"]
        result = subprocess.run(command, cwd=subprocess_reader.ROOT, stdin=file, capture_output=True)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count(b'"paragraph"') == 2100
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(result.stderr.split()[-1]) * unit < 300 * MB


def test_a_file_that_takes_all_memory_is_stopped_with_a_sentence(monkeypatch):
    monkeypatch.setattr(subprocess_reader, "COMMAND", [sys.executable, "-c", "bytes(10**12)"])
    with pytest.raises(UnreadableError) as refused:
        subprocess_reader.read_apart(FileKind.DOCX, b"PK", lambda percent: None)
    assert refused.value.problem == FileProblem.TOO_MUCH_WORK


def test_a_file_that_never_comes_to_an_end_is_stopped_with_a_sentence(monkeypatch):
    monkeypatch.setattr(subprocess_reader, "COMMAND", [sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr(subprocess_reader, "MOST_SECONDS", 0.0)
    with pytest.raises(UnreadableError) as refused:
        subprocess_reader.read_apart(FileKind.DOCX, b"PK", lambda percent: None)
    assert refused.value.problem == FileProblem.TOO_MUCH_WORK


def test_the_process_has_bounds_and_knows_no_secret():
    script = (
        "import os, resource as r; from cms.harvest.formats.__main__ import bound; bound(); "
        "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0], sorted(os.environ))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=subprocess_reader.ROOT,
        env=subprocess_reader.surroundings(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.startswith(f"{768 * MB} 600 ")
    assert "SECRET" not in told
    assert "DATABASE_URL" not in told


def test_how_far_it_is_is_told_and_only_grows():
    told: list[int] = []
    subprocess_reader.read_apart(FileKind.DOCX, long_document(40), told.append)
    assert told == sorted(told)
    assert told[-1] == 100


def test_when_nobody_waits_any_more_the_process_is_gone(monkeypatch):
    started: list[subprocess.Popen] = []

    class Popen(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    class GoneError(Exception):
        pass

    monkeypatch.setattr(subprocess_reader.subprocess, "Popen", Popen)

    def leave(percent: int) -> None:
        raise GoneError

    with pytest.raises(GoneError):
        subprocess_reader.read_apart(FileKind.DOCX, long_document(300), leave)
    [process] = started
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_blocks_come_back_as_they_were():
    from cms.harvest.formats import docx as reader

    assert subprocess_reader.read_apart(FileKind.DOCX, docx(TEXT), lambda percent: None) == reader.read(docx(TEXT))
