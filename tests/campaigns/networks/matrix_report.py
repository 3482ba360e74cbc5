"""The matrix of faults as a table, at the end of a run that played it."""

from __future__ import annotations

from typing import Any

from tests.campaigns.networks.standins.proxy import FAULTS

WIDTH = 20


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A row for each step of each network, a column for each fault; in a cell what came of it."""
    cells = [
        cell
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        if report.when == "call"
        for name, found in report.user_properties
        if name == "matrix"
        for cell in found
    ]
    if not cells:
        return
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for network, step, kind, moment, outcome in cells:
        rows.setdefault((network, step, moment), {})[kind] = outcome
    terminalreporter.section("each fault at each step, before and after the network has done what it was asked")
    line("", "", "", FAULTS, terminalreporter)
    for (network, step, moment), found in sorted(rows.items()):
        line(network, step, moment, [found.get(kind, "-") for kind in FAULTS], terminalreporter)
    wrong = sum(outcome.startswith("WRONG") for *_cell, outcome in cells)
    terminalreporter.line(f"{len(cells)} cells, {wrong} wrong")


def line(network: str, step: str, moment: str, outcomes: Any, reporter: Any) -> None:
    reporter.line(f"{network:26}{step:10}{moment:7}" + "".join(f"{outcome:{WIDTH}}" for outcome in outcomes))
