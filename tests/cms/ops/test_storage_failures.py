"""If this fails, a full disk or a locked database is "something went wrong", and nobody learns why."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from cms.core.storage_failures import SENTENCES, StorageFailure, storage_failure
from cms.jobs import incidents, state_folder
from cms.models import Incident, Topic
from cms.ops import storage_failure_pages
from cms.tasks import report_failure


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch):
    monkeypatch.setattr(storage_failure_pages, "_noted_at", {})
    monkeypatch.setattr(incidents, "_unwritten", [])


@pytest.fixture
def staff(transactional_db, admin):
    client = Client(raise_request_exception=False, headers={"Accept-Language": "es"})
    client.force_login(admin)
    return client


@pytest.fixture
def full_database():
    """SQLite may not grow by a page more, as on a full disk; or PostgreSQL says so."""
    if connection.vendor != "sqlite":
        pytest.skip("a server's disk cannot be filled from here")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=1073741823")


def fill() -> None:
    """Until not even a small row fits."""
    for number in range(5000):
        try:
            Topic.objects.create(name=f"{number} {'x' * 60}", slug=f"t{number}")
        except DatabaseError:
            return


def test_a_full_disk_is_said_on_screen_and_on_the_home_page(staff, full_database):
    fill()
    data = {"name": "Agua " + "y" * 50, "slug": "agua" + "z" * 40}
    for path in (reverse("wagtailsnippets_cms_topic:add"), reverse("wagtailadmin_login")):
        answer = staff.post(path, data | {"username": "admin", "password": "wrong-one"})
        if path.endswith("add/"):
            assert answer.status_code == 503
            assert "El disco está lleno" in answer.text
            assert answer["Retry-After"]
    assert not Topic.objects.filter(slug=data["slug"]).exists()
    home = staff.get(reverse("wagtailadmin_home"))
    assert "El disco está lleno" in home.text
    # Once there is room, it becomes an ordinary incident.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=1073741823")
    incidents.write_kept()
    assert Incident.objects.get(key="storage.disk-full").count >= 1
    assert incidents.kept() == []


def test_a_locked_database_is_said_everywhere(staff, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("a lock on PostgreSQL waits for as long as it takes")
    name = connection.settings_dict["NAME"]
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.02)
    connection.close()
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = staff.post(reverse("wagtailsnippets_cms_topic:add"), {"name": "Agua", "slug": "agua"})
        assert (answer.status_code, "La base de datos está ocupada" in answer.text) == (503, True)
        report_failure("error", type("Task", (), {"name": "tick"}), OperationalErrorOf(sqlite3.SQLITE_BUSY))
        other.execute("ROLLBACK")
    connection.close()  # the next one waits as usual
    assert len(state_folder.kept_incidents()) == 2
    incidents.write_kept()
    assert Incident.objects.get(key="storage.database-busy").sentence == "La base de datos está ocupada."


def test_pages_and_programs_get_the_reason(client, db, monkeypatch):
    client.raise_request_exception = False

    def broken(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cms.core.rate_limits.count_attempt", broken)
    page = client.get("/api/v1/quotes/")
    assert (page.status_code, page["Content-Type"]) == (503, "application/problem+json")
    assert "disk is full" in page.json()["detail"]
    monkeypatch.setattr("media.models.Brand.load", broken)
    page = client.get("/nl/", headers={"Accept-Language": "nl"})
    assert page.status_code == 503
    assert "schijf" in page.text
    # No file can be written either: it waits in the process.
    monkeypatch.setattr("cms.jobs.state_folder.writable_folder", lambda *_: None)
    incidents.keep_outside("storage.disk-full", {"sentence": "full", "what_to_do": "", "url": "", "detail": ""})
    assert [incident.count for incident in incidents.kept()] == [2]


# What a full disk, another program or another user made of the file in which incidents are kept.
SPOILED = {
    "cut in a letter": lambda path: path.write_bytes(path.read_bytes()[: path.read_bytes().index("á".encode()) + 1]),
    "cut in a line": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "no line of ours": lambda path: path.write_text('[]\n7\n"x"\nnull\n{}\n'),
    "no time": lambda path: path.write_text(path.read_text().replace("2", "x")),
    "no text": lambda path: path.write_bytes(os.urandom(300)),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


def test_a_spoiled_file_of_incidents_costs_no_more_than_what_was_in_it(db, client, admin):
    client.force_login(admin)
    texts = {"sentence": "El disco está lleno.", "what_to_do": "", "url": "", "detail": ""}
    for name, spoil in SPOILED.items():
        incidents.keep_outside("before", texts)
        spoil(state_folder.places()[0] / state_folder.INCIDENTS)
        incidents.keep_outside("after", texts)
        assert "after" in [incident.key for incident in incidents.kept()], name
        assert client.get(reverse("wagtailadmin_home")).status_code == 200, name
        incidents.write_kept()
        assert Incident.objects.filter(key="after").exists(), name
        Incident.objects.all().delete()
        incidents._unwritten.clear()


def test_a_state_folder_that_may_not_be_read_stops_nothing(transactional_db, monkeypatch):
    def refuse(*_args, **_options):
        raise PermissionError(errno.EACCES, "of another user")

    for name in ("is_dir", "iterdir", "is_file", "read_text"):
        monkeypatch.setattr(state_folder.Path, name, refuse)
    assert (state_folder.numbers_of("key"), state_folder.running("key"), incidents.kept()) == ({}, [], [])
    state_folder.forget_dead("key", "token")
    state_folder.drop_kept_incidents()


class OperationalErrorOf(OperationalError):
    """Django's error around one of SQLite's with this code."""

    def __init__(self, code: int) -> None:
        super().__init__("from SQLite")
        self.__cause__ = sqlite3.OperationalError("from SQLite")
        self.__cause__.sqlite_errorcode = code


class ServerError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def test_failures_are_told_by_class_and_code():
    table = {
        OperationalErrorOf(sqlite3.SQLITE_FULL): StorageFailure.FULL,
        OperationalErrorOf(sqlite3.SQLITE_BUSY | (2 << 8)): StorageFailure.BUSY,
        OperationalErrorOf(sqlite3.SQLITE_LOCKED): StorageFailure.BUSY,
        OperationalErrorOf(sqlite3.SQLITE_READONLY | (4 << 8)): StorageFailure.READ_ONLY,
        OperationalErrorOf(sqlite3.SQLITE_CORRUPT): StorageFailure.DAMAGED,
        OperationalErrorOf(sqlite3.SQLITE_NOTADB): StorageFailure.DAMAGED,
        OperationalErrorOf(sqlite3.SQLITE_IOERR | (3 << 8)): StorageFailure.FAILING,
        OperationalErrorOf(sqlite3.SQLITE_CANTOPEN): StorageFailure.UNREACHABLE,
        OperationalErrorOf(sqlite3.SQLITE_CONSTRAINT): None,
        OperationalErrorOf(sqlite3.SQLITE_ERROR): None,
        OSError(errno.ENOSPC, ""): StorageFailure.FULL,
        OSError(errno.EDQUOT, ""): StorageFailure.FULL,
        OSError(errno.EROFS, ""): StorageFailure.READ_ONLY,
        FileNotFoundError(errno.ENOENT, ""): None,
        ServerError("53100"): StorageFailure.FULL,
        ServerError("55P03"): StorageFailure.BUSY,
        ServerError("25006"): StorageFailure.READ_ONLY,
        ServerError("57P01"): StorageFailure.UNREACHABLE,
        ServerError("08006"): StorageFailure.UNREACHABLE,
        ServerError("23505"): None,
        ValueError("disk full, database is locked"): None,
    }
    assert {repr(error): storage_failure(error) for error in table} == {repr(e): found for e, found in table.items()}
    assert [storage_failure(error) for error in table] == list(table.values())
    assert set(SENTENCES) == set(StorageFailure)
