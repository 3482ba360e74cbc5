"""Starting the process that reads a file, and hearing what it tells."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from media.bounded.errors import TOO_MUCH_WORK, FileRefusedError

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "media.bounded"]
# Seconds: how often whoever waits is told how far it is, also when nothing moves.
BEAT = 5.0


@dataclass(frozen=True)
class ProcessBounds:
    """What a process may take: bytes of address space, seconds of processor time, seconds until it is given up."""

    memory: int
    processor_seconds: int
    seconds: float


def run_apart(
    function: str,
    data: bytes,
    bounds: ProcessBounds,
    progress: Callable[[dict[str, Any]], object] = lambda told: None,
    held: tuple[int, ...] = (),
    **options: Any,
) -> tuple[Any, bytes]:
    """What `function` ("module:name") answers for `data` in a process of its own: a value and bytes.

    `progress` gets what it tells on the way, or nothing, at least every BEAT seconds; what it raises ends the process.
    `held` are open files (locks) that the process keeps open as long as it lives. Raises FileRefusedError.
    """
    task = {"function": function, "options": options, "memory": bounds.memory, "seconds": bounds.processor_seconds}
    process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        [*COMMAND, json.dumps(task)],
        cwd=ROOT,
        env=surroundings(),
        pass_fds=held,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            return _answer(process, data, time.monotonic() + bounds.seconds, progress)
        finally:
            process.kill()


def surroundings() -> dict[str, str]:
    """What the process is told of where it runs: no setting, and no secret."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def _answer(
    process: "subprocess.Popen[bytes]", data: bytes, deadline: float, progress: Callable[[dict[str, Any]], object]
) -> tuple[Any, bytes]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has died, and what follows says so
    rest = b""
    for chunk in _chunks(process.stdout, deadline):
        *lines, rest = (rest + chunk).split(b"\n") if chunk else (rest,)
        if not lines:
            progress({})
        for number, line in enumerate(lines):
            told = json.loads(line)
            if "problem" in told:
                raise FileRefusedError(told["problem"], told["about"], detail=told["detail"])
            if "answer" in told:
                begun = b"\n".join([*lines[number + 1 :], rest])
                return told["answer"], _all(process.stdout, begun, told["bytes"], deadline)
            progress(told)
    # Stopped by its bounds, or still at it after all the time there is.
    raise FileRefusedError(TOO_MUCH_WORK, detail=f"the process ended with {process.poll()}")


def _all(pipe: IO[bytes], begun: bytes, count: int, deadline: float) -> bytes:
    """The `count` bytes that follow the answer, of which `begun` have arrived."""
    written = bytearray(begun)
    chunks = _chunks(pipe, deadline)
    while len(written) < count:
        chunk = next(chunks, None)
        if chunk is None:
            raise FileRefusedError(TOO_MUCH_WORK, detail=f"{len(written)} of {count} bytes arrived")
        written += chunk
    return bytes(written)


def _chunks(pipe: IO[bytes], deadline: float) -> Iterator[bytes]:
    """What the process writes; nothing where it writes nothing for a while."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if not selector.select(timeout=min(BEAT, left)):
                yield b""
                continue
            chunk = os.read(pipe.fileno(), 1 << 20)
            if not chunk:
                return
            yield chunk
