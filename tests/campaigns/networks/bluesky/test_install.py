"""What `make test-bluesky` says where it cannot install Bluesky's own server."""

from __future__ import annotations

import sys

import pytest

from tests.campaigns.networks.bluesky.pds import install


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("COSECHA_VAR", str(tmp_path))


def test_a_machine_without_a_compiler_is_told_what_it_lacks(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert install.main() == 1
    assert capsys.readouterr().err == "Bluesky's server is compiled here, and g++ and make are not installed.\n"


@pytest.mark.parametrize(("said", "told"), [("npm ERR! ENOTFOUND", "could not be downloaded"), ("?", "install.log")])
def test_a_download_that_fails_is_told_in_one_sentence(said, told):
    install.folder().mkdir()
    with pytest.raises(install.NotInstalledError, match=told):
        install.run([sys.executable, "-c", f"raise SystemExit({said!r})"], {}, "Node", install.NPM_IS_AWAY)
