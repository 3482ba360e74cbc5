"""What every test of what phones send shares."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def fresh_counts(settings, tmp_path):
    """What earlier runs sent within this hour is not counted."""
    settings.VAR, settings.LIMITS_URL = tmp_path, ""
