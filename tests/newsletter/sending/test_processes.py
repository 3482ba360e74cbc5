"""If this fails, a killed worker costs somebody their mail, or sends it to them twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.installation import ROOT, eventually, free_port

READERS = 150
OPEN = "('queued', 'claimed', 'sending', 'deferred')"


@pytest.fixture
def mail_server(tmp_path):
    """A receiver in a process of its own. Answers its port, and what it has kept so far."""
    port, log = free_port(), tmp_path / "received.txt"
    log.touch()
    command = [sys.executable, "-m", "tests.newsletter.receiver", str(port), str(log), "--pause", "0.02"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    yield port, lambda: [line.split() for line in log.read_text().splitlines()]
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


@pytest.mark.processes
@pytest.mark.competing
def test_a_worker_killed_in_the_middle_and_two_at_once_lose_nobody_and_mail_nobody_twice(installation, mail_server):
    port, received = mail_server
    surroundings = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "SENDING_LEASE_SECONDS": "4"}
    surroundings["BASE_URL"] = "https://cosecha.example.org"
    surroundings["ITEM_URL_PATTERN"] = "https://sitio.example.org/{kind}/{slug}"
    prepared = installation.run(
        "shell", "-c", f"from tests.newsletter.sending.large_audience import make; make({READERS})", **surroundings
    )
    assert prepared.returncode == 0, prepared.stderr

    first = installation.begin("run_huey", **surroundings)
    eventually(lambda: len(received()) >= READERS // 5, "a fifth of the mail")
    os.kill(first.pid, signal.SIGKILL)
    first.wait(timeout=20)
    assert len(received()) < READERS

    for _worker in range(2):
        installation.begin("run_huey", **surroundings)
    waiting = f"SELECT count(*) FROM newsletter_delivery WHERE state IN {OPEN}"
    frozen = "SELECT audience_size FROM newsletter_edition"
    eventually(lambda: installation.rows(frozen) == [(READERS,)], "the audience is frozen")
    eventually(lambda: installation.rows(waiting) == [(0,)], "nothing is left to do", within=150)
    eventually(lambda: installation.rows("SELECT state FROM newsletter_edition") == [("sent",)], "the edition is sent")

    deliveries = installation.rows("SELECT message_id, state FROM newsletter_delivery")
    counts = Counter(state for _message_id, state in deliveries)
    arrived = Counter(message_id for _recipient, message_id in received())
    assert sum(counts.values()) == READERS
    assert set(counts) <= {"sent", "unsure"}
    # At most what the killed worker's two threads had in their hands.
    assert counts["unsure"] <= 2
    assert max(arrived.values()) == 1
    assert {message_id for message_id, state in deliveries if state == "sent"} <= set(arrived)
    assert set(arrived) <= {message_id for message_id, _state in deliveries}
    assert max(Counter(recipient for recipient, _message_id in received()).values()) == 1
