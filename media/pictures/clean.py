"""A picture that arrives, written anew in a process of its own."""

from pathlib import PurePath

from django.conf import settings

from media.bounded.errors import FileRefusedError
from media.bounded.places import PATIENCE, place
from media.bounded.process import ProcessBounds, run_apart
from media.clean_file import CleanFile
from media.refusals import TOO_BIG, RefusedFileError

# What is stored: enough for every size that is made of it.
LONGEST_SIDE = 3200
# A picture of 50 million pixels takes 450 MB; of 12 million, as a phone takes them, a second.
BOUNDS = ProcessBounds(memory=640 * 1024 * 1024, processor_seconds=30, seconds=60)
SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}


def clean_picture(data: bytes, name: str, longest: int = LONGEST_SIDE, patience: float = PATIENCE) -> CleanFile:
    """The picture without anything but its pixels, its name with the suffix of what it is. Raises RefusedFileError.

    `patience` is how many seconds to wait where other files are being read.
    """
    most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if len(data) > most:
        raise RefusedFileError(TOO_BIG, str(most // 1024 // 1024))
    try:
        with place(patience) as lock:
            answer, written = run_apart("media.pictures.rewrite:rewrite", data, BOUNDS, held=(lock,), longest=longest)
    except FileRefusedError as error:
        raise RefusedFileError.of(error) from error
    return CleanFile(written, with_suffix(name, SUFFIXES[answer["format"]]))


def with_suffix(name: str, suffixes: tuple[str, ...]) -> str:
    """`name` with one of `suffixes`, the first unless it has another of them."""
    path = PurePath(name)
    return name if path.suffix.lower() in suffixes else f"{path.stem if path.suffix else name}{suffixes[0]}"
