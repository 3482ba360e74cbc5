"""An installation of its own in a temporary folder: real processes, a real database, ports that are free."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
# What the machine that runs the tests has set for itself.
NOT_THEIRS = {"BASE_URL", "DATABASE_URL", "EMAIL_URL", "PRODUCTION", "LC_ALL", "LC_MESSAGES"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition: Callable[[], Any], what: str = "", within: float = 90) -> Any:
    """Wait until `condition()` is true and answer it; fail the test where it never is."""
    deadline = time.monotonic() + within
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"it never came true: {what or condition}"
        time.sleep(0.05)
    return answer


class Installation:
    """A folder of its own with its database, and the processes that run on it."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database_url = database_url
        self.port, self.mailbox_port = free_port(), free_port()
        self.processes: list[subprocess.Popen[str]] = []

    def surroundings(self, **changes: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in NOT_THEIRS}
        own = {
            "COSECHA_VAR": str(self.folder),
            "STATE_FOLDER": str(self.folder.with_name(f"{self.folder.name}-outside")),
            "PORT": str(self.port),
            "MAILBOX_PORT": str(self.mailbox_port),
            "QUEUE_NAME": f"test-{self.folder.name}-{self.port}",
            "LANG": "es_ES.UTF-8",
            "SAMPLE": "false",
        }
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return kept | own | database | changes

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """A management command to its end."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.surroundings(**changes), text=True, capture_output=True, timeout=300
        )

    def begin(self, *arguments: str, **changes: str) -> subprocess.Popen[str]:
        """A management command that keeps running; what it says goes to `said()`."""
        with (self.folder.parent / f"{self.folder.name}.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=self.surroundings(**changes),
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def start(self, **changes: str) -> subprocess.Popen[str]:
        """`manage.py start`, until it says that it is ready."""
        before = self.said().count("Cosecha está lista")
        process = self.begin("start", **changes)
        eventually(
            lambda: self.said().count("Cosecha está lista") > before or process.poll() is not None,
            "Cosecha está lista",
            within=240,
        )
        assert process.poll() is None, self.said()
        return process

    def said(self) -> str:
        log = self.folder.parent / f"{self.folder.name}.log"
        return log.read_text() if log.exists() else ""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the installation's database, past Django's connection to the test's own."""
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(query).fetchall()
        import sqlite3

        with sqlite3.connect(self.folder / "cosecha.sqlite3") as connection:
            return connection.execute(query).fetchall()

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(timeout=120)


def open_to_others(folder: Path) -> list[str]:
    """Everything in `folder` that another user of this machine could read, write or enter."""
    found = [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
    return [f"{path.relative_to(folder.parent)} {path.stat().st_mode & 0o777:o}" for path in found]


def with_secrets(installation: Installation) -> Installation:
    """As the first `manage.py start` leaves it: single commands and workers need its secrets."""
    from cms.core.local_folder import local_secret

    for name in ("secret_key", "readers_secret"):
        local_secret(installation.folder / "secrets", name)
    return installation


def password_shown(text: str) -> str:
    """The password of the first user, as a start says it."""
    return re.search(r"Contraseña: +(\S+)", text).group(1)


def log_in(installation: Installation, password: str) -> httpx.Response:
    """The page after signing in as the first user."""
    with httpx.Client(base_url=f"http://127.0.0.1:{installation.port}", follow_redirects=True) as client:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/admin/login/").text).group(1)
        form = {"username": "admin", "password": password, "csrfmiddlewaretoken": token, "next": "/admin/"}
        return client.post("/admin/login/", data=form)


def is_silent(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
