"""What every test shares."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest

# Playwright's synchronous driver runs an event loop beside Django's ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


real_database = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    from pathlib import Path

    from django.conf import settings
    from django.utils.translation.reloader import translation_file_changed

    from cms.i18n.catalogues import compile_all

    for path in compile_all(Path(settings.BASE_DIR)):
        # By now Django has looked for translations, and would go on without those of a fresh checkout.
        translation_file_changed(sender=None, file_path=path)
    config.stash[real_database] = settings.DATABASES["default"]["NAME"]
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:
        # A test database need not survive a power cut.
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    # A browser keeps its line to the live server open; a thread that kept its connection for as long would still be in
    # the test database when PostgreSQL is to drop it.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    # Filling the search index costs more than everything else in a test; those about search switch it on again.
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    # WhiteNoise warns where nothing was collected.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_sessionstart() -> None:
    from cms.models import Testimony

    # By its name, pytest takes it for a class of tests wherever a test imports it.
    Testimony.__test__ = False


def commits(item: pytest.Item) -> bool:
    """Whether a test's changes are committed, so that every table is emptied after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & {*getattr(item, "fixturenames", [])}
    return bool(fixtures) or (marker is not None and bool(marker.kwargs.get("transaction")))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests that commit begin with the rows that migrations made (languages, groups), as all others do."""
    if commits(item):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """And they leave those rows behind, for `--reuse-db` starts the next run with what it finds."""
    from django.db import connection
    from pytest_django.plugin import blocking_manager_key

    from cms.core import append_only

    if commits(item):
        # On SQLite, tables are emptied row by row, which the triggers refuse.
        with item.config.stash[blocking_manager_key].unblock():
            append_only.drop_triggers(plan=True)
    yield
    # After the last test the connection may lead to the real database again, which no test ever writes to.
    is_test_database = connection.settings_dict["NAME"] != item.config.stash[real_database]
    if commits(item) and is_test_database and hasattr(connection, "_test_serialized_contents"):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            append_only.create_triggers()
            connection.close()


def pytest_runtest_setup(item: pytest.Item) -> None:
    from django.db import connection

    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        go_without("PostgreSQL: DATABASE_URL names another database", "REQUIRE_POSTGRES")


def go_without(what: str, required: str) -> None:
    """Skip a test whose surroundings lack something, or fail it where `required` is set to 1."""
    if os.environ.get(required) == "1":
        pytest.fail(f"{required}=1 and there is no {what}", pytrace=False)
    pytest.skip(f"no {what}")


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files that a test writes go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def nobody_tried_yet(settings):
    """What other tests tried is counted under another name."""
    settings.QUEUE_NAME = f"test-{uuid4().hex}"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Queries that are kept name rows (a content type's number) that tests make anew; kept pictures, files."""
    from django.core.cache import cache

    from cms.api.queries import listed_on, wordings_on
    from cms.consent.gate_sql import question_of

    for kept in (question_of, wordings_on, listed_on):
        kept.cache_clear()
    cache.clear()


@pytest.fixture
def admin(db):
    """An administrator who may do everything."""
    from tests.factories import make_user

    return make_user("admin", is_superuser=True)


@pytest.fixture
def admin_client(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where this machine's Chromium is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        go_without("Chromium on this machine (Debian's package chromium)", "REQUIRE_BROWSER")
    return str(path)


@pytest.fixture
def page(chromium, live_server, settings) -> Iterator:
    """A tab of a real browser, in Spanish, on a real server; an error in a page's own JavaScript fails the test."""
    from playwright.sync_api import sync_playwright

    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = settings.SANDBOX_URL = live_server.url
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet]
        )
        tab = browser.new_page(base_url=live_server.url, locale="es", viewport={"width": 1280, "height": 900})
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        yield tab
        browser.close()
    assert errors == []


@pytest.fixture
def admin_page(page, live_server, admin_client):
    """The browser's tab, logged in as an administrator."""
    page.context.add_cookies(
        [{"name": "sessionid", "value": admin_client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.fixture(scope="session")
def migrated_installations(tmp_path_factory):
    from tests.installation import migrated

    yield from migrated(tmp_path_factory.mktemp("migrated") / "var")


@pytest.fixture
def installation(migrated_installations, tmp_path):
    """A migrated installation of its own, for tests that start real processes on it."""
    made = migrated_installations(tmp_path / "var")
    yield made
    made.end()


@pytest.fixture
def empty_installation(tmp_path):
    """A folder in which nothing was started yet."""
    from tests.installation import Installation

    made = Installation(tmp_path / "var")
    yield made
    made.end()
