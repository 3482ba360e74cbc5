"""Why a file is not read in, as a sentence for whoever brought it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.harvest.formats.errors import FileProblem

# With %(about)s where the sentence speaks of a program or a limit.
REFUSALS: dict[FileProblem, Promise] = {
    FileProblem.EMPTY: _("This file is empty: there is nothing to harvest in it."),
    FileProblem.NOT_TEXT: _(
        "This is not a text file, whatever its name says. Open it in your word processor and save it as .docx or PDF."
    ),
    FileProblem.ENCODING: _(
        "The accents of this file cannot be read. Open it in your editor, choose “Save as”, "
        "and pick the encoding UTF-8."
    ),
    FileProblem.UNKNOWN_KIND: _(
        "Reports are read from Word (.docx), PDF, OpenDocument (.odt), Markdown (.md) or plain text (.txt). "
        "Save this one in one of those and try again."
    ),
    FileProblem.OLD_WORD: _(
        "This file is in an old format of Word. Open it, choose “Save as” and the format .docx, and try again."
    ),
    FileProblem.OTHER_PROGRAM: _(
        "This is a file of %(about)s. Open it there, export it as PDF or as .docx, and try again."
    ),
    FileProblem.NOT_WHAT_IT_SAYS: _(
        "This file is not what its name says. Open it in the program that made it, save it as .docx or PDF, "
        "and try again."
    ),
    FileProblem.TEXT_TOO_BIG: _("This file is too big: a text may have up to %(about)s MB. Is it really only text?"),
    FileProblem.TOO_BIG: _(
        "This file is too big: a report may have up to %(about)s MB. Save it with smaller pictures and try again."
    ),
    FileProblem.TOO_BIG_INSIDE: _(
        "This file unpacks to far more than a report holds, and was not opened. Save it again without its pictures. "
        "If you do not know who sent it, do not open it."
    ),
    FileProblem.TOO_MANY_PAGES: _(
        "This PDF has more than %(about)s pages. Divide it, and bring in the parts in which people speak."
    ),
    FileProblem.DAMAGED: _(
        "This file is damaged and cannot be read to its end. Open it in the program that made it, save it again, "
        "and try with the new one."
    ),
    FileProblem.ENCRYPTED: _("This file is protected by a password. Save it without one and try again."),
    FileProblem.SCANNED: _(
        "This PDF is scanned pictures: there is no text in it to read. Have its text recognised first (OCR), "
        "or bring in the document it was printed from."
    ),
    FileProblem.NAMELESS_LETTERS: _(
        "The letters of this PDF cannot be told apart: it was made without their names. "
        "Bring in the document it was made from."
    ),
    FileProblem.TOO_MUCH_WORK: _(
        "Reading this file takes far more memory or time than a report needs, so it was stopped. "
        "Save it again without its pictures, or divide it, and try again."
    ),
    FileProblem.GAVE_UP: _(
        "Reading this file was tried several times and never came to an end. "
        "Show it to the person who looks after this installation."
    ),
}


def refusal(problem: str, about: str) -> str:
    """The sentence; that it is damaged for a problem that is no longer known."""
    known = FileProblem(problem) if problem in set(FileProblem) else FileProblem.DAMAGED
    return str(REFUSALS[known]) % {"about": about} if about else str(REFUSALS[known])
