"""From the bytes of a report to its blocks, or a sentence that says why not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cms.core.errors import CosechaError
from cms.harvest.formats import detect, plain
from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.reading import error_messages
from cms.harvest.reading.blocks import Block
from cms.harvest.reading.subprocess_reader import read_apart

EXTENSIONS = tuple(detect.EXTENSIONS)


class UnreadableReportError(CosechaError):
    """The file cannot be read in. Nothing of it was kept."""

    def __init__(self, problem: FileProblem, about: str = "", *, detail: str = "") -> None:
        self.problem, self.about = problem, about
        super().__init__(error_messages.refusal(problem, about), detail=detail)


def check_name_and_size(filename: str, size: int) -> None:
    """Raises UnreadableReportError for a kind or a size, in bytes, that is refused without reading."""
    with _told():
        detect.check_size(detect.kind_by_name(filename), size)


def kind_of(data: bytes, filename: str) -> FileKind:
    """What kind of file it is. Raises UnreadableReportError for one whose first look says that it is not read."""
    with _told():
        return detect.kind_of(data, filename)


def read(data: bytes, filename: str, progress: Callable[[int], object] = lambda percent: None) -> list[Block]:
    """The blocks of a report. `progress` is told how many per cent are read, every few seconds at least.

    Raises UnreadableReportError with a sentence for what is empty, too big, damaged, encrypted, scanned…
    """
    with _told():
        kind = detect.kind_of(data, filename)
        blocks = plain.read(data) if kind == FileKind.TEXT else read_apart(kind, data, progress)
        if not any(not block.left_out for block in blocks):
            raise UnreadableError(FileProblem.EMPTY)
        return blocks


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnreadableError as error:
        raise UnreadableReportError(error.problem, error.about, detail=error.detail) from error
