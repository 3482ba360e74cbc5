"""`manage.py start` with real processes: what a newcomer sees, and what the worker must not lose."""

import os
import re
import signal
import socket
import sys

import httpx
import pytest

from cms.ops.child_process import FIRST_PAUSE, LONGEST_PAUSE, pause_after
from cms.ops.supervisor import web_answers
from tests.installation import eventually, is_silent

pytestmark = pytest.mark.processes

SLOW = {"DJANGO_SETTINGS_MODULE": "tests.cms.ops.slow.settings"}


def worker_pids(installation) -> set[int]:
    """The process ids of the workers that showed themselves."""
    return {int(name.rpartition(":")[2]) for (name,) in installation.rows("SELECT worker FROM cms_workerbeat")}


@pytest.mark.competing
def test_a_worker_that_dies_is_started_again_and_a_second_start_keeps_everything(installation):
    process = installation.start()
    first = eventually(lambda: worker_pids(installation), "a worker showed itself").pop()
    os.kill(first, signal.SIGKILL)
    eventually(lambda: worker_pids(installation) - {first}, "another worker showed itself")
    assert "El proceso de trabajo se detuvo" in installation.said()

    if sys.platform.startswith("linux"):  # only Linux tells a child that its parent died
        process.kill()
        process.wait()
        eventually(lambda: is_silent(installation.port), "the web server is gone")
    else:
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0

    second = installation.start()
    assert installation.rows("SELECT count(*) FROM users_user") == [(1,)]
    assert len(set(re.findall(r"Contraseña: +(\S+)", installation.said()))) == 1
    assert "Preparando la base de datos" not in installation.said()
    second.send_signal(signal.SIGINT)
    assert second.wait(120) == 0


@pytest.mark.parametrize("stop", [pytest.param(signal.SIGINT, marks=pytest.mark.nightly), signal.SIGTERM])
def test_a_stop_lets_the_running_task_finish(installation, tmp_path, stop):
    process = installation.start(**SLOW)
    proof = tmp_path / "proof"
    code = f"from tests.cms.ops.slow.tasks import write_slowly; write_slowly({str(proof)!r})"
    assert installation.run("shell", "--no-imports", "-c", code, **SLOW).returncode == 0
    eventually(lambda: proof.exists() and proof.read_text() == "begun", "the task began")

    process.send_signal(stop)
    eventually(lambda: "Deteniendo" in installation.said(), "the stop is under way")
    (tmp_path / "proof.stopping").touch()

    assert process.wait(120) == 0
    assert proof.read_text() == "finished"


def test_a_failed_task_is_shown_to_staff(installation):
    installation.begin("run_huey", **SLOW)
    code = "from tests.cms.ops.slow.tasks import fail; fail()"
    assert installation.run("shell", "--no-imports", "-c", code, **SLOW).returncode == 0

    [(detail,)] = eventually(lambda: installation.rows("SELECT detail FROM cms_incident"), "an incident")
    assert "the disk is on fire" in detail


@pytest.mark.parametrize(
    ("setting", "port", "language", "sentence"),
    [
        ("PORT", "port", "es_ES.UTF-8", "Otro programa está usando el puerto {}"),
        ("MAILBOX_PORT", "mailbox_port", "en_GB.UTF-8", "Port {} is in use by another program"),
    ],
)
def test_a_taken_port_is_one_sentence_in_the_terminals_language_and_nothing_is_begun(
    empty_installation, setting, port, language, sentence
):
    number = getattr(empty_installation, port)
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", number))
        occupant.listen()
        result = empty_installation.run("start", LANG=language)

    assert result.returncode == 1
    assert sentence.format(number) in result.stderr
    assert f"{setting}={number + 10} make run" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (empty_installation.folder / "cosecha.sqlite3").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(empty_installation, tmp_path):
    (tmp_path / "a-file").write_text("not a folder")
    result = empty_installation.run("start", COSECHA_VAR=str(tmp_path / "a-file" / "var"))

    assert result.returncode == 1
    assert result.stderr.startswith("No se puede escribir en la carpeta ")
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_web_server_is_asked_under_its_public_name(installation, settings):
    """Behind a proxy with https it would otherwise redirect or refuse the question, and never seem ready."""
    settings.PORT, settings.BIND = installation.port, "127.0.0.1"
    settings.BASE_URL = "https://cosecha.example.org"
    assert not web_answers()

    process = installation.begin("start", PRODUCTION="true", BASE_URL="https://cosecha.example.org")
    eventually(lambda: "Cosecha está lista" in installation.said() or process.poll() is not None, within=240)

    assert web_answers()
    assert httpx.get(f"http://127.0.0.1:{installation.port}/healthy").headers["location"].startswith("https://")


def test_pauses_before_restarts_grow_and_stay_bearable():
    pauses = [pause_after(deaths) for deaths in range(1, 50)]

    assert pauses[0] == FIRST_PAUSE
    assert pauses == sorted(pauses)
    assert max(pauses) == LONGEST_PAUSE
