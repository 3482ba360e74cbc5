"""What every test shares."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from cms.ops.garbage import collect_seldom, keep_what_is_loaded
from tests.campaigns.networks.matrix_report import pytest_terminal_summary  # noqa: F401  # a hook, found by its name
from tests.profiles import load_profile
from tests.selection import pytest_addoption, pytest_collection_modifyitems  # noqa: F401  # hooks, found by their names

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.databases import Databases

collect_seldom()
# Playwright's synchronous driver runs an event loop beside Django's ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Before any test module is read: each takes its number of examples from the profile.
load_profile()


def pytest_configure() -> None:
    from pathlib import Path

    from django.conf import settings
    from django.utils.translation.reloader import translation_file_changed

    from cms.core.installation_secrets import generate_missing_secrets
    from cms.i18n.catalogues import compile_all

    generate_missing_secrets()

    for path in compile_all(Path(settings.BASE_DIR)):
        # By now Django has looked for translations, and would go on without those of a fresh checkout.
        translation_file_changed(sender=None, file_path=path)
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:
        # A test database need not survive a power cut.
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    # A browser keeps its line to the live server open; a thread that kept its connection for as long would still be in
    # the test database when PostgreSQL is to drop it.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    # WhiteNoise warns where nothing was collected, and lists all files anew for each test's client.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.WHITENOISE_AUTOREFRESH = True
    settings.LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_sessionstart() -> None:
    from cms.models import Testimony

    # By its name, pytest takes it for a class of tests wherever a test imports it.
    Testimony.__test__ = False


def pytest_collection_finish() -> None:
    # All tests and what they import, which every later look for cycles would walk through.
    keep_what_is_loaded()


def pytest_runtest_setup(item: pytest.Item) -> None:
    from django.db import connection

    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        go_without("PostgreSQL: DATABASE_URL names another database", "REQUIRE_POSTGRES")


def go_without(what: str, required: str) -> None:
    """Skip a test whose surroundings lack something, or fail it where `required` is set to 1."""
    if os.environ.get(required) == "1":
        pytest.fail(f"{required}=1 and there is no {what}", pytrace=False)
    pytest.skip(f"no {what}")


@pytest.fixture(scope="session")
def databases(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[Databases]:
    """Where copies of the migrated template come from."""
    from tests.databases import databases_of_engine

    with django_db_blocker.unblock():
        found = databases_of_engine(tmp_path_factory.getbasetemp())
    yield found
    found.drop_copies()


@pytest.fixture(scope="session")
def django_db_setup(databases, django_db_blocker) -> Iterator[None]:
    """Instead of pytest-django's: the test database is a copy, and gets its rows back after each test that commits."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        databases.open_test_database()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: databases.restore())
        with django_db_blocker.block():
            yield
        databases.close_test_database()


@pytest.fixture(scope="session")
def sample_template(databases, django_db_setup, django_db_blocker, tmp_path_factory):
    from tests.sample import ready_sample

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with django_db_blocker.unblock():
        return ready_sample(databases, shared / "sample")


@pytest.fixture
def sample(transactional_db, databases, sample_template, uploads):
    """The database and the uploads hold the sample. Answers the newcomer who loaded it, an administrator."""
    from cms.users.models import User
    from tests.sample import NEWCOMER

    sample_template.copy(databases, uploads)
    return User.objects.get(username=NEWCOMER)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files that a test writes go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def state_folder(settings, tmp_path):
    """How far other tests have come says nothing about this one's database."""
    settings.STATE_FOLDER = tmp_path / "state"
    return settings.STATE_FOLDER


@pytest.fixture(autouse=True)
def nobody_tried_yet(settings):
    """What other tests tried is counted under another name."""
    settings.QUEUE_NAME = f"test-{uuid4().hex}"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Queries that are kept name rows (a content type's number) that tests make anew; kept pictures, files."""
    from django.core.cache import cache

    from cms.api.queries import select_listed, select_readable
    from cms.consent.gate_sql import question_of
    from cms.core.cache.store import store

    for kept in (question_of, select_readable, select_listed):
        kept.cache_clear()
    cache.clear()
    store.clear()


@pytest.fixture(autouse=True)
def indexes(request, monkeypatch, settings):
    """Search and reference index cost more than everything else in a test: only those marked `indexes` fill them."""
    import modelsearch.signal_handlers
    import wagtail.signal_handlers

    is_filled = request.node.get_closest_marker("indexes") is not None
    monkeypatch.setitem(settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE", is_filled)
    if not is_filled:
        no_task = SimpleNamespace(enqueue=lambda *_: None)
        monkeypatch.setattr(modelsearch.signal_handlers, "insert_or_update_object_task", no_task)
        monkeypatch.setattr(wagtail.signal_handlers, "update_reference_index_task", no_task)


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
    """Where this machine's Chromium is; rather the one without windows, which needs two thirds of the work."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        go_without("Chromium on this machine (Debian's package chromium)", "REQUIRE_BROWSER")
    return str(path)


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server, settings) -> Iterator[Page]:
    """A tab of a real browser, in Spanish, on a real server; an error in a page's own JavaScript fails the test."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = settings.SANDBOX_URL = live_server.url
    # A context has cookies, storage and a cache of its own.
    context = browser.new_context(base_url=live_server.url, locale="es", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    context.close()
    assert errors == []


@pytest.fixture
def admin_page(page, live_server, admin_client):
    """The browser's tab, logged in as an administrator."""
    page.context.add_cookies(
        [{"name": "sessionid", "value": admin_client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.fixture
def installation(databases, tmp_path):
    """A migrated installation of its own, for tests that start real processes on it."""
    from tests.installation import Installation, with_secrets

    made = with_secrets(Installation(tmp_path / "var", databases.make_copy(tmp_path / "var")))
    yield made
    made.end()


@pytest.fixture
def empty_installation(tmp_path):
    """A folder in which nothing was started yet."""
    from tests.installation import Installation

    made = Installation(tmp_path / "var")
    yield made
    made.end()
