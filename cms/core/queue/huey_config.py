"""Which Huey carries the wake-ups: SQLite file, Redis, or PostgreSQL, chosen by one address."""

from pathlib import Path
from typing import Any


def huey_from_url(url: str, var: Path, name: str = "cosecha") -> dict[str, Any]:
    """The `HUEY` setting for `sqlite://` (a file of its own in `var`), `redis://…` or `postgres://…`.

    The polling delays make `SqliteHuey` pick work up within 0.1 s even after a long idle time. SIGTERM, with which
    systemd and Docker stop a process, lets running tasks finish: Huey's own choice is to lose them.
    """
    consumer = {
        "workers": 2,
        "worker_type": "thread",
        "initial_delay": 0.02,
        "max_delay": 0.1,
        "graceful_signal": "TERM",
    }
    common: dict[str, Any] = {"name": name, "immediate": False, "results": False, "consumer": consumer}
    if url.startswith(("redis://", "rediss://")):
        return common | {"huey_class": "huey.RedisHuey", "connection": {"url": url}}
    if url.startswith(("postgres://", "postgresql://")):
        return common | {"huey_class": "huey.PostgresHuey", "connection": {"dsn": url}}
    if url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:").removeprefix("//").removeprefix("/")  # four slashes begin an absolute path
        return common | {
            "huey_class": "cms.core.queue.huey_file.FileHuey",
            "connection": {"filename": path or str(var / "queue.sqlite3")},
        }
    raise ValueError(f"HUEY_URL must begin with sqlite://, redis:// or postgres://, not {url.split(':')[0]!r}")
