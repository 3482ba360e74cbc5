"""The reports that tests read: the product's own sample, and the real one where this machine has it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cms.harvest.formats.plain import blocks_of
from cms.harvest.reading import passages
from cms.harvest.reading.import_report import receive_report
from cms.harvest.reading.passages import Reading
from cms.harvest.suggestions.suggest import Suggestion, suggest
from cms.models import Report
from tests.cms.harvest.formats.broken_files import TEXT
from tests.cms.harvest.formats.made_pdfs import docx
from tests.factories import make_workshop

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "cms" / "sample" / "report.md"
WAITING, READING, READY, FAILED = Report.State.values


def real_report() -> Path:
    """The workshop report Cosecha was made for. It is not part of the product: COSECHA_SHARED names its folder."""
    folder = Path(os.environ.get("COSECHA_SHARED", ROOT.parent / "shared"))
    path = folder / "data" / "memoria-taller-genero.md"
    if not path.exists():
        pytest.skip(f"the real report is not on this machine ({path}); set COSECHA_SHARED")
    return path


def received(by, data: bytes | None = None, filename: str = "informe.docx") -> Report:
    """A report that a worker is to read."""
    return receive_report(docx(TEXT) if data is None else data, filename, by, make_workshop())


def split(text: str, fallback_title: str = "") -> Reading:
    """A text read as a file of Markdown would be."""
    return passages.split(blocks_of(text), fallback_title)


class Harvested:
    """A report read, with what the tests ask of it."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_text(encoding="utf-8")
        self.reading: Reading = split(self.source)
        self.suggestions: list[Suggestion] = suggest(self.reading.passages)

    @property
    def rows(self):
        return list(zip(self.reading.passages, self.suggestions, strict=True))

    def of(self, kind: str, type: str = "") -> list[str]:
        return [p.text for p, s in self.rows if s.kind == kind and (not type or s.type == type)]

    def under(self, title: str):
        return [(p, s) for p, s in self.rows if title in p.path]
