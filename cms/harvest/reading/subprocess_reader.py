"""Reading a file in a process apart, so that none can take the worker down or keep its memory."""

from collections.abc import Callable
from typing import Any

from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.reading.blocks import Block, LeftOut, Shape
from media.bounded.errors import FileRefusedError
from media.bounded.process import ProcessBounds, run_apart

# A report of 300 pages takes a tenth of either.
BOUNDS = ProcessBounds(memory=768 * 1024 * 1024, processor_seconds=600, seconds=900)


def read_apart(kind: FileKind, data: bytes, progress: Callable[[int], object]) -> list[Block]:
    """The blocks of a file. `progress` is told the per cent that are read, every few seconds at least.

    Raises UnreadableError; and what `progress` raises, which ends the reading.
    """
    return [_block(values) for values in _run("read_blocks:read_blocks", kind, data, progress)[0]]


def read_words_apart(kind: FileKind, data: bytes, progress: Callable[[int], object]) -> str:
    """All words that somebody finds in a file, line by line: as `read_apart`, with what stands beside its text."""
    return _run("document_words:document_words", kind, data, progress)[1].decode()


def _run(function: str, kind: FileKind, data: bytes, progress: Callable[[int], object]) -> tuple[Any, bytes]:
    percent = 0

    def note(told: dict[str, Any]) -> None:
        nonlocal percent
        percent = told.get("percent", percent)
        progress(percent)

    try:
        return run_apart(f"cms.harvest.formats.{function}", data, BOUNDS, note, kind=kind)
    except FileRefusedError as error:
        raise UnreadableError(FileProblem(error.problem), error.about, detail=error.detail) from error


def _block(values: dict[str, Any]) -> Block:
    left_out = LeftOut(values["left_out"]) if values["left_out"] else None
    return Block(**values | {"shape": Shape(values["shape"]), "left_out": left_out})
