"""Reads one file in a process of its own (`media.bounded`), and says how far it is."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from cms.harvest.formats.detect import READERS, FileKind


def read_blocks(data: bytes, tell: Callable[..., None], *, kind: str) -> tuple[list[dict[str, Any]], bytes]:
    """The blocks of a file, as JSON can hold them. Raises UnreadableError."""
    told = -1

    def progress(percent: int) -> None:
        nonlocal told
        if percent > told:
            told = percent
            tell(percent=percent)

    return [asdict(block) for block in READERS[FileKind(kind)](data, progress)], b""
