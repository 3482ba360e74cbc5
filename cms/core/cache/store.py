"""The kept answers of one process, the latest used ones, within a number of bytes."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

MOST_BYTES = 48 * 1024 * 1024


@dataclass(frozen=True)
class KeptAnswer:
    """A finished answer of status 200. It holds for `stamp`, from `made_at` until `until`."""

    stamp: int
    made_at: datetime
    until: datetime
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def holds(self, stamp: int, now: datetime) -> bool:
        return self.stamp == stamp and self.made_at <= now < self.until


@dataclass
class _Turn:
    lock: Lock = field(default_factory=Lock)
    waiting: int = 0


@dataclass
class AnswerStore:
    """Safe for threads. A newer answer takes the place of the older one of its key."""

    most_bytes: int = MOST_BYTES
    # Stamp, and from when until when time alone changes nothing.
    boundary: tuple[int, datetime, datetime] | None = None
    _kept: OrderedDict[Hashable, KeptAnswer] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)
    _turns: dict[Hashable, "_Turn"] = field(default_factory=dict)

    def find(self, key: Hashable, stamp: int, now: datetime) -> KeptAnswer | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not kept.holds(stamp, now):
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: Hashable, answer: KeptAnswer) -> None:
        with self._lock:
            self._drop(key)
            if len(answer.content) > self.most_bytes // 4:
                return
            self._kept[key] = answer
            self._bytes += len(answer.content)
            while self._bytes > self.most_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0
            self.boundary = None

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """One thread at a time for each key: who waited finds what the other made."""
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.waiting += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.waiting -= 1
                if not turn.waiting:
                    self._turns.pop(key, None)

    def _drop(self, key: Hashable) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._bytes -= len(dropped.content)


store = AnswerStore()
