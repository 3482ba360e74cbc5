"""What the admin's tests share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def pages_elsewhere(settings):
    """Readers read on the NGO's own site, so these tests need no reader page of ours."""
    settings.ITEM_URL_PATTERN = "https://site.example.org/{language}/{kind}/{slug}"
