"""If this fails, a backup cannot be put back, or sends again what had left when it was made."""

from __future__ import annotations

import errno
import os
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.core.errors import CosechaError
from cms.jobs import runs
from cms.models import DatabaseOrigin, Hold, Topic
from cms.ops.backup import BackupError, back_up
from cms.ops.preflight import only_one
from cms.ops.restore import restore
from tests.copies import die, stop
from tests.installation import open_to_others


@pytest.fixture
def installed(transactional_db, settings, tmp_path):
    """Folders of its own, with the test database."""
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump")
    settings.VAR = tmp_path / "var"
    settings.MAILBOX_FOLDER, settings.SECRETS_FOLDER = settings.VAR / "mailbox", settings.VAR / "secrets"
    for folder, name in ((settings.MEDIA_ROOT, "foto.jpg"), (settings.SECRETS_FOLDER, "secret_key")):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / name).write_text("as it was")
    yield settings
    die()


def test_what_was_backed_up_is_put_back_on_hold_and_what_was_there_is_kept(installed, tmp_path):
    runs.begin(beats=True)
    Topic.objects.create(name="Agua", slug="agua")
    folder = back_up(tmp_path / "copy")  # while a worker runs
    assert open_to_others(folder) == []
    assert {path.name for path in folder.iterdir()} >= {"uploads", "secrets"}
    with pytest.raises(BackupError, match="copy"):
        back_up(folder)
    Topic.objects.all().delete()
    Topic.objects.create(name="Tierra", slug="tierra")
    (Path(installed.MEDIA_ROOT) / "foto.jpg").write_text("changed")
    worker, runs._own = runs._own, None  # as seen from another process
    with pytest.raises(CosechaError):
        restore(folder)
    runs._own = worker
    stop()
    with only_one(installed.VAR), pytest.raises(CosechaError):
        restore(folder)
    with pytest.raises(BackupError):
        restore(tmp_path / "nothing")
    assert DatabaseOrigin.objects.get().copied_at is None
    aside = restore(folder)
    assert [topic.name for topic in Topic.objects.all()] == ["Agua"]
    assert (Path(installed.MEDIA_ROOT) / "foto.jpg").read_text() == "as it was"
    assert (aside / "uploads" / "foto.jpg").read_text() == "changed"
    assert any("cosecha" in path.name or path.suffix == ".sql" for path in aside.iterdir())
    assert open_to_others(aside) == []
    hold = runs.begin()
    assert hold is not None
    assert hold.sign == Hold.Sign.MARKED
    stop()
    # Asked once: the next start finds nothing new. The backup can be put back again, and asks again.
    assert runs.begin() is None
    stop()
    restore(folder)
    assert runs.begin() is not None


def test_a_disk_that_is_full_in_the_middle_changes_nothing(installed, tmp_path, monkeypatch):
    Topic.objects.create(name="Agua", slug="agua")
    folder = back_up(tmp_path / "copy")
    Topic.objects.update(name="Tierra")
    before = sorted(path for path in installed.VAR.rglob("*") if path.name != "running.lock")
    copy, calls = shutil.copy2, []

    def full_at_the_last(source, target, **options):
        calls.append(target)
        if len(calls) % 2 == 0:
            Path(target).write_text("half of")
            raise OSError(errno.ENOSPC, "No space left on device")
        return copy(source, target, **options)

    monkeypatch.setattr(shutil, "copy2", full_at_the_last)
    for command, *arguments in (("restore", folder), ("backup", tmp_path / "another")):
        with pytest.raises(CommandError, match="El disco está lleno"):
            call_command(command, *map(str, arguments), stdout=StringIO())
    monkeypatch.undo()
    assert len(calls) == 4
    assert [topic.name for topic in Topic.objects.all()] == ["Tierra"]
    assert (Path(installed.MEDIA_ROOT) / "foto.jpg").read_text() == "as it was"
    assert sorted(path for path in installed.VAR.rglob("*") if path.name != "running.lock") == before
    with pytest.raises(BackupError):
        restore(tmp_path / "another")  # it was never finished
    restore(folder)
    assert [topic.name for topic in Topic.objects.all()] == ["Agua"]


def test_restoring_over_a_damaged_database_is_no_refusal(installed, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("its database is a file")
    Topic.objects.create(name="Agua", slug="agua")
    folder = back_up(tmp_path / "copy")
    connection.close()
    Path(connection.settings_dict["NAME"]).write_bytes(os.urandom(40_000))
    restore(folder)
    assert Topic.objects.count() == 1
