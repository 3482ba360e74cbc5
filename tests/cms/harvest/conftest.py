"""The sample report, as the tests of reading and of reviewing have it."""

from __future__ import annotations

import pytest

from cms.harvest.reading.import_report import harvest_report
from cms.models import Passage, Report
from tests.cms.harvest.formats.made_pdfs import pdf
from tests.cms.harvest.reports import SAMPLE
from tests.factories import make_workshop


@pytest.fixture(scope="session")
def sample_pdf() -> bytes:
    return pdf(SAMPLE.read_text(encoding="utf-8"), "A5")


@pytest.fixture
def report(admin) -> Report:
    return harvest_report(SAMPLE.read_bytes(), "informe.md", admin, make_workshop("Encuentro"))


@pytest.fixture
def quote(report) -> Passage:
    return report.passages.get(speaker="Sabina Choque")
