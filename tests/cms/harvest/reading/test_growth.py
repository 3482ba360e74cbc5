"""A report four times as long is four times the work: counted in lines of our own code that ran, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from cms.harvest.suggestions.suggest import suggest
from tests.cms.harvest.long_reports import (
    LONG_LINES,
    SHAPES,
    one_paragraph,
    one_quotation,
    whole_report,
    words_divided_at_every_line,
)
from tests.cms.harvest.reports import split


def harvest(text: str) -> None:
    suggest(split(text).passages)


def steps(text: str) -> int:
    """How many lines run while `text` is harvested."""
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> Callable:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        harvest(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", [whole_report, *SHAPES], ids=lambda shape: shape.__name__)
def test_no_shape_of_report_costs_more_a_line_the_longer_it_is(shape):
    harvest(shape(100))
    assert steps(shape(1200)) <= 5 * steps(shape(300))


@pytest.mark.parametrize("part", LONG_LINES)
def test_no_line_of_whatever_length_holds_the_machine_for_hours(part):
    harvest(f"# Informe\n\nAlgo {part * (200_000 // len(part))}x «se dijo una cosa y otra más» fin")


@pytest.mark.parametrize("shape", [one_paragraph, one_quotation, words_divided_at_every_line])
def test_no_number_of_lines_that_belong_together_holds_the_machine_for_hours(shape):
    harvest(shape(40_000))


def test_titles_within_titles_without_end_are_read_as_a_tree_that_people_can_follow():
    chain = "".join(f"# Parte {n}\n\n- Parte {n + 1}\n- Otra {n}\n\n# Otra {n}\n\nSe dijo {n}.\n\n" for n in range(100))
    assert max(len(passage.path) for passage in split(chain).passages) <= 12
