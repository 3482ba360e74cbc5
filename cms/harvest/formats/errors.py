"""Why a file cannot be read, as values: `cms.harvest.reading.error_messages` has the sentence for each."""

from enum import StrEnum

from media.bounded.errors import FileRefusedError


class FileProblem(StrEnum):
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    UNKNOWN_KIND = "unknown_kind"
    OLD_WORD = "old_word"
    OTHER_PROGRAM = "other_program"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    TOO_BIG = "too_big"
    TEXT_TOO_BIG = "text_too_big"
    TOO_BIG_INSIDE = "too_big_inside"
    TOO_MANY_PAGES = "too_many_pages"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    NAMELESS_LETTERS = "nameless_letters"
    TOO_MUCH_WORK = "too_much_work"
    GAVE_UP = "gave_up"


class UnreadableError(FileRefusedError):
    """A file that cannot be read. `about` is what the sentence speaks of: a number of pages, a limit."""

    def __init__(self, problem: FileProblem, about: str = "", *, detail: str = "") -> None:
        super().__init__(problem, about, detail=detail)
        self.problem: FileProblem = problem
