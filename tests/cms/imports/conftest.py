"""Who imports in these tests."""

from __future__ import annotations

import pytest

from cms.users.roles import EDITOR
from tests.factories import make_user
from tests.media.in_process import in_process  # noqa: F401  # a fixture


@pytest.fixture(autouse=True)
def read_in_process(in_process):  # noqa: F811
    """A process for each table would take longer than reading it."""


@pytest.fixture
def editor():
    return make_user("editora", groups=(EDITOR,))
