"""What every supported Python has to do: start with the sample, and run the code that depends on its version most."""

from __future__ import annotations

import urllib.request

import pytest

pytestmark = pytest.mark.smoke


@pytest.mark.processes
def test_the_first_start_shows_the_sample(empty_installation):
    empty_installation.start(SAMPLE="true")
    with urllib.request.urlopen(f"http://127.0.0.1:{empty_installation.port}/es/", timeout=60) as answer:
        page = answer.read().decode()
    [(items,)] = empty_installation.rows("SELECT count(*) FROM cms_item")
    assert items > 20
    assert "Cosecha" in page
