"""Every test starts with clients that have not asked yet."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()
