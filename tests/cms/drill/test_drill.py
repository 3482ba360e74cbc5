"""The drill is held for real, and would not pass over what it finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from cms.drill.withdrawal import Found, _still_there, _without_receipt


@pytest.mark.parametrize("options", [[], pytest.param(["--every-format"], marks=pytest.mark.nightly)])
def test_withdrawn_words_are_gone_from_every_place_and_each_copy_has_its_receipt(options):
    elsewhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "HUEY_URL": "redis://127.0.0.1:9/0"}
    result = subprocess.run(
        [sys.executable, "manage.py", "drill", "withdrawal", "--json", *options],
        cwd=settings.BASE_DIR,
        env={**os.environ, **elsewhere, "EMAIL_URL": "smtp://127.0.0.1:9"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    outcome = json.loads(result.stdout.splitlines()[-1])
    assert {row["channel"] for row in outcome["found"]} == {"Sitio web", "Correo mensual", "Campañas"}
    assert all(row["before"] and not row["after"] for row in outcome["found"])
    assert set(outcome["receipts"]) == {"taken_back"}


def test_words_that_stay_or_never_were_there_are_named():
    assert not _still_there([Found("web", "page", before=True, after=False)])
    assert _still_there([Found("web", "page", before=True, after=True)]) == ["web, page: the words are still there"]
    assert _still_there([Found("web", "page", before=False, after=False)]) == ["web, page: the words never appeared"]


def test_a_copy_without_receipt_or_with_one_that_is_open_is_named():
    assert not _without_receipt({"taken_back": 3}, 3)
    assert _without_receipt({"taken_back": 2}, 3) == ["3 copies and 2 receipts"]
    assert _without_receipt({"taken_back": 2, "failed": 1}, 3) == ["1 receipts are failed"]
