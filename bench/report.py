"""What every bench shares on its outside: its options, and how it tells its figures.

A bench prints a table. With --json its last line is one object, {"figures": [{name, value, goal, met}]}. It ends with
1 when a goal is missed; a figure without a goal is told for its own sake.
"""

import argparse
import json
import sys


def options_of(description: str | None, quick: str) -> argparse.Namespace:
    """`quick`: whether to take less; `json`. The second argument says what less is."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=quick)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser.parse_args()


def figure(name: str, value: float, goal: float | None = None) -> dict[str, object]:
    """One figure, which may be `goal` at most."""
    value = round(value, 2)
    return {"name": name, "value": value, "goal": goal, "met": goal is None or value <= goal}


def at_least(name: str, value: float, goal: float) -> dict[str, object]:
    """One figure, which is to be `goal` or more."""
    value = round(value, 2)
    return {"name": name, "value": value, "goal": goal, "met": value >= goal}


def report(figures: list[dict[str, object]], *, as_json: bool) -> None:
    """Print the figures and end the process."""
    width = max(len(str(one["name"])) for one in figures) + 2
    print(f"{'figure':<{width}}{'value':>10}{'goal':>10}  met")
    for one in figures:
        goal = "-" if one["goal"] is None else one["goal"]
        print(f"{one['name']:<{width}}{one['value']:>10}{goal:>10}  {'yes' if one['met'] else 'NO'}")
    if as_json:
        print(json.dumps({"figures": figures}))
    sys.exit(0 if all(one["met"] for one in figures) else 1)
