"""What every test shares."""

from __future__ import annotations

import os

import pytest

# Playwright's synchronous driver runs an event loop beside Django's ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    from pathlib import Path

    from django.conf import settings

    from cms.translations import compile_all

    list(compile_all(Path(settings.BASE_DIR)))
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:
        # A test database need not survive a power cut.
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    # Filling the search index costs more than everything else in a test; those about search switch it on again.
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    settings.LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files that a test writes go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def admin(db):
    """An administrator who may do everything."""
    from tests.factories import make_user

    return make_user("admin", is_superuser=True)


@pytest.fixture
def admin_client(client, admin):
    client.force_login(admin)
    return client
