"""What tells a copy of the past from a pause. Plain values only; the rows and files are read by `cms.jobs.runs`.

Each process that may send writes a token of its own into the database and into a folder outside of it, and raises a
number in both around everything that leaves, in the database first. So a database that lacks a token, or holds a lower
number, is older than something this machine has done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cms.models.jobs import Hold

# Two heartbeats of a worker and a margin: shorter silences are crashes after which it was started again.
SILENCE = timedelta(seconds=150)


@dataclass(frozen=True)
class LastRun:
    """The worker that was seen last, as the database knows it. `is_alive`: its process runs on this machine now."""

    seen_at: datetime
    stopped_cleanly: bool
    is_alive: bool = False


@dataclass(frozen=True)
class Inside:
    """What the database says of itself. `marks` are its numbers by token."""

    marks: Mapping[str, int] = field(default_factory=dict)
    opened_as: str = ""
    is_marked_as_copy: bool = False
    last: LastRun | None = None


@dataclass(frozen=True)
class Outside:
    """What is known without it: the numbers in the state folder by token, and which database this is."""

    marks: Mapping[str, int] = field(default_factory=dict)
    opened_as: str = ""


def sign_of_copy(inside: Inside, outside: Outside, now: datetime) -> Hold.Sign | None:
    """Why the database is taken for a copy of the past; None while nothing says so."""
    if inside.is_marked_as_copy:
        return Hold.Sign.MARKED
    if any(inside.marks.get(token, -1) < number for token, number in outside.marks.items()):
        return Hold.Sign.BEHIND
    if inside.opened_as and outside.opened_as and inside.opened_as != outside.opened_as:
        return Hold.Sign.MOVED
    last = inside.last
    if last and not last.stopped_cleanly and not last.is_alive and abs(now - last.seen_at) > SILENCE:
        return Hold.Sign.SILENT
    return None
