"""Who may do what, at every address there is. A new address without a row in tests/data/doors.toml fails here.

The rows are judged by people: by the table of roles (cms/users/roles.py), and by what each page is for. What fails is
answered with rows as the doors behave, to be judged before they are put into the table.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pytest
from wagtail.admin.views.generic import CreateView, EditView, IndexView

from tests.doors.addresses import Door, doors
from tests.doors.standing import gains, standing, tokens, touches_standing
from tests.doors.table import METHODS, PEOPLE, Outcomes, draft, read_table
from tests.doors.walk import Typed, tried, undrawn_pages, writes
from tests.doors.world import World


@pytest.fixture
def world(sample, settings, tmp_path):
    settings.MAILBOX_FOLDER = tmp_path / "mailbox"
    return World(sample, settings.MAILBOX_FOLDER)


def at_borders(row: tuple[str, ...], method: str) -> set[int]:
    """Who stands on each side of a change in `row`, a superuser left out: each role may do what the one before it may.

    What none of them may do is tried by the last of them. Who is nobody is tried at every address once.
    """
    roles = list(enumerate(row))[1:-1]
    nobody = {0} if method == "post" or row[0] != "login" else set()
    borders = {place for left, right in pairwise(roles) if left[1] != right[1] for place in (left[0], right[0])}
    if borders:
        return nobody | borders
    return nobody if row[1] == "ok" else nobody | {roles[-1][0]}


def walk(world: World, found: list[Door], table: dict[str, Outcomes], *, everybody: bool) -> dict[str, Outcomes]:
    """The outcomes at these doors, where nobody else is tried those that the table has. Nobody gains anything by it."""
    before, keys = standing(), tokens()
    answered: dict[str, Outcomes] = {}
    with undrawn_pages(), writes() as written:
        for door in found:
            answered[door.key] = {}
            for method in METHODS:
                row = list(table.get(door.key, {}).get(method, ("?",) * len(PEOPLE)))
                for place in range(len(PEOPLE)) if everybody or "?" in row else at_borders(tuple(row), method):
                    person = world.people[PEOPLE[place]]

                    def check(person: Any = person, door: Door = door, method: str = method) -> None:
                        if not person.is_superuser and touches_standing(written):
                            assert (gains(before, person), tokens()) == ([], keys), (door.key, method, str(person))

                    row[place] = tried(door, person, method, world, written, check)
                answered[door.key][method] = tuple(row)
    return answered


def in_every_run(door: Door) -> bool:
    """Quotes and testimonies stand for the seven kinds of content, whose views are the same classes."""
    others = ("learning", "resource", "webinar", "discussiongroup", "commitment")
    return not any(f"cms_{kind}" in door.name or f"choose_{kind}_" in door.name for kind in others)


def judge(world: World, found: list[Door], *, everybody: bool) -> None:
    table = read_table()
    answered = walk(world, found, table, everybody=everybody)
    wrong = {key: outcomes for key, outcomes in answered.items() if outcomes != table.get(key)}
    assert not wrong, draft(wrong)


def undrawable(world: World, found: list[Door]) -> list[str]:
    """The pages whose templates fail for a superuser."""
    with writes() as written:
        answers = {door.key: tried(door, world.chief, "get", world, written) for door in found}
    return [f"{key}: {answer}" for key, answer in answers.items() if answer.startswith("500")]


def test_every_address_has_a_row_and_every_row_an_address():
    assert {door.key for door in doors()} == set(read_table())


def test_who_may_do_what(world):
    judge(world, [door for door in doors() if in_every_run(door)], everybody=False)
    assert not undrawable(world, [door for door in doors() if door.name.startswith("wagtailadmin_explore")])


@pytest.mark.nightly
def test_who_may_do_what_for_each_kind_and_everybody(world):
    judge(world, doors(), everybody=True)


@pytest.mark.nightly
def test_every_page_is_drawn(world):
    assert not undrawable(world, doors())


# Nothing at all, text that no database keeps, a number that no column holds, and moments out of the calendar.
GARBLED = (None, "\x00 ñ", "99999999999999999999", "2026-13-45T25:00:00Z", "0001-01-01T00:00:00+14:00")


def is_ours(door: Door) -> bool:
    """Whether its view is written here. Forms and lists that Wagtail makes and reads are tested there."""
    view = getattr(door.view, "view_class", door.view)
    is_wagtails = isinstance(view, type) and issubclass(view, (CreateView, EditView, IndexView))
    return view.__module__.startswith(("cms.", "newsletter.", "campaigns.")) and not is_wagtails


def failures(world: World, found: list[Door], values: tuple[str | None, ...], *, reads: bool) -> list[str]:
    """Where an exception was left that nobody caught. With `reads`, what cannot be posted to is asked for."""
    failed = []
    with undrawn_pages(), writes() as written:
        for door, value in product(found, values):
            answer = tried(door, world.chief, "post", world, written, typed=Typed(value))
            if reads and answer == "405":
                answer = tried(door, world.chief, "get", world, written, typed=Typed(value))
            if answer.startswith("500"):
                failed.append(f"{door.key} {value!r}: {answer}")
    return failed


def test_no_view_of_ours_fails_for_what_is_missing_or_garbled(world):
    ours = [door for door in doors() if is_ours(door) and in_every_run(door)]
    assert len(ours) > 80
    failed = failures(world, ours, (None, "99999999999999999999"), reads=False)
    assert not failed, "\n".join(failed)


@pytest.mark.nightly
def test_no_view_of_ours_fails_whatever_is_garbled(world):
    failed = failures(world, [door for door in doors() if is_ours(door)], GARBLED, reads=True)
    assert not failed, "\n".join(failed)
