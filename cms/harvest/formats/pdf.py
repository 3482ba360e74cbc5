"""PDF documents: opened without trusting them, and read page by page."""

import io
import logging
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.formats.pdf_layout.lines import PdfPage
from cms.harvest.formats.pdf_layout.page_text import blocks_of_pages
from cms.harvest.formats.pdf_text import lines_of
from cms.harvest.formats.zip_package import Progress
from cms.harvest.reading.blocks import Block

MOST_PAGES = 1_000
# Letters that a font without a table of names comes out as.
_NAMELESS = re.compile("[\ufffd\ue000-\uefff]|\\(cid:\\d+\\)")
# Fewer letters than this on a page with a picture are what a scanner signs its pages with.
_FEWEST_LETTERS = 60


def read(data: bytes, progress: Progress = lambda percent: None) -> list[Block]:
    """The blocks of a PDF. Raises UnreadableError."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = list(_pages(data, progress))
    except (UnreadableError, MemoryError):
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise UnreadableError(FileProblem.ENCRYPTED, detail=repr(error)) from error
    except Exception as error:
        # A file that breaks the rules of the format breaks the library in any way there is.
        raise UnreadableError(FileProblem.DAMAGED, detail=repr(error)) from error
    _check_letters(pages)
    return blocks_of_pages(pages)


def _pages(data: bytes, progress: Progress) -> Iterator[PdfPage]:
    reader = PdfReader(io.BytesIO(data))
    # An empty password opens a file that only asks not to be printed or copied.
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError(FileProblem.ENCRYPTED)
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise UnreadableError(FileProblem.TOO_MANY_PAGES, str(MOST_PAGES), detail=f"{count} pages")
    for number, page in enumerate(reader.pages, 1):
        if page.rotation:
            page.transfer_rotation_to_content()
        lines = tuple(lines_of(page))
        letters = sum(letter.isalpha() for line in lines for letter in line.text)
        yield PdfPage(number, float(page.mediabox.height), lines, letters >= _FEWEST_LETTERS or not _has_picture(page))
        progress(100 * number // count)


def _check_letters(pages: list[PdfPage]) -> None:
    """Raises UnreadableError where there are only pictures of text, or letters without names."""
    text = "".join(line.text for page in pages for line in page.lines)
    if len(_NAMELESS.findall(text)) * 3 > sum(letter.isalpha() for letter in text) and text.strip():
        raise UnreadableError(FileProblem.NAMELESS_LETTERS)
    if pages and not any(page.is_text for page in pages):
        raise UnreadableError(FileProblem.SCANNED)


def _has_picture(page: PageObject) -> bool:
    """Whether a page shows a picture, itself or within a form."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    kinds = [item.get_object().get("/Subtype") for item in (objects.get_object().values() if objects else ())]
    return "/Image" in kinds or "/Form" in kinds
