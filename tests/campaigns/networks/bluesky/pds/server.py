"""Bluesky's own server as a process of its own, with accounts for tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.campaigns.networks.bluesky.pds.install import HERE, folder, node

PASSWORD = "the-main-password"


@dataclass(frozen=True)
class PdsAccount:
    handle: str
    did: str
    app_password: str
    # Of a session with the main password, which may do everything.
    token: str


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, each another one."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class PersonalDataServer:
    """Runs from `start` to `stop`, and ends with the process that started it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port, *self.other_ports = free_ports(3)
        # One for all calls: a new one reads all certificates of this machine.
        self.client = httpx.Client(base_url=f"{self.url}/xrpc/", timeout=20, trust_env=False)
        self.process: subprocess.Popen[str] | None = None

    @property
    def place(self) -> str:
        return f"localhost:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    def start(self, *, rate_limits: bool = False) -> None:
        # Node looks for packages beside the script.
        script = shutil.copy(HERE / "start.mjs", folder())
        command = [str(node()), script, str(self.port), *map(str, self.other_ports), str(self.data)]
        environment = {**os.environ, "LOG_ENABLED": "false", "RATE_LIMITS": "1" if rate_limits else ""}
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        # Node warns before it on standard error only.
        assert self.process.stdout.readline() == "READY\n"

    def stop(self) -> None:
        assert self.process is not None
        self.client.close()
        self.process.communicate(timeout=20)

    def make_account(self, name: str) -> PdsAccount:
        handle = f"{name}.test"
        asked = {"handle": handle, "email": f"{name}@example.org", "password": PASSWORD}
        made = self.ask("com.atproto.server.createAccount", asked)
        app = self.ask("com.atproto.server.createAppPassword", {"name": "cosecha"}, made["accessJwt"])
        return PdsAccount(handle, made["did"], app["password"], made["accessJwt"])

    def react(self, by: PdsAccount, kind: str, **record: Any) -> None:
        """A like, a repost, or a post that answers."""
        collection = f"app.bsky.feed.{kind}"
        value = {"$type": collection, "createdAt": "2026-11-29T10:00:00Z", **record}
        self.ask("com.atproto.repo.createRecord", {"repo": by.did, "collection": collection, "record": value}, by.token)

    def ask(self, method: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.client.post(method, json=body, headers=headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def look(self, method: str, **query: Any) -> httpx.Response:
        """What anybody may ask."""
        return self.client.get(method, params=query)

    def posts(self, did: str) -> list[dict[str, Any]]:
        """The posts of an account, newest first."""
        listed = self.look("com.atproto.repo.listRecords", repo=did, collection="app.bsky.feed.post", limit=100)
        found: list[dict[str, Any]] = listed.json()["records"]
        return found
