"""A document that arrives, written anew in a process of its own."""

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings

from media.bounded.errors import FileRefusedError
from media.bounded.places import PATIENCE, place
from media.bounded.process import ProcessBounds, run_apart
from media.clean_file import CleanFile
from media.pictures.clean import with_suffix
from media.refusals import TOO_BIG, RefusedFileError

BOUNDS = ProcessBounds(memory=768 * 1024 * 1024, processor_seconds=120, seconds=120)

# The words of a document, or None where finding them takes longer than somebody waits.
TextReader = Callable[[bytes, str], str | None]
_readers: list[TextReader] = []


def clean_document(data: bytes, name: str, patience: float = PATIENCE) -> CleanFile:
    """The document without what says who made it, its name with the suffix of what it is. Raises RefusedFileError."""
    most = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    if len(data) > most:
        raise RefusedFileError(TOO_BIG, str(most // 1024 // 1024))
    suffix = PurePath(name).suffix.lower()
    try:
        with place(patience) as lock:
            answer, written = run_apart("media.documents.rewrite:rewrite", data, BOUNDS, held=(lock,), suffix=suffix)
    except FileRefusedError as error:
        raise RefusedFileError.of(error) from error
    return CleanFile(written, with_suffix(name, (answer["suffix"],)))


def register_text_reader(reader: TextReader) -> None:
    """Let `reader` find the words of documents: what reads reports lives in an app above this one."""
    _readers[:] = [reader]


def text_of(data: bytes, name: str) -> str | None:
    """The words inside a document; None where they are still to be read."""
    return _readers[0](data, name) if _readers else None
