"""Calls one function on the bytes of a file, with bounds: `python -m media.bounded '{"function": …}' <file`.

The function is `module:name` and takes the bytes, `tell` and its options; it answers a value that JSON can hold, and
bytes. Whoever started the process is told in lines of JSON: what the function tells on its way, and at the end
{"problem": …}, or {"answer": …, "bytes": 7} followed by so many bytes. It knows no setting, no database and no secret,
and whatever a file does to it ends with it.
"""

import json
import sys
from importlib import import_module
from typing import Any

from media.bounded.errors import TOO_MUCH_WORK, FileRefusedError


def bound(memory: int, seconds: int) -> None:
    """Let this process have so many bytes of address space, so much processor time, and no file to write to."""
    try:
        import resource
    except ImportError:
        return  # this system holds nobody to limits
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def tell(**what: Any) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


def main(function: str, options: dict[str, Any], data: bytes) -> None:
    module, _colon, name = function.partition(":")
    try:
        answer, written = getattr(import_module(module), name)(data, tell, **options)
    except FileRefusedError as error:
        tell(problem=error.problem, about=error.about, detail=error.detail)
    except (MemoryError, RecursionError) as error:
        tell(problem=TOO_MUCH_WORK, about="", detail=repr(error))
    else:
        tell(answer=answer, bytes=len(written))
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    bound(task["memory"], task["seconds"])
    main(task["function"], task["options"], sys.stdin.buffer.read())
