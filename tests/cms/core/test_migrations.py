"""Migrations: one per app until the first release (`python -m tools.initial_migrations` writes them anew)."""

from __future__ import annotations

from django.db.migrations.loader import MigrationLoader

from tools.initial_migrations import APPS


def test_each_app_has_one_initial_migration():
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    ours = sorted(key for key in loader.disk_migrations if key[0] in APPS)
    assert ours == sorted((app, "0001_initial") for app in APPS)
