"""Real processes around the test database: a web server with the sandbox network, workers, and a proxy that fails."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings
from django.db import connection
from huey import SqliteHuey

from campaigns import tasks

ROOT = Path(settings.BASE_DIR)
# How long a test waits before it says that something does not happen.
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """The test database's address, for other processes."""
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    password = f":{quote(made['PASSWORD'])}" if made["PASSWORD"] else ""
    return f"postgres://{made['USER']}{password}@{made['HOST']}:{made['PORT'] or 5432}/{made['NAME']}"


class FaultyProxy:
    """Hands requests on to `target`, and then fails to answer as `faults` say: one for each POST, in order."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.faults: list[str] = []
        self.accepted = threading.Event()
        self.released = threading.Event()
        self.posts = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                proxy.posts += 1
                fault = proxy.faults.pop(0) if proxy.faults else ""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if fault == "502 before":
                    self.send_error(502)
                elif fault == "late":
                    self.send_error(504)
                    threading.Timer(2, self._hand_on, [body]).start()
                else:
                    answer = self._hand_on(body)
                    proxy.accepted.set()
                    self._fail(fault, answer)

            def do_GET(self) -> None:
                self._answer(self._hand_on(self.rfile.read(int(self.headers.get("Content-Length", 0)))))

            do_DELETE = do_GET

            def _hand_on(self, body: bytes) -> httpx.Response:
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                with httpx.Client(trust_env=False, timeout=60) as client:
                    return client.request(self.command, proxy.target + self.path, content=body, headers=headers)

            def _fail(self, fault: str, answer: httpx.Response) -> None:
                if fault == "hang":
                    proxy.released.wait(PATIENCE)
                elif fault == "502":
                    self.send_error(502)
                elif fault == "half":
                    self.send_response(201)
                    self.send_header("Content-Length", "500")
                    self.end_headers()
                    self.wfile.write(answer.content[:7])
                elif fault != "close":
                    self._answer(answer)
                if fault in ("close", "hang", "half"):
                    self.close_connection = True
                    with contextlib.suppress(OSError):
                        self.connection.shutdown(socket.SHUT_RDWR)

            def _answer(self, answer: httpx.Response) -> None:
                self.send_response(answer.status_code)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


class Processes:
    """One web server that answers several at once, a proxy before it, and as many workers as a test starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.web = f"http://127.0.0.1:{self.port}"
        self.proxy = FaultyProxy(self.web)
        self.queue = SqliteHuey(tasks.work.huey.name, filename=str(folder / "queue.sqlite3"))
        self.children: list[subprocess.Popen[bytes]] = []
        gunicorn = [sys.executable, "-m", "gunicorn", "cms.wsgi", "-b", f"127.0.0.1:{self.port}", "--threads", "4"]
        self.start([*gunicorn, "--log-level", "warning"])
        self.until(self.answers, wake=False)

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": database_url(),
            "HUEY_URL": f"sqlite:///{self.folder / 'queue.sqlite3'}",
            "QUEUE_NAME": tasks.work.huey.name,
            "COSECHA_VAR": str(self.folder),
            "STATE_FOLDER": str(self.folder.with_name(f"{self.folder.name}-outside")),
            "SECRET_KEY": settings.SECRET_KEY,
            "READERS_SECRET": settings.READERS_SECRET,
            "BASE_URL": self.web,
            "SANDBOX_URL": self.proxy.url,
            "ITEM_URL_PATTERN": settings.ITEM_URL_PATTERN,
            "NETWORK_TIMEOUT": "2",
            "NETWORK_LOOK_AFTER": "0.2",
            "NETWORK_LEASE": "8",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
        }

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = (self.folder / f"process-{len(self.children)}.log").open("wb")
        child = subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        self.children.append(child)
        return child

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start([sys.executable, "manage.py", "run_huey", "--quiet"])

    def answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.web}/healthy", trust_env=False).status_code == 200
        return False

    def wake(self) -> None:
        """Enqueue the task for whatever worker there is, as `cms.jobs.wake` does."""
        self.queue.storage.enqueue(tasks.work.huey.serialize_task(tasks.work.s()))

    def until(self, came_true: Callable[[], bool], *, wake: bool = True) -> None:
        """Wait for something to come true, waking workers meanwhile."""
        deadline = time.monotonic() + PATIENCE
        while not came_true():
            if time.monotonic() > deadline:
                logs = "\n".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("*.log")))
                raise AssertionError(f"It did not happen.\n{logs}")
            if wake:
                self.wake()
            time.sleep(0.3)

    def kill(self, child: subprocess.Popen[bytes]) -> None:
        """SIGKILL, as a power cut or the kernel would."""
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def close(self) -> None:
        self.proxy.close()
        for child in self.children:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Processes]:
    processes = Processes(folder)
    try:
        yield processes
    finally:
        processes.close()
