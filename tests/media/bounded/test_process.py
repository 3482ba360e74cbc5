"""Reading in a process of its own: bounded in memory and time, and gone when nobody waits for it any more."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from media.bounded import process
from media.bounded.errors import TOO_MUCH_WORK, FileRefusedError
from media.bounded.process import ProcessBounds, run_apart

MB = 1024 * 1024
ROOMY = ProcessBounds(768 * MB, 60, 60.0)
HERE = "tests.media.bounded.test_process"


def echo(data: bytes, tell: Any, *, times: int) -> tuple[int, bytes]:
    tell(said="on its way")
    return times, data * times


def measure(data: bytes, tell: Any) -> tuple[dict[str, Any], bytes]:
    import resource

    limits = {
        name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE")
    }
    return limits | {"environment": sorted(os.environ)}, b""


def take_memory(data: bytes, tell: Any) -> tuple[None, bytes]:
    return None, bytes(10**12)


def read_report(data: bytes, tell: Any) -> tuple[int, bytes]:
    from cms.harvest.formats.read_blocks import read_blocks

    blocks, _bytes = read_blocks(data, tell, kind="docx")
    # Not getrusage(): there a process begins with what its parent took.
    most = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    return int(most) * 1024, str(len(blocks)).encode()


def die(data: bytes, tell: Any) -> tuple[None, bytes]:
    os._exit(9)


def refused(function: str, bounds: ProcessBounds = ROOMY) -> str:
    with pytest.raises(FileRefusedError) as error:
        run_apart(f"{HERE}:{function}", b"x", bounds)
    return error.value.problem


def test_what_it_says_on_its_way_and_at_its_end_comes_back_whole():
    told: list[dict[str, Any]] = []
    data = bytes(range(256)) * 40  # with line breaks in it
    assert run_apart(f"{HERE}:echo", data, ROOMY, told.append, times=400) == (400, data * 400)
    assert {"said": "on its way"} in told


def test_it_has_bounds_and_knows_no_secret():
    measured, _bytes = run_apart(f"{HERE}:measure", b"", ROOMY)
    assert (measured["RLIMIT_AS"], measured["RLIMIT_CPU"], measured["RLIMIT_FSIZE"]) == (768 * MB, 60, 0)
    assert {"SECRET_KEY", "READERS_SECRET", "DATABASE_URL", "COSECHA_VAR"}.isdisjoint(measured["environment"])


def test_all_memory_all_time_and_sudden_death_are_one_reason():
    assert refused("take_memory") == TOO_MUCH_WORK
    assert refused("die") == TOO_MUCH_WORK
    assert refused("echo", ProcessBounds(768 * MB, 60, 0.0)) == TOO_MUCH_WORK


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_a_word_document_of_300_pages_takes_less_than_300_megabytes():
    from tests.cms.harvest.reading.test_subprocess_reader import long_document

    memory, blocks = run_apart(f"{HERE}:read_report", long_document(300), ROOMY)
    assert blocks == b"2100"
    assert memory < 300 * MB


def test_a_table_is_read_apart_and_its_refusals_are_sentences(monkeypatch):
    """A workbook of a hundred kilobytes may take two gigabytes: never in a web process."""
    from cms.imports import reader
    from cms.imports.reader import UnreadableTableError, read
    from tests.cms.imports.quote_tables import as_csv, as_xlsx

    row = ("Somos el río.", "Rosa Quispe")
    assert read(as_xlsx(row), "citas.xlsx").lines[0].cells == {"words": row[0], "name": row[1]}
    with pytest.raises(UnreadableTableError, match="columna"):
        read(as_csv(("Hola",), headings=("Algo",)), "citas.csv")
    monkeypatch.setattr(reader, "BOUNDS", ProcessBounds(768 * MB, 60, 0.0))
    with pytest.raises(UnreadableTableError, match="memoria o tiempo"):
        read(as_xlsx(row), "citas.xlsx")


def test_when_nobody_waits_any_more_the_process_is_gone(monkeypatch):
    started: list[Any] = []

    class Popen(process.subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    class GoneError(Exception):
        pass

    monkeypatch.setattr(process.subprocess, "Popen", Popen)

    def leave(told: dict[str, Any]) -> None:
        raise GoneError

    with pytest.raises(GoneError):
        run_apart(f"{HERE}:echo", b"", ROOMY, leave, times=1)
    with pytest.raises(ProcessLookupError):
        os.kill(started[0].pid, 0)
