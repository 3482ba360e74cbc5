"""What was already done of a post at its network, so that a crash between two steps neither loses nor doubles."""

from datetime import datetime
from typing import Protocol

from django.utils import timezone


class Steps(Protocol):
    """The numbers that a network gave for what was done: an upload, a container, a part of a thread."""

    def get(self, name: str) -> str:
        """The number kept under `name`; empty where there is none, or the network has forgotten it by now."""

    def keep(self, name: str, value: str, expires_at: datetime | None = None) -> None:
        """Remember at once that `name` was done; until `expires_at`, where the network forgets."""


class MemorySteps:
    """Steps that are forgotten with this process."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, datetime | None]] = {}

    def get(self, name: str) -> str:
        value, expires_at = self.kept.get(name, ("", None))
        return "" if expires_at and expires_at <= timezone.now() else value

    def keep(self, name: str, value: str, expires_at: datetime | None = None) -> None:
        self.kept[name] = (value, expires_at)
