"""`make check`: everything that can be said of the code without running its tests. Needs no network."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = [sys.executable]
MANAGE = [sys.executable, "manage.py"]

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format of scripts and styles": [str(BIN / "oxfmt"), "--check"],
    "lint of scripts": [str(BIN / "oxlint"), "--quiet"],
    "lint of styles": [*PYTHON, "-m", "tools.stylesheets"],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "imports go one way": [str(BIN / "lint-imports"), "--no-logo"],
    "what is imported is declared": [str(BIN / "deptry"), "."],
    "migrations match the models": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "settings of a public server": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "Spanish is complete": [*MANAGE, "messages", "--check"],
    "requirement files in step": [*PYTHON, "-m", "tools.requirements", "--check"],
    "nothing names one machine": [*PYTHON, "-m", "tools.portable"],
}


def surroundings(folder: Path) -> dict[str, str]:
    """A public server's settings, in a folder that is thrown away."""
    production = {
        "PRODUCTION": "true",
        "BASE_URL": "https://cosecha.example.org",
        "ALLOWED_HOSTS": "cosecha.example.org",
        "TRUSTED_PROXIES": "1",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
        "DEFAULT_FROM_EMAIL": "Cosecha <avisos@your-network.ngo>",
        "COSECHA_VAR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "READERS_SECRET": secrets.token_urlsafe(48),
    }
    return {**os.environ, **production}


def failures(environment: dict[str, str]) -> Iterator[str]:
    """Run each check; say how it went, and what it said where it failed. Answers the names of those that failed."""
    for name, command in CHECKS.items():
        result = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        print(f"{'ok    ' if result.returncode == 0 else 'FAILED'}  {name}", flush=True)
        if result.returncode:
            print(result.stdout + result.stderr, flush=True)
            yield name


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        failed = list(failures(surroundings(Path(folder))))
    print(f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
