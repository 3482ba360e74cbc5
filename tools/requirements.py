"""The requirement files: compiled from `pyproject.toml` for every platform, each version pinned with its hashes.

`python -m tools.requirements` compiles them, with `--upgrade` to the newest versions allowed; with `--check` it only
looks whether they are in step, offline.
They name no package index and no host, so that every machine installs from the index it is set up with.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
ROOT = Path(__file__).resolve().parent.parent


class Pin(NamedTuple):
    """One pinned package of a requirement file."""

    requirement: Requirement
    version: str
    hashes: int


def wanted(root: Path) -> dict[str, list[str]]:
    """What `pyproject.toml` asks for, by requirement file. The development file holds everything."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"]
    return {RUNTIME: runtime, DEVELOPMENT: [*runtime, *project["dependency-groups"]["dev"]]}


def first_line(dependencies: list[str]) -> str:
    """The comment that ties a requirement file to the dependencies it was compiled from."""
    digest = hashlib.sha256(json.dumps(sorted(dependencies)).encode()).hexdigest()
    return f"# Compiled by `make lock` from pyproject.toml, whose dependencies have the sha256 {digest}"


def pins(text: str) -> Iterator[Pin]:
    """The pins of a requirement file, with how many hashes each has."""
    for entry in text.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        specification, *hashes = entry.split("--hash=")
        requirement = Requirement(specification)
        yield Pin(requirement, str(requirement.specifier).removeprefix("=="), len(hashes))


def problems(root: Path) -> Iterator[str]:
    """Why the requirement files are not in step with `pyproject.toml`; nothing where they are."""
    for name, dependencies in wanted(root).items():
        path = root / name
        if not path.exists():
            yield f"{name} is missing"
            continue
        yield from (f"{name}: {problem}" for problem in _problems_of(path.read_text(encoding="utf-8"), dependencies))


def _problems_of(text: str, dependencies: list[str]) -> Iterator[str]:
    header, _newline, body = text.partition("\n")
    if header != first_line(dependencies):
        yield "was compiled from other dependencies than pyproject.toml has now"
    for line in body.splitlines():
        if line.startswith("-") or "://" in line or " @ " in line:
            yield f"names a place to install from: {line}"
            return
    versions: dict[str, list[str]] = {}
    for pin in pins(body):
        versions.setdefault(canonicalize_name(pin.requirement.name), []).append(pin.version)
        if not str(pin.requirement.specifier).startswith("=="):
            yield f"{pin.requirement.name} is not pinned to one version"
        if not pin.hashes:
            yield f"{pin.requirement.name} has no hash"
    for dependency in map(Requirement, dependencies):
        pinned = versions.get(canonicalize_name(dependency.name), [])
        if not any(dependency.specifier.contains(version, prereleases=True) for version in pinned):
            yield f"{dependency} is not met by {', '.join(pinned) or 'any pin'}"


def upgrade(root: Path) -> None:
    """Compile both files to the newest versions that `pyproject.toml` allows."""
    (root / DEVELOPMENT).unlink(missing_ok=True)
    (root / RUNTIME).unlink(missing_ok=True)
    compile_all(root)


def compile_all(root: Path) -> None:
    """Compile both files anew. The versions already pinned stay where `pyproject.toml` still allows them."""
    # Both files must agree, so the whole is resolved first and the smaller file is held to it.
    _compile(root, DEVELOPMENT, "--group", "dev")
    _compile(root, RUNTIME, "--constraints", DEVELOPMENT)


def _compile(root: Path, name: str, *options: str) -> None:
    """Resolve without this machine's settings: neither its extra indexes nor its folders may leak into the file."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_"))}
    path = root / name
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / name
        if path.exists():
            output.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *options),
                *("--no-config", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"),
                *("--no-header", "--no-annotate", "--no-emit-index-url", "--output-file", str(output)),
            ],
            cwd=root,
            env=surroundings,
            check=True,
        )
        compiled = output.read_text(encoding="utf-8")
    path.write_text(f"{first_line(wanted(root)[name])}\n{compiled}", encoding="utf-8")


def main(arguments: list[str]) -> int:
    if arguments != ["--check"]:
        (upgrade if arguments == ["--upgrade"] else compile_all)(ROOT)
    found = list(problems(ROOT))
    for problem in found:
        print(problem)
    if found:
        print("Run `make lock`.")
        return 1
    print("The requirement files are in step with pyproject.toml.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
