"""Child processes: started in turn, so that none finds nobody where it looks first."""

from __future__ import annotations

import sys
from pathlib import Path

from cms.ops import child_process
from cms.ops.child_process import Child


def child(tmp_path: Path, after) -> Child:
    return Child("hijo", [sys.executable, "-c", "pass"], tmp_path, {}, after=after)


def test_it_waits_for_what_it_leans_on(tmp_path):
    is_there = []
    one = child(tmp_path, lambda: bool(is_there))
    one.look(lambda _child, _pause: None)
    assert one.process is None
    is_there.append(True)
    one.look(lambda _child, _pause: None)
    assert one.process.wait(60) == 0


def test_it_does_not_wait_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(child_process, "LONG_ENOUGH", -1.0)
    one = child(tmp_path, lambda: False)
    one.look(lambda _child, _pause: None)
    assert one.process.wait(60) == 0


def test_one_that_was_never_started_is_stopped_at_once(tmp_path):
    child(tmp_path, lambda: False).stop(is_hurried=lambda: False)
