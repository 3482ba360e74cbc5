"""Nothing that is tracked may name one machine's folders or a package index: the project must work anywhere."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Written with brackets so that this file does not find itself.
ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:hom[e]/[a-z]|User[s]/[A-Za-z]|roo[t]/|wor[k]/)|file:/[/]/"
    r"|py[p]i\.org|python[h]osted\.|npm[j]s\.|deb\.[d]ebian\."
)


def tracked(root: Path) -> list[Path]:
    """Every file that git tracks; all of `root` where there is no git, for example in an unpacked archive."""
    if not (root / ".git").exists():
        return [path for path in root.rglob("*.*") if path.is_file() and not {".venv", "var"} & set(path.parts)]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True)
    return [root / name for name in listed.stdout.split("\0") if name]


def findings(paths: Iterable[Path]) -> Iterator[str]:
    """Each line that names one machine, as `path:line: text`."""
    for path in paths:
        if not path.is_file():
            continue
        text = path.read_bytes()
        if b"\0" in text:
            continue
        for number, line in enumerate(text.decode(errors="replace").splitlines(), start=1):
            if ONE_MACHINE.search(line):
                yield f"{path}:{number}: {line.strip()[:160]}"


def main() -> int:
    found = list(findings(tracked(ROOT)))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
