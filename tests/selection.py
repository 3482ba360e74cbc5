"""Which tests a run takes, and in which order. Found out from what a test asks for, so that nobody marks it by hand."""

from __future__ import annotations

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "databases", "django_db_setup"}


def touches_database(item: pytest.Item) -> bool:
    """Whether it reads or writes the test database, or has a copy of its own."""
    from django.test import TransactionTestCase

    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & {*getattr(item, "fixturenames", ())}:
        return True
    of_class = getattr(item, "cls", None)
    return of_class is not None and issubclass(of_class, TransactionTestCase)


def in_browser(item: pytest.Item) -> bool:
    return "chromium" in getattr(item, "fixturenames", ())


def starts_processes(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("processes") or item.get_closest_marker("competing"))


def differs_by_database(item: pytest.Item) -> bool:
    """Whether it may fail on PostgreSQL although it passes on SQLite."""
    if item.get_closest_marker("competing") or item.get_closest_marker("postgres"):
        return True
    return touches_database(item) and not in_browser(item) and not starts_processes(item)


def rank(item: pytest.Item) -> int:
    """Longest first: a long test that begins last would leave all other workers idle."""
    return 0 if starts_processes(item) else 1 if in_browser(item) else 2


def deal(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """In order of rank for each worker: xdist's worksteal gives each one stretch of the list to begin with."""
    ranked = sorted(items, key=rank)
    return [item for first in range(workers) for item in ranked[first::workers]]


def is_wanted(item: pytest.Item, config: pytest.Config) -> bool:
    if item.get_closest_marker("nightly") and not config.getoption("nightly"):
        return False
    if item.get_closest_marker("pds") and not config.getoption("pds"):
        return False
    return differs_by_database(item) or not config.getoption("database_only")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cosecha")
    group.addoption("--database-only", action="store_true", help="only tests that another database may fail")
    group.addoption("--nightly", action="store_true", help="the long tests too")
    group.addoption("--pds", action="store_true", help="the tests on Bluesky's own server too (make test-bluesky)")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = [item for item in items if is_wanted(item, config)]
    left_out = [item for item in items if not is_wanted(item, config)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = deal(wanted, getattr(config, "workerinput", {}).get("workercount", 1))
