"""One part of the full run: show what it says, count its CPU seconds against the budget, and keep its closing lines.

`part.py run KEPT NAME COMMAND…` runs a part; `part.py report KEPT` tells of all of them, and fails where one did.
The budget is `tests/budget.toml`; a part that is not in it is only counted.
"""

import hashlib
import json
import resource
import subprocess
import sys
import time
import tomllib
from collections import deque
from pathlib import Path

BUDGET = tomllib.loads((Path(__file__).resolve().parent.parent / "tests" / "budget.toml").read_text(encoding="utf-8"))
CLOSING_LINES = 4


def pace() -> float:
    """CPU seconds that this machine needs now for work that is always the same; the best of three."""

    def once() -> float:
        began = time.process_time()
        counts: dict[str, int] = {}
        for number in range(200_000):
            key = hashlib.sha256(b"%d" % (number % 5000)).hexdigest()[:8]
            counts[key] = counts.get(key, 0) + 1
        return time.process_time() - began

    return min(once() for _ in range(3))


def allowed(name: str) -> float | None:
    """What the budget grants on a machine as fast as this one."""
    seconds = BUDGET["parts"].get(name)
    return None if seconds is None else seconds * min(4.0, max(0.5, pace() / BUDGET["pace"]))


def run(kept: Path, name: str, command: list[str]) -> None:
    print(f"\n── {name}", flush=True)
    granted, began, closing = allowed(name), time.time(), deque[str](maxlen=CLOSING_LINES)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        closing.append(line)
    code = process.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    row = {
        "name": name,
        "passed": code == 0,
        "cpu": used.ru_utime + used.ru_stime,
        "began": began,
        "ended": time.time(),
        "granted": granted,
        "closing": "".join(closing),
    }
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def verdict(row: dict) -> str:
    if not row["passed"]:
        return "FAILED"
    is_over = row["granted"] is not None and row["cpu"] > row["granted"] * (1 + BUDGET["tolerance"])
    return "OVER BUDGET" if is_over else "passed"


def report(kept: Path) -> int:
    rows = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    print(f"\n{'part':<36}{'CPU s':>8}{'budget':>8}{'wall s':>8}  result")
    for row in rows:
        granted = "" if row["granted"] is None else f"{row['granted']:.0f}"
        print(f"{row['name']:<36}{row['cpu']:>8.0f}{granted:>8}{row['ended'] - row['began']:>8.0f}  {verdict(row)}")
    # Some parts run beside others.
    wall = max((row["ended"] for row in rows), default=0) - min((row["began"] for row in rows), default=0)
    print(f"{'all':<36}{sum(row['cpu'] for row in rows):>8.0f}{'':>8}{wall:>8.0f}")
    for row in rows:
        print(f"\n── {row['name']}: {verdict(row)}\n{row['closing']}", end="")
    return 0 if rows and all(verdict(row) == "passed" for row in rows) else 1


def main(verb: str, kept: str, *arguments: str) -> int:
    if verb == "report":
        return report(Path(kept))
    run(Path(kept), arguments[0], list(arguments[1:]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
