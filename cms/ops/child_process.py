"""Child processes kept running: started again when they stop by themselves, and stopped one after the other."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Seconds before a child is started again: doubled at each death, and short again after it has run for a while.
FIRST_PAUSE, LONGEST_PAUSE, LONG_ENOUGH = 1.0, 30.0, 60.0


@dataclass
class Child:
    """One process to keep running.

    `stop_with` asks it to finish what it is doing; after `patience` seconds it is told more firmly. It is started once
    `after` says so, that is when what it leans on is there, and in any case when LONG_ENOUGH is over.
    """

    name: str
    command: list[str]
    folder: Path
    surroundings: Mapping[str, str]
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 20.0
    after: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    deaths: int = field(default=0, init=False)
    started_at: float = field(default=0.0, init=False)
    due_at: float | None = field(default=None, init=False)
    asked_at: float = field(default_factory=time.monotonic, init=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C in the terminal reaches only its parent."""
        self.due_at = None
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=self.surroundings,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent(self.stop_with),
        )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self, tell: Callable[["Child", float], None]) -> None:
        """Start it, and again when it has died and its pause is over; `tell(child, pause)` at each death."""
        now = time.monotonic()
        if self.is_running():
            return
        if self.process is None:
            if self.after() or now - self.asked_at > LONG_ENOUGH:
                self.start()
            return
        if self.due_at is None:
            self.deaths = 1 if now - self.started_at > LONG_ENOUGH else self.deaths + 1
            pause = pause_after(self.deaths)
            self.due_at = now + pause
            tell(self, pause)
        elif now >= self.due_at:
            self.start()

    def stop(self, is_hurried: Callable[[], bool]) -> None:
        """Let it finish; then insist. `is_hurried()` cuts the waiting short."""
        for request, patience in ((self.stop_with, self.patience), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
            if self.process is None or not self.is_running():
                return
            self.process.send_signal(request)
            deadline = time.monotonic() + patience
            while self.is_running() and time.monotonic() < deadline:
                if is_hurried() and request == self.stop_with:
                    break
                time.sleep(0.05)


def pause_after(deaths: int) -> float:
    """How many seconds to wait after so many deaths in a row."""
    return min(FIRST_PAUSE * 2 ** min(deaths - 1, 10), LONGEST_PAUSE)


def _die_with_parent(request: signal.Signals) -> Callable[[], None] | None:
    """On Linux a child whose parent was killed gets `request`, so that it does not keep the port (see prctl(2))."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    set_parent_death_signal = 1
    return lambda: prctl(set_parent_death_signal, int(request))
