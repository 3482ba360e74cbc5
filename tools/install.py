"""Makes `.venv` and installs the pinned requirements, again only when they changed. Standard library only.

`python3 -m tools.install requirements.txt` is what `make run` does first. Written so that a Python too old for
Cosecha can still read it and say so: no annotation and no syntax newer than 3.6.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from cms.ops.terminal import not_writable, say

OLDEST, NEWEST = (3, 11), (3, 14)
NETWORK_SIGNS = ("NewConnectionError", "Name or service not known", "name resolution", "ProxyError", "timed out")


class NotInstalled(Exception):
    """Why Cosecha could not be installed, in one sentence per language."""

    def __init__(self, es: str, en: str) -> None:
        self.es, self.en = es, en
        super().__init__(en)


def check_python(version: "tuple[int, ...]", has_ensurepip: bool) -> None:
    """Refuse a Python that cannot run Cosecha or cannot make a virtual environment."""
    found = ".".join(str(number) for number in version[:3])
    if version[:2] < OLDEST:
        raise NotInstalled(
            f"Cosecha necesita Python 3.11 o más nuevo y aquí está Python {found}: "
            "instala uno más nuevo y vuelve a intentarlo.",
            f"Cosecha needs Python 3.11 or newer and this is Python {found}: install a newer one and try again.",
        )
    if version[:2] > NEWEST:
        raise NotInstalled(
            f"Cosecha todavía no se ha probado con Python {found}: usa Python 3.14 o uno anterior, hasta 3.11.",
            f"Cosecha has not been tried with Python {found} yet: use Python 3.14 or an older one, down to 3.11.",
        )
    if not has_ensurepip:
        raise NotInstalled(
            "A este Python le falta ensurepip, con el que se instala lo demás: "
            "en Debian o Ubuntu instala el paquete python3-venv y vuelve a intentarlo.",
            "This Python has no ensurepip, which installs the rest: "
            "on Debian or Ubuntu install the package python3-venv and try again.",
        )


def check_writable(folder: Path) -> None:
    """Refuse a folder in which nothing can be written."""
    if not os.access(str(folder), os.W_OK | os.X_OK):
        raise unwritable(folder)


def unwritable(folder: Path) -> NotInstalled:
    return NotInstalled(*not_writable(folder))


def digest_of(requirements: Path) -> str:
    """What an installation was made from: the requirement file and this Python's version."""
    version = "{}.{}".format(*sys.version_info[:2])
    return hashlib.sha256(requirements.read_bytes()).hexdigest() + " python " + version


def is_installed(environment: Path, requirements: Path) -> bool:
    """Whether `environment` works and holds exactly what `requirements` asks for."""
    stamp = environment / (requirements.name + ".installed")
    if not stamp.exists() or not (environment / "bin" / "python").exists():
        return False
    return stamp.read_text() == digest_of(requirements)


def install(root: Path, requirements: Path) -> None:
    """Make the virtual environment and install into it. Half an installation is done again at the next start."""
    environment = root / ".venv"
    if is_installed(environment, requirements):
        return
    check_python(sys.version_info[:3], importlib.util.find_spec("ensurepip") is not None)
    check_writable(root)
    say("Instalando lo que Cosecha necesita (un par de minutos la primera vez)…", "Installing what Cosecha needs…")
    log = environment / "install.log"
    make_environment(environment)
    python = str(environment / "bin" / "python")
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    with log.open("w") as file:
        result = subprocess.run(
            [python, "-m", "pip", "install", *options, "-r", str(requirements)],
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=dict(os.environ, PIP_USER="0"),
        )
    if result.returncode:
        raise explain(log)
    remember(environment, root, requirements)


def make_environment(environment: Path) -> None:
    """A fresh virtual environment where there is none that works with this Python."""
    python = environment / "bin" / "python"
    version = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    if python.exists() and subprocess.run([str(python), "-c", version], stderr=subprocess.DEVNULL).returncode == 0:
        return
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(environment)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if result.returncode:
        last = (result.stdout.decode(errors="replace").strip().splitlines() or [""])[-1]
        raise NotInstalled(
            f"No se pudo crear el entorno de Python en {environment}: {last}",
            f"The Python environment in {environment} could not be made: {last}",
        )


def explain(log: Path) -> NotInstalled:
    """Why pip failed, from what it wrote."""
    text = log.read_text(errors="replace")
    if "No space left on device" in text:
        return NotInstalled(
            "No queda espacio en el disco: libera un poco (hace falta 1 GB) y vuelve a intentarlo.",
            "The disk is full: free some space (1 GB is needed) and try again.",
        )
    if any(sign in text for sign in NETWORK_SIGNS):
        return NotInstalled(
            "No se pudo descargar lo que Cosecha necesita: revisa la conexión a internet y vuelve a intentarlo.",
            "What Cosecha needs could not be downloaded: check the internet connection and try again.",
        )
    return NotInstalled(
        f"No se pudo instalar lo que Cosecha necesita; los detalles están en {log}.",
        f"What Cosecha needs could not be installed; the details are in {log}.",
    )


def remember(environment: Path, root: Path, requirements: Path) -> None:
    """Write down what was installed. The development file holds everything that the smaller one does."""
    installed = [root / "requirements.txt", requirements]
    for file in installed:
        (environment / (file.name + ".installed")).write_text(digest_of(file))


def main() -> int:
    root = Path.cwd()
    try:
        install(root, root / sys.argv[1])
    except NotInstalled as refusal:
        say(refusal.es, refusal.en)
        return 1
    except PermissionError as error:
        denied = unwritable(Path(error.filename or root))
        say(denied.es, denied.en)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
