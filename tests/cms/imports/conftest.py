"""Who imports in these tests."""

from __future__ import annotations

import pytest

from cms.users.roles import EDITOR
from tests.factories import make_user


@pytest.fixture
def editor():
    return make_user("editora", groups=(EDITOR,))
