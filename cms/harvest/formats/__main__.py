"""Reads one file in a process of its own, with bounds: `python -m cms.harvest.formats docx <report.docx`.

Whoever started it is told in lines of JSON: {"percent": 40}, and at the end {"blocks": […]} or {"problem": …}. It knows
no setting, no database and no secret, and whatever a file does to it ends with it.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from cms.harvest.formats.detect import READERS, FileKind
from cms.harvest.formats.errors import FileProblem, UnreadableError

# Of its address space, in bytes, and of processor time, in seconds. A report of 300 pages takes a tenth of either.
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 600


def bound() -> None:
    """Let this process have no more than its share, where the system can hold it to that."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(kind: FileKind, data: bytes) -> None:
    told = -1

    def progress(percent: int) -> None:
        nonlocal told
        if percent > told:
            told = percent
            tell(percent=percent)

    try:
        blocks = READERS[kind](data, progress)
    except UnreadableError as error:
        tell(problem=error.problem, about=error.about, detail=error.detail)
    except (MemoryError, RecursionError) as error:
        tell(problem=FileProblem.TOO_MUCH_WORK, about="", detail=repr(error))
    else:
        tell(blocks=[asdict(block) for block in blocks])


if __name__ == "__main__":
    bound()
    main(FileKind(sys.argv[1]), sys.stdin.buffer.read())
