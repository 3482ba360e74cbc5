"""If this fails, what a process sent is not known outside of the database, and a copy may send it again."""

from __future__ import annotations

import fcntl

from cms.jobs import state_folder


def test_a_process_that_starts_at_the_same_moment_removes_no_file_of_another(settings, tmp_path, monkeypatch):
    settings.STATE_FOLDER = settings.VAR = tmp_path / "state"
    lock = fcntl.flock

    def lock_a_moment_later(*arguments):
        monkeypatch.setattr(state_folder.fcntl, "flock", lock)
        state_folder.forget_dead("key", "the other one's")
        lock(*arguments)

    monkeypatch.setattr(state_folder.fcntl, "flock", lock_a_moment_later)
    own = state_folder.RunFile("key", "token")
    own.write(7)
    state_folder.forget_dead("key", "the other one's")
    assert state_folder.numbers_of("key") == {"token": 7}
    assert state_folder.running("key") == ["token"]
    own.close()
    state_folder.forget_dead("key", "the other one's")
    assert state_folder.numbers_of("key") == {}
