"""Cosecha's settings and the app with the slow tasks."""

from cms.settings import *  # noqa: F403  # all of them, whatever they are

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cms.ops.slow"]  # noqa: F405  # one of them
