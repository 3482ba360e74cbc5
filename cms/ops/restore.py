"""Putting a backup in place. What was there is kept aside; what was due goes out only once a person says so."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.local_folder import FILE_MODE, FOLDER_MODE, ensure_folder, ensure_private_file, restrict
from cms.jobs import runs
from cms.jobs.heartbeat import is_worker_alive
from cms.models.jobs import ProcessRun
from cms.ops.backup import (
    FOLDERS,
    POSTGRESQL_NAME,
    SQLITE_NAME,
    BackupError,
    copy_private,
    dump_postgresql,
    folder_of,
    run_postgresql,
)
from cms.ops.preflight import only_one


def restore(folder: Path, now: datetime | None = None) -> Path:
    """Put the backup `folder` in place; where what was there is kept. Raises CosechaError while Cosecha runs."""
    is_server = connection.vendor == "postgresql"
    database = folder / (POSTGRESQL_NAME if is_server else SQLITE_NAME)
    if not database.is_file():
        sentence = _("%(folder)s is no backup of this database: it holds no %(name)s.")
        raise BackupError(sentence % {"folder": folder, "name": database.name})
    with only_one(settings.VAR):
        at = now or timezone.now()
        _refuse_while_running(at)
        copies = _copy_beside(folder, [] if is_server else [database.name])
        aside = settings.VAR / f"before-restore-{timezone.localtime(at):%Y%m%d-%H%M%S-%f}"
        ensure_folder(aside)
        if is_server:
            _restore_postgresql(database, aside, at)
        else:
            _move_sqlite_aside(aside)
        for name, (copy, own) in copies.items():
            _move_aside(own, aside / name)
            shutil.move(copy, own)
    return aside


def _copy_beside(folder: Path, files: list[str]) -> dict[str, tuple[Path, Path]]:
    """Copy all of the backup beside where it goes: a disk that is too full for it is met before anything is changed.

    By name, each copy and the place it goes to.
    """
    places = {name: folder_of(name) for name in FOLDERS if (folder / name).is_dir()}
    places |= {name: Path(connection.settings_dict["NAME"]) for name in files}
    copies = {name: (own.with_name(f"{own.name}.restored"), own) for name, own in places.items()}
    try:
        for name, (copy, _own) in copies.items():
            _remove(copy)
            if (folder / name).is_dir():
                copy_private(folder / name, copy)
            else:
                shutil.copyfile(folder / name, ensure_private_file(copy))
    except OSError:
        for copy, _own in copies.values():
            _remove(copy)
        raise
    return copies


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def _refuse_while_running(now: datetime) -> None:
    """Workers and web servers that were started by themselves hold no lock."""
    with _unless_damaged():
        is_elsewhere = connection.vendor == "postgresql" and is_worker_alive(now) and not _was_stopped()
        if is_elsewhere or runs.is_any_alive():
            raise BackupError(_("Cosecha is running. Stop it on all machines first."))


def _was_stopped() -> bool:

    last = ProcessRun.objects.filter(beats=True).order_by("-seen_at", "-pk").first()
    return last is None or last.stopped_at is not None


@contextmanager
def _unless_damaged() -> Iterator[None]:
    """A database that cannot be read is a reason to restore, not one to refuse."""
    try:
        yield
    except DatabaseError:
        connection.close()


def _move_sqlite_aside(aside: Path) -> None:
    connection.close()
    own = Path(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        _move_aside(own.with_name(own.name + suffix), aside / f"{SQLITE_NAME}{suffix}")


def _restore_postgresql(database: Path, aside: Path, at: datetime) -> None:
    """In one transaction: either all of the copy is there, or what was there before."""
    dump_postgresql(aside / POSTGRESQL_NAME, at)
    connection.close()
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    stop = ("--set", "ON_ERROR_STOP=1", "--no-psqlrc", "--quiet", "--single-transaction")
    run_postgresql("psql", *stop, "--command", empty, "--file", str(database))


def _move_aside(path: Path, aside: Path) -> None:
    """What was there keeps its place in the folder, and becomes its owner's alone."""
    if not path.exists():
        return
    ensure_folder(aside.parent)
    shutil.move(path, aside)
    for moved in (aside, *(aside.rglob("*") if aside.is_dir() else ())):
        restrict(moved, FOLDER_MODE if moved.is_dir() else FILE_MODE)
