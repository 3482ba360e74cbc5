"""Try Cosecha on every other supported Python of this machine: `python -m tools.interpreters`.

Interpreters are looked for on PATH and among pyenv's versions. Each gets an environment of its own, in which every
module is imported, the system checks run and the tests marked `smoke` pass, the sample's first start among them; with
`--whole` all tests.
"""

import os
import re
import resource
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.install import NEWEST, OLDEST

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = [(OLDEST[0], minor) for minor in range(OLDEST[1], NEWEST[1] + 1)]
MOST_CPU_SECONDS = 60
SMOKE, WHOLE = ["-m", "smoke", "tests/test_smoke.py"], ["-n", "2", "--dist", "worksteal"]
ASK = "import sys; print(*sys.version_info[:2])"
CHECK_AND_IMPORT = """
import importlib, pathlib
import django
django.setup()
from django.core.management import call_command
call_command("check")
for app in ("media", "cms", "newsletter", "campaigns"):
    for path in sorted(pathlib.Path(app).rglob("*.py")):
        # What runs as a program of its own is no module to import.
        if path.name not in ("__main__.py", "gunicorn_conf.py"):
            importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
"""


def candidates() -> Iterator[Path]:
    """Every program whose name says that it is a supported Python."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += sorted(Path.home().glob(".pyenv/versions/*/bin"))
    for folder in folders:
        yield from (folder / f"python{major}.{minor}" for major, minor in VERSIONS)


def find_interpreters() -> dict[tuple[int, int], Path]:
    """One working interpreter for each supported version. A shim that cannot start a Python is none."""
    found: dict[tuple[int, int], Path] = {}
    for path in candidates():
        if not path.exists():
            continue
        answer = subprocess.run([str(path), "-c", ASK], capture_output=True, text=True)
        if answer.returncode == 0 and re.fullmatch(r"\d+ \d+\s*", answer.stdout):
            major, minor = map(int, answer.stdout.split())
            found.setdefault((major, minor), path)
    return found


def try_interpreter(python: Path, folder: Path, tests: list[str]) -> float:
    """Install into `folder` and try, with `tests` as pytest's arguments. Raises CalledProcessError.

    Answers the CPU seconds used after installing.
    """
    environment = folder / "venv"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", str(python), str(environment)], check=True)
    own = environment / "bin" / "python"
    pip = [*uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(own)]
    subprocess.run([*pip, "-r", "requirements-dev.txt"], cwd=ROOT, check=True)
    before = cpu_seconds_of_children()
    variables = {**os.environ, "COSECHA_VAR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    variables.pop("DATABASE_URL", None)
    variables |= dict.fromkeys(("SECRET_KEY", "READERS_SECRET"), secrets.token_hex())
    for command in (["-c", CHECK_AND_IMPORT], ["-m", "pytest", *tests]):
        subprocess.run([str(own), "-W", "ignore::UserWarning", *command], cwd=ROOT, env=variables, check=True)
    return cpu_seconds_of_children() - before


def cpu_seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    here = sys.version_info[:2]
    found = find_interpreters()
    is_whole, failed = "--whole" in sys.argv, False
    for version in VERSIONS:
        name = "{}.{}".format(*version)
        if version == here:
            print(f"Python {name}: runs the whole suite", flush=True)
        elif version not in found:
            print(f"Python {name}: skipped, not on this machine", flush=True)
        else:
            folder = Path(os.environ.get("COSECHA_VAR") or ROOT / "var") / f"python-{name}"
            folder.mkdir(parents=True, exist_ok=True)
            try:
                seconds = try_interpreter(found[version], folder.absolute(), WHOLE if is_whole else SMOKE)
            except subprocess.CalledProcessError as error:
                print(f"Python {name}: FAILED, {error}", flush=True)
                failed = True
                continue
            is_over = seconds > MOST_CPU_SECONDS and not is_whole
            failed = failed or is_over
            print(f"Python {name}: {'OVER ITS BUDGET' if is_over else 'ok'}, {seconds:.0f} CPU s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
