"""A consistent copy of an installation: the database, marked inside as a copy, the files, and the secrets apart."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.core.local_folder import FILE_MODE, FOLDER_MODE, ensure_folder, ensure_private_file
from cms.core.storage_failures import SENTENCES, storage_failure
from cms.models.jobs import DatabaseOrigin

SQLITE_NAME, POSTGRESQL_NAME = "cosecha.sqlite3", "database.sql"
# Folders of VAR, in the order in which they are copied; what else lies there is made anew.
FOLDERS = ("uploads", "mailbox", "secrets")
# What a dump says at its end, so that a copy knows what it is however it is put back.
MARK = "UPDATE {table} SET copied_at = '{at}'"


class BackupError(CosechaError):
    """The copy could not be made or put back, and why."""


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """A full disk, or a folder of somebody else, as the BackupError that says so."""
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as error:
        failure = storage_failure(error)
        raise BackupError(str(SENTENCES[failure][0] if failure else error), detail=repr(error)) from error


def back_up(folder: Path, now: datetime | None = None) -> Path:
    """Copy everything into `folder`, which must not hold anything yet. Cosecha may be running."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(_("%(folder)s is not empty. Name another folder.") % {"folder": folder})
    ensure_folder(folder)
    folder.chmod(FOLDER_MODE)
    DatabaseOrigin.objects.get_or_create(pk=1)  # the row that is marked in the copy
    at = now or timezone.now()
    # First the database: files that come later do no harm, missing ones would. Its name it gets last: what a full disk
    # cut short is no backup.
    database = folder / (POSTGRESQL_NAME if connection.vendor == "postgresql" else SQLITE_NAME)
    copy_database = dump_postgresql if connection.vendor == "postgresql" else copy_sqlite
    unfinished = database.with_name(f"{database.name}.unfinished")
    copy_database(unfinished, at)
    for name in FOLDERS:
        if folder_of(name).is_dir():
            copy_private(folder_of(name), folder / name)
    unfinished.rename(database)
    return folder


def folder_of(name: str) -> Path:
    """Where the folder `name` of a backup lies in this installation."""
    places = {"uploads": settings.MEDIA_ROOT, "mailbox": settings.MAILBOX_FOLDER, "secrets": settings.SECRETS_FOLDER}
    return Path(places[name])


def default_folder(now: datetime) -> Path:
    """Beside VAR, named by the time."""
    return Path(settings.VAR).with_name(f"{settings.VAR.name}-backup-{timezone.localtime(now):%Y%m%d-%H%M%S}")


def copy_sqlite(path: Path, at: datetime) -> None:
    """Through SQLite's own backup, while others write. https://www.sqlite.org/backup.html"""
    ensure_private_file(path)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        copy.execute(_mark(at))
        copy.commit()


def dump_postgresql(path: Path, at: datetime) -> None:
    """With pg_dump, as SQL, and the mark at its end."""
    ensure_private_file(path)
    run_postgresql("pg_dump", "--no-owner", "--no-privileges", "--file", str(path))
    with path.open("a", encoding="utf-8") as dump:
        dump.write(f"\n{_mark(at, 'public.')};\n")


def run_postgresql(program: str, *arguments: str) -> None:
    """A program of PostgreSQL on the database of the settings; its password is not in the list of processes."""
    try:
        subprocess.run(
            [program, *arguments],
            env={**os.environ, **_access(connection.settings_dict)},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        sentence = _("There is no program %(program)s on this machine: install PostgreSQL's client programs.")
        raise BackupError(sentence % {"program": program}) from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program}: {error.stderr.strip()[-500:]}", detail=error.stderr) from error


def _access(given: Mapping[str, Any]) -> dict[str, str]:
    """https://www.postgresql.org/docs/current/libpq-envars.html"""
    names = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {variable: str(given[name]) for variable, name in names.items() if given.get(name)}


def copy_private(source: Path, target: Path) -> None:
    """Copy a folder; what is copied is its owner's alone. A file that is removed meanwhile is left out."""
    ensure_folder(target)
    target.chmod(FOLDER_MODE)
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_dir():
            ensure_folder(copy)
            copy.chmod(FOLDER_MODE)
        elif path.is_file():
            try:
                shutil.copy2(path, ensure_private_file(copy))
            except FileNotFoundError:
                copy.unlink(missing_ok=True)
                continue
            copy.chmod(FILE_MODE)


def _mark(at: datetime, schema: str = "") -> str:
    table = schema + DatabaseOrigin._meta.db_table
    return MARK.format(table=table, at=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"))
