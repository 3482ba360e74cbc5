"""Small files that unpack to hundreds of megabytes, on a real server: what its processes take."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.cms.capture.entries import answers
from tests.installation import eventually
from tests.media.pictures.odd_pictures import png

MB = 1024 * 1024
SIDE = 6324
MAKE_LINK = """
from datetime import timedelta
from django.utils import timezone
from cms.models import CaptureLink, Workshop
workshop = Workshop.objects.create(title="Taller de agua")
link = CaptureLink.objects.create(workshop=workshop, expires_at=timezone.now() + timedelta(days=1), languages=["es"])
print("token", link.token)
"""


def family(root: int) -> dict[int, tuple[str, int]]:
    """The command and the resident bytes of a process and of all that it started."""
    found: dict[int, tuple[int, str, int]] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            command = folder.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
            pages = int(folder.joinpath("statm").read_text().split()[1])
        except (OSError, IndexError):
            continue  # it ended while we looked
        found[int(folder.name)] = (parent, command, pages * 4096)
    theirs = {root}
    while more := {pid for pid, (parent, *_) in found.items() if parent in theirs} - theirs:
        theirs |= more
    return {pid: found[pid][1:] for pid in theirs if pid in found}


@pytest.mark.nightly
@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_six_small_files_that_unpack_to_gigabytes_leave_the_web_processes_small(installation):
    picture = png(SIDE, SIDE, 16, 6, bytes(8 * SIDE))
    assert len(picture) < 320_000
    made: subprocess.CompletedProcess[str] = installation.run("shell", "-c", MAKE_LINK)
    token = made.stdout.split("token ")[1].split()[0]
    process = installation.start(LANG="es_ES.UTF-8")
    address = f"http://127.0.0.1:{installation.port}/recoger/{token}/"
    statuses: list[int] = []
    largest: dict[str, int] = {"web": 0, "apart": 0, "at once": 0}

    def bring() -> None:
        sent = answers(kind="testimony", face="yes", key=str(uuid4()))
        while True:
            files = {"photo": ("foto.png", picture, "image/png")}
            answer = httpx.post(address, data=sent, files=files, headers={"accept": "application/json"}, timeout=180)
            statuses.append(answer.status_code)
            if answer.status_code != 503:
                return

    threads = [threading.Thread(target=bring) for _ in range(6)]
    for thread in threads:
        thread.start()

    def look() -> bool:
        seen = family(process.pid)
        apart = [size for command, size in seen.values() if "media.bounded" in command]
        others = [size for command, size in seen.values() if "media.bounded" not in command]
        largest["web"] = max(largest["web"], *others)
        largest["apart"] = max([largest["apart"], *apart])
        largest["at once"] = max(largest["at once"], len(apart))
        return not any(thread.is_alive() for thread in threads)

    eventually(look, "all six arrived", within=300)
    assert statuses.count(201) == 6
    assert set(statuses) <= {201, 503}
    assert largest["web"] < 500 * MB, largest
    assert 0 < largest["at once"] <= 2, largest
    assert largest["apart"] < 640 * MB, largest
