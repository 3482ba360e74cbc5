"""The operators' guide is followed to the letter: its commands, its units, its settings."""

from __future__ import annotations

import configparser
import re
import secrets
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.installation import ROOT, Installation, eventually, open_to_others

GUIDE = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
SUPERUSER = {"DJANGO_SUPERUSER_USERNAME": "jefa", "DJANGO_SUPERUSER_EMAIL": "jefa@ngo.test"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def units() -> list[configparser.SectionProxy]:
    """The services of the guide."""
    found = []
    for block in blocks("ini"):
        parser = configparser.ConfigParser(strict=False, interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(block)
        found.append(parser["Service"])
    return found


def environment_file() -> dict[str, str]:
    """The guide's example of `/etc/cosecha.env`."""
    (block,) = blocks("sh")
    return dict(line.split("=", 1) for line in block.splitlines())


def here(command: str) -> list[str]:
    """A command of the guide with this environment's programs."""
    return shlex.split(re.sub(r"(/srv/cosecha/)?\.venv/bin/", f"{Path(sys.executable).parent}/", command))


@pytest.mark.processes
def test_every_command_of_the_guide_works_and_leaves_nothing_open_to_others(installation: Installation):
    example = environment_file()
    assert {"PRODUCTION", "BASE_URL", "TRUSTED_PROXIES", "EMAIL_URL", "DEFAULT_FROM_EMAIL"} <= example.keys()
    del example["DATABASE_URL"]
    own = installation.surroundings(**SUPERUSER, DJANGO_SUPERUSER_PASSWORD="a-long-password")
    own |= example | {"SECRET_KEY": secrets.token_hex(40), "READERS_SECRET": secrets.token_hex(40)}
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        own.pop(name, None)
    install = next(block for block in blocks("") if "createsuperuser" in block).splitlines()
    assert [shlex.split(line)[1:3] for line in install[:2]] == [["-m", "venv"], ["install", "--require-hashes"]]
    for line in install[2:]:
        options = ["--noinput"] if "createsuperuser" in line else []
        subprocess.run(here(line) + options, cwd=ROOT, env=own, check=True, capture_output=True, timeout=300)
    deploy = subprocess.run(
        here(".venv/bin/python manage.py check --deploy"), cwd=ROOT, env=own, capture_output=True, text=True
    )
    assert (deploy.returncode, "no issues" in deploy.stdout) == (0, True), deploy.stderr
    web, worker = units()
    for unit in (web, worker):
        assert unit["UMask"] == "0077"
        command = here(unit["ExecStart"])
        # With the umask of an ordinary shell: what others may do must not hang on the unit.
        process = subprocess.Popen(
            command, cwd=ROOT, env=own, umask=0o022, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        installation.processes.append(process)
    assert eventually(lambda: answers(installation.port), "the web server answers")
    eventually(lambda: installation.rows("SELECT 1 FROM cms_workerbeat"), "the worker shows itself")
    assert open_to_others(installation.folder) == []


def answers(port: int) -> bool:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthy", headers={"Host": "cosecha.your-network.ngo", "X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


def test_every_setting_is_in_the_guide():
    source = (ROOT / "cms" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", source))
    assert {name for name in names if f"`{name}`" not in GUIDE} == set()
