"""The local mailbox's SMTP server, as a real process."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from newsletter.mailbox.store import Mailbox

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    started: list[subprocess.Popen] = []

    def run(port: int) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "newsletter.mailbox"],
            cwd=ROOT,
            env={**os.environ, "COSECHA_VAR": str(tmp_path), "MAILBOX_PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("stop", [pytest.param(signal.SIGINT, marks=pytest.mark.nightly), signal.SIGTERM])
def test_mail_it_accepted_is_in_the_mailbox_and_it_stops_cleanly(start, tmp_path, stop):
    port = free_port()
    process = start(port)
    assert str(port) in process.stdout.readline()
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Añañau"
    message.set_content("Una línea\n.punto al comienzo\n" + "x" * 500)
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(message)
    box = Mailbox(tmp_path / "mailbox")
    [key] = box.newest_first()
    assert box.summary(key).subject == "Añañau"
    assert ".punto al comienzo" in box.message(key).get_content()
    assert box.message(key)["Delivered-To"] == "b@example.org"
    process.send_signal(stop)
    assert process.wait(20) == 0
    assert "Traceback" not in process.stderr.read()


def test_a_taken_port_is_one_clear_sentence(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(taken.getsockname()[1])
        _out, errors = process.communicate(timeout=40)
    assert process.returncode != 0
    assert "MAILBOX_PORT" in errors
    assert "Traceback" not in errors
