"""An installation of a drill's own: a temporary folder, its own ports, the sandbox and the local mailbox.

Nothing of the surroundings' settings reaches it, so that a drill on a production machine touches no real thing.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from cms.core.errors import CosechaError

# What a process needs to run at all. Every setting of Cosecha is left out.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LANGUAGE", "TMPDIR", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
READY_WITHIN = 180


class DrillError(CosechaError):
    """The drill could not be held."""

    sentence = gettext_lazy("The drill could not be held.")


def settings_of(folder: Path) -> dict[str, str]:
    """The environment of an installation in `folder`: defaults, on ports that are free."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    port, mailbox = free_ports()
    own = {"COSECHA_VAR": str(folder), "STATE_FOLDER": str(folder / "state"), "LOG_LEVEL": "WARNING"}
    return {**kept, **own, "PORT": str(port), "MAILBOX_PORT": str(mailbox)}


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def installation() -> Iterator[dict[str, str]]:
    """Start one with its sample, and stop it and remove all of it in the end. Raises DrillError."""
    with tempfile.TemporaryDirectory(prefix="cosecha-drill-", ignore_cleanup_errors=True) as folder:
        environment = settings_of(Path(folder) / "var")
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "start"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                _wait_for(process, f"http://127.0.0.1:{environment['PORT']}/healthy", Path(folder) / "log")
                yield environment
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(120)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


def held(drill: str, environment: dict[str, str], options: Sequence[str] = ()) -> dict[str, Any]:
    """Hold `drill` beside that installation's own processes; what came of it. Raises DrillError."""
    command = [sys.executable, "-m", "cms.drill", drill, *options]
    result = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    try:
        outcome: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise DrillError(detail=result.stderr[-2000:]) from None
    return outcome


def _wait_for(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    """Until it answers. No proxy of the surroundings stands between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    ends_at = time.monotonic() + READY_WITHIN
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            with opener.open(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise DrillError(detail=log.read_text(errors="replace")[-2000:])
