"""What harvesting costs when a report is four times as long, as a ratio in one run.

    python bench/harvest.py [--quick] [--json]

Reading is pure, so it is measured on its own: from the text to passages with their suggestions. A short and a long
report are read in turn within the same process, and the median of the ratios is what counts. Four times the lines may
cost six times as much at most. Prints a table (see `report.py`).
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from report import figure, options_of, report

ROOT = Path(__file__).resolve().parent.parent
GOAL = 6.0


def prepare() -> None:
    """Django, for the rules live beside models; no database is opened."""
    folder = tempfile.mkdtemp(prefix="cosecha-bench-")
    os.environ |= {"COSECHA_VAR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings", "LOG_LEVEL": "ERROR"}
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def took(text: str) -> float:
    """Seconds of this process's own time that reading `text` takes."""
    from cms.harvest.formats.plain import blocks_of
    from cms.harvest.reading.passages import split
    from cms.harvest.suggestions.suggest import suggest

    start = time.process_time()
    suggest(split(blocks_of(text)).passages)
    return time.process_time() - start


def growth(shape: Callable[[int], str], lines: int, rounds: int) -> float:
    """How many times as long four times the lines take: the median of `rounds` pairs."""
    short, long = shape(lines), shape(4 * lines)
    took(short)
    return statistics.median(took(long) / took(short) for _ in range(rounds))


def run(lines: int, rounds: int) -> list[dict[str, object]]:
    from tests.cms.harvest.long_reports import SHAPES, whole_report

    values = {f"whole report, {4 * lines} lines to {lines}": growth(whole_report, lines, rounds)}
    for shape in SHAPES:
        values[shape.__name__.replace("_", " ")] = growth(shape, lines, rounds)
    return [figure(name, value, GOAL) for name, value in values.items()]


def main() -> None:
    options = options_of(__doc__, "8,000 lines to 2,000 instead of 40,000 to 10,000")
    prepare()
    report(run(2000, 3) if options.quick else run(10_000, 5), as_json=options.json)


if __name__ == "__main__":
    main()
