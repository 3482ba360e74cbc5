"""The table of doors (tests/data/doors.toml): reading it, and drafting rows that are missing."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parents[1] / "data" / "doors.toml"
PEOPLE = ("anonymous", "editor", "reviewer", "administrator", "superuser")
METHODS = ("get", "post")
# What an answer of each method is, for each of PEOPLE: ("login", "ok", "ok", "ok", "ok").
Outcomes = dict[str, tuple[str, ...]]
SET = re.compile(r"\{(\w+)\}")


def read_table() -> dict[str, Outcomes]:
    """The outcomes by the key of each door. Raises ValueError where a door stands twice."""
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    sets: dict[str, list[str]] = data["sets"]
    table: dict[str, Outcomes] = {}
    for group in data["doors"]:
        outcomes = {method: tuple(group[method].split()) for method in METHODS}
        assert all(len(row) == len(PEOPLE) for row in outcomes.values()), group
        for key in itertools.chain.from_iterable(expand(key, sets) for key in group["at"]):
            if key in table:
                raise ValueError(f"{key} stands twice in {TABLE.name}")
            table[key] = outcomes
    return table


def expand(key: str, sets: dict[str, list[str]]) -> Iterator[str]:
    """`a_{kind}:edit` once for each kind."""
    name = SET.search(key)
    if name is None:
        yield key
        return
    for value in sets[name[1]]:
        yield from expand(key.replace(name[0], value), sets)


def draft(found: dict[str, Outcomes]) -> str:
    """Rows for these doors as they answered, to be judged by a person before they are put into the table."""
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for key, outcomes in found.items():
        groups[tuple(outcomes[method] for method in METHODS)].append(key)
    return "\n".join(_group(outcomes, keys) for outcomes, keys in sorted(groups.items()))


def _group(outcomes: Iterable[tuple[str, ...]], keys: list[str]) -> str:
    lines = ["[[doors]]", *(f'{method} = "{" ".join(row)}"' for method, row in zip(METHODS, outcomes, strict=True))]
    return "\n".join([*lines, "at = [", *(f'    "{key}",' for key in sorted(keys)), "]", ""])
