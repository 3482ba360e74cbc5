"""Installing with nothing but Python: what it refuses, in which words, and when it has nothing to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.ops import terminal
from tools import install

ROOT = Path(__file__).resolve().parents[2]


def run_install(folder: Path, requirements: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """The script as make calls it, in `folder`."""
    (folder / "requirements.txt").write_text(requirements)
    for name in ("cms", "tools"):
        (folder / name).symlink_to(ROOT / name)
    return subprocess.run(
        [sys.executable, "-m", "tools.install", "requirements.txt"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "es_PE.UTF-8"} | surroundings,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_python_that_is_too_old_is_told_which_one_is_needed():
    with pytest.raises(install.NotInstalled) as refusal:
        install.check_python((3, 9, 18), has_ensurepip=True)

    assert "3.9.18" in refusal.value.es
    assert "3.11" in refusal.value.es
    assert "3.11" in refusal.value.en


def test_a_python_that_is_too_new_is_told_which_one_to_use():
    with pytest.raises(install.NotInstalled) as refusal:
        install.check_python((3, 15, 0), has_ensurepip=True)

    assert "3.14" in refusal.value.es
    assert "3.14" in refusal.value.en


def test_a_python_without_ensurepip_is_told_the_package_to_install():
    with pytest.raises(install.NotInstalled) as refusal:
        install.check_python((3, 11, 2), has_ensurepip=False)

    assert "python3-venv" in refusal.value.es
    assert "python3-venv" in refusal.value.en


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 14, 0)])
def test_a_newer_python_is_welcome(version):
    install.check_python(version, has_ensurepip=True)


def test_no_network_is_one_sentence_and_the_next_try_begins_again(tmp_path):
    """The index is a port on which nobody listens."""
    requirement = "nothing-of-that-name==1.0 --hash=sha256:" + "0" * 64
    nobody = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    result = run_install(tmp_path, requirement, **nobody)

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1].startswith("No se pudo descargar lo que Cosecha necesita")
    assert not install.is_installed(tmp_path / ".venv", tmp_path / "requirements.txt")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    """A file stands where the environment would be: true for every user, the administrator included."""
    (tmp_path / ".venv").write_text("not a folder")
    result = run_install(tmp_path, "")

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert ".venv" in result.stderr.splitlines()[-1]


def test_what_is_installed_is_not_installed_again_until_the_requirements_change(tmp_path):
    first = run_install(tmp_path, "# nothing is required\n")
    assert first.returncode == 0, first.stderr
    for name in ("cms", "tools"):
        (tmp_path / name).unlink()

    second = run_install(tmp_path, "# nothing is required\n")
    assert (second.returncode, second.stderr) == (0, "")

    (tmp_path / "requirements.txt").write_text("# something else is required\n")
    assert not install.is_installed(tmp_path / ".venv", tmp_path / "requirements.txt")


@pytest.mark.parametrize(
    ("surroundings", "language"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "es_BO.UTF-8"}, "es"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "nl_BE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "es_ES"}, "es"),
        ({"LANG": "es_ES", "LC_MESSAGES": "en_US"}, "en"),
    ],
)
def test_the_language_of_the_terminal_is_found_as_gettext_does(surroundings, language):
    assert terminal.language(surroundings) == language
