"""Reading a file in a process apart, so that none can take the worker down or keep its memory."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import FileProblem, UnreadableError
from cms.harvest.reading.blocks import Block, LeftOut, Shape

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "cms.harvest.formats"]
# Seconds: how often whoever waits is told how far it is, also when nothing moves, and when it is given up.
BEAT = 5.0
MOST_SECONDS = 900.0


def read_apart(kind: FileKind, data: bytes, progress: Callable[[int], object]) -> list[Block]:
    """The blocks of a file. `progress` is told the per cent that are read, at least every BEAT seconds.

    Raises UnreadableError; and what `progress` raises, which ends the reading.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        [*COMMAND, kind],
        cwd=ROOT,
        env=surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            return _answer(process, data, progress)
        finally:
            process.kill()


def surroundings() -> dict[str, str]:
    """What the process is told of where it runs: no setting, and no secret."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def _answer(process: "subprocess.Popen[bytes]", data: bytes, progress: Callable[[int], object]) -> list[Block]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has died, and what follows says so
    percent = 0
    for told in _lines(process.stdout, time.monotonic() + MOST_SECONDS):
        if "blocks" in told:
            return [_block(values) for values in told["blocks"]]
        if "problem" in told:
            raise UnreadableError(FileProblem(told["problem"]), told["about"], detail=told["detail"])
        percent = told.get("percent", percent)
        progress(percent)
    # Stopped by its bounds, or still at it after all the time there is.
    raise UnreadableError(FileProblem.TOO_MUCH_WORK, detail=f"the reading process ended with {process.poll()}")


def _lines(pipe: IO[bytes], deadline: float) -> Iterator[dict[str, Any]]:
    """What the process tells, line by line; an empty line of ours where it tells nothing for a while."""
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while time.monotonic() < deadline:
            if not selector.select(timeout=BEAT):
                yield {}
                continue
            chunk = os.read(pipe.fileno(), 1 << 20)
            if not chunk:
                return
            *lines, rest = (rest + chunk).split(b"\n")
            yield from map(json.loads, lines)


def _block(values: dict[str, Any]) -> Block:
    left_out = LeftOut(values["left_out"]) if values["left_out"] else None
    return Block(**values | {"shape": Shape(values["shape"]), "left_out": left_out})
