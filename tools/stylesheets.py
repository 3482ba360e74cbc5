"""Stylesheets: syntax, classes that nothing has, and custom properties that nothing sets.

`python -m tools.stylesheets`. A class counts as given when a template, script or module of ours or of Wagtail holds its
name, or the beginning of it up to a hyphen ("pill--" before a state). Stylesheets that are templates are left out.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import lightningcss
import wagtail

from tools.portable import ROOT, tracked

GIVEN_IN = {".html", ".js", ".py", ".mjml", ".svg"}
# What Swagger UI draws.
OTHERS = {"cms/static/cms/api/docs.css"}
WORD = re.compile(r"[\w-]+")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLOCK = re.compile(r"\{[^{}]*\}")
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
PROPERTY = re.compile(r"(--[\w-]+)\s*:")
# One with a value to fall back on need not be set.
USED_PROPERTY = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
SET_BY_SCRIPT = re.compile(r"""setProperty\(\s*["'](--[\w-]+)""")


def findings(sheets: dict[str, str], sources: Iterable[str], known_sheets: Iterable[str]) -> Iterator[str]:
    """What is wrong in `sheets` (name → text). `sources` give classes, `known_sheets` classes and custom properties."""
    known, given, properties = " ".join(known_sheets), set[str](), set[str]()
    for source in (*sources, known):
        given |= set(WORD.findall(source))
        properties |= set(PROPERTY.findall(source)) | set(SET_BY_SCRIPT.findall(source))
    rules = {name: COMMENT.sub("", text) for name, text in sheets.items()}
    for text in rules.values():
        properties |= set(PROPERTY.findall(text))
    for name, text in rules.items():
        try:
            lightningcss.process_stylesheet(sheets[name], filename=name)
        except ValueError as error:
            yield f"{name}: {error}"
        for one in sorted(set(CLASS.findall(BLOCK.sub("{}", text)))):
            if not is_given(one, given):
                yield f"{name}: nothing has the class {one}"
        for one in sorted(set(USED_PROPERTY.findall(text)) - properties):
            yield f"{name}: nothing sets {one}"


def is_given(name: str, given: set[str]) -> bool:
    """Wagtail's own begin with "w-", which says nothing."""
    beginnings = {name[: found.end()] for found in re.finditer("-+", name)} - {"w-"}
    return name in given or not beginnings.isdisjoint(given)


def texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield path.read_text(encoding="utf-8", errors="replace")


def main() -> int:
    ours = [path for path in tracked(ROOT) if path.is_file() and "tests" not in path.relative_to(ROOT).parts]
    sheets = {str(path.relative_to(ROOT)): path for path in ours if path.suffix == ".css"}
    read = {name: path.read_text(encoding="utf-8") for name, path in sheets.items() if name not in OTHERS}
    plain = {name: text for name, text in read.items() if "{{" not in text and "{%" not in text}
    of_wagtail = Path(wagtail.__file__).parent.rglob("*")
    others = [path for path in of_wagtail if path.suffix in {".html", ".js", ".css"}]
    sources = [path for path in ours if path.suffix in GIVEN_IN] + [path for path in others if path.suffix != ".css"]
    found = list(findings(plain, texts(sources), texts(path for path in others if path.suffix == ".css")))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
