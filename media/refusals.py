"""Why a picture or a document is not taken in, as a sentence for whoever brought it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media.bounded.errors import BUSY, TOO_MUCH_WORK, FileRefusedError
from media.problems import DocumentProblem, PictureProblem

TOO_BIG = "too_big"
# With %(about)s where the sentence speaks of a limit, or of what was found.
SENTENCES: dict[str, Promise] = {
    BUSY: _("Other pictures and files are being prepared right now. Nothing is lost: try again in a moment."),
    TOO_BIG: _("This file is too big: it may have up to %(about)s MB. Save it smaller and try again."),
    TOO_MUCH_WORK: _(
        "Preparing this file takes far more memory or time than there is for one, so it was stopped. "
        "Save it smaller and try again."
    ),
    PictureProblem.EMPTY: _("This file is empty."),
    PictureProblem.NOT_A_PICTURE: _(
        "This is not a picture that can be read. Save it as JPEG, PNG, WebP, GIF or AVIF and try again."
    ),
    PictureProblem.HEIC: _(
        "This photo is in Apple's format HEIC. Export it as JPEG and try again. "
        "On the iPhone, Settings › Camera › Formats › Most Compatible makes the next ones JPEG."
    ),
    PictureProblem.DAMAGED: _("This picture is damaged and cannot be read to its end. Choose another copy of it."),
    PictureProblem.ANIMATED: _(
        "This picture moves, and only still ones are shown. Save one moment of it as a picture."
    ),
    PictureProblem.TOO_MANY_PIXELS: _(
        "This picture has too many pixels: up to %(about)s million are read. Save it smaller and try again."
    ),
    DocumentProblem.UNKNOWN_KIND: _(
        "Readers can be given Word (.docx), OpenDocument (.odt), PDF, Markdown (.md), plain text (.txt), MP3, JPEG and "
        "PNG. Save this file as one of those; a recording as MP3."
    ),
    DocumentProblem.NOT_TEXT: _("This is not a text file, whatever its name says. Save it as .docx or PDF."),
    DocumentProblem.DAMAGED: _(
        "This file is damaged and cannot be read to its end. Open it in the program that made it, save it again, "
        "and try with the new one."
    ),
    DocumentProblem.ENCRYPTED: _("This file is protected by a password. Save it without one and try again."),
    DocumentProblem.TOO_BIG_INSIDE: _("This file unpacks to far more than a document holds, and was not opened."),
    DocumentProblem.COMMENTS: _(
        "There are comments or marks in this file, which readers would see (%(about)s). "
        "Delete them in the program that made it, or print it as a new PDF, and try again."
    ),
    DocumentProblem.TRACKED_CHANGES: _(
        "This file still holds its tracked changes, with what was deleted and by whom (%(about)s). "
        "Accept or reject all of them, save it, and try again."
    ),
    DocumentProblem.EMBEDDED: _(
        "There are other files inside this one, which readers would get with it (%(about)s). "
        "Take them out, or print it as a new PDF, and try again."
    ),
    DocumentProblem.FILLED_FORM: _(
        "This PDF is a form that somebody filled in (%(about)s). Empty it, or print it as a new PDF, and try again."
    ),
    DocumentProblem.SIGNED: _(
        "This PDF carries somebody's electronic signature (%(about)s). Print it as a new PDF and try again."
    ),
    DocumentProblem.MACROS: _("There are macros in this file. Save it without them and try again."),
    DocumentProblem.LOCAL_PATH: _(
        "This file names a place on somebody's computer (%(about)s). "
        "Take that link out, or save it as PDF, and try again."
    ),
    DocumentProblem.PICTURE_INSIDE: _(
        "There is a picture in this file that cannot be cleaned of its notes (%(about)s). "
        "Put it in as JPEG or PNG, or print the file as a new PDF, and try again."
    ),
}
# What the sentence says where nothing is known of what was found.
_UNNAMED = "…"
RETRY_SECONDS = 20


class RefusedFileError(Exception):
    """A picture or a document that is not taken in. `str(error)` is the sentence; `status` is an answer's."""

    def __init__(self, problem: str, about: str = "", *, detail: str = "") -> None:
        self.problem, self.about, self.detail = problem, about, detail
        super().__init__(problem, about, detail)

    @classmethod
    def of(cls, error: FileRefusedError) -> "RefusedFileError":
        return cls(error.problem, error.about, detail=error.detail)

    @property
    def status(self) -> int:
        return 503 if self.problem == BUSY else 422

    def __str__(self) -> str:
        return str(SENTENCES[self.problem]) % {"about": self.about or _UNNAMED}
