"""If these fail, importing settings writes files, or two processes of one installation sign with different secrets."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.core import signing
from cms.core.installation_secrets import (
    MissingSecretsError,
    check_secrets,
    generate_missing_secrets,
    require_secrets,
)
from tests.installation import ROOT

SHOWN = "from django.conf import settings; print(settings.SECRET_KEY, settings.READERS_SECRET)"
STARTED = """
from cms.core.installation_secrets import generate_missing_secrets
from django.conf import settings
generate_missing_secrets()
print(settings.SECRET_KEY, settings.READERS_SECRET)
"""


def python(code, folder, **changes):
    unset = ("SECRET_KEY", "READERS_SECRET", "HUEY_URL", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"COSECHA_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings"} | changes
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.processes
@pytest.mark.parametrize("code", ["import cms.settings", "import django; django.setup()"])
def test_importing_settings_and_apps_writes_nothing(tmp_path, code):
    folder = tmp_path / "var"
    assert python(code, folder).wait(120) == 0
    assert not folder.exists()
    folder.mkdir()
    assert python(code, folder).wait(120) == 0
    assert list(folder.iterdir()) == []


@pytest.mark.processes
def test_all_processes_of_an_installation_agree_on_its_secrets(tmp_path):
    """However many start at once; and they are not those of another installation."""
    starting = [python(STARTED, tmp_path / "var") for _ in range(3)]
    shown = {process.communicate(timeout=120)[0] for process in starting}
    assert len(shown) == 1
    key, readers = shown.pop().split()
    assert key != readers
    assert min(len(key), len(readers)) > 50
    later = python(SHOWN, tmp_path / "var")
    assert later.communicate(timeout=120)[0].split() == [key, readers]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "var" / "secrets").iterdir())


@pytest.mark.processes
def test_no_web_process_and_no_worker_runs_without_secrets(tmp_path):
    commands = [[sys.executable, "-c", "import cms.wsgi"], [sys.executable, "manage.py", "run_huey"]]
    environment = os.environ | {"COSECHA_VAR": str(tmp_path), "SECRET_KEY": "", "READERS_SECRET": ""}
    for command in commands:
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        assert ended.returncode != 0
        assert "manage.py start" in ended.stderr


def test_what_the_environment_names_is_not_generated(settings, tmp_path):
    settings.SECRETS_FOLDER, settings.SECRET_KEY, settings.READERS_SECRET = tmp_path / "secrets", "given", ""
    generate_missing_secrets()
    assert settings.SECRET_KEY == "given"
    assert [path.name for path in settings.SECRETS_FOLDER.iterdir()] == ["readers_secret"]
    assert (settings.SECRETS_FOLDER / "readers_secret").read_text() == settings.READERS_SECRET


def test_without_secrets_nothing_is_signed_with_another_key(settings):
    """`Signer(key="")` would take SECRET_KEY."""
    settings.READERS_SECRET = ""
    for use in (
        lambda: signing.sign("a", "b"),
        lambda: signing.unsign("a", "b.c"),
        lambda: signing.keyed_hash("a", "b"),
    ):
        with pytest.raises(MissingSecretsError, match="READERS_SECRET"):
            use()


def test_what_is_missing_is_named_with_what_to_do(settings, tmp_path):
    settings.SECRETS_FOLDER, settings.SECRET_KEY, settings.READERS_SECRET = tmp_path / "secrets", "", ""
    with pytest.raises(ImproperlyConfigured, match=r"no SECRET_KEY and no READERS_SECRET.*manage.py start"):
        require_secrets()
    assert [message.id for message in check_secrets()] == ["cosecha.W001"]
    generate_missing_secrets()
    require_secrets()
    assert check_secrets() == []
