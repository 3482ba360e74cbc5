"""A file that cannot be read gets a sentence that says what to do, in the reader's language, and no half report."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cms.harvest.formats.errors import FileProblem
from cms.harvest.reading.error_messages import REFUSALS, refusal
from cms.harvest.reading.read_file import UnreadableReportError, read
from tests.cms.harvest.formats.broken_files import BROKEN, TEXT, pdf_that_may_not_be_printed
from tests.cms.harvest.formats.made_pdfs import docx, pdf


@pytest.mark.parametrize("case", BROKEN)
def test_each_unreadable_file_gets_its_sentence(case):
    filename, make, says = BROKEN[case]
    with pytest.raises(UnreadableReportError) as refused:
        read(make(), filename)
    assert says in str(refused.value)


@pytest.mark.parametrize("problem", FileProblem)
def test_every_problem_has_its_sentence_in_both_languages(problem):
    told = {}
    for language in ("es", "en"):
        with override(language):
            told[language] = refusal(problem, "7")
    assert "%" not in "".join(told.values())
    assert told["es"] != told["en"]
    assert set(REFUSALS) == set(FileProblem)


def test_a_pdf_that_only_asks_not_to_be_printed_is_read():
    assert read(pdf_that_may_not_be_printed(), "informe.pdf") == read(pdf(TEXT), "informe.pdf")


def test_a_file_is_read_as_what_it_is_whatever_its_name_says():
    assert read(pdf(TEXT), "informe.docx") == read(pdf(TEXT), "informe.pdf")
    assert read(docx(TEXT), "informe.odt") == read(docx(TEXT), "informe.docx")
