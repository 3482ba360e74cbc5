"""Cosecha's settings and the app with the slow tasks."""

from cms.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cms.running.slow"]  # noqa: F405
