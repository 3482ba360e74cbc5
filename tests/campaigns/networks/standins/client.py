"""The stand-ins' process as tests see it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.campaigns.networks.standins.proxy import FaultProxy

ROOT = Path(__file__).resolve().parents[4]


class StandIns:
    """All stand-ins, in one other process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.campaigns.networks.standins"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        self.ports: dict[str, int] = json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)

    def named(self, name: str) -> RemoteState:
        return RemoteState(name, self.ports[name])


class RemoteState:
    """The state of one stand-in, and the proxy by which it is called."""

    proxy: FaultProxy

    def __init__(self, name: str, port: int) -> None:
        self.name, self.port = name, port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _call(self, method: str, **values: Any) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, "/_state", json.dumps(values))
            found: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return found

    def read(self) -> dict[str, Any]:
        return self._call("GET")

    def reset(self, **values: Any) -> None:
        """As it was at the start, but for `values`."""
        self._call("POST", **values)

    def set(self, **values: Any) -> None:
        self._call("PUT", **values)
