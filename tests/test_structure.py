"""The layout of the code: sizes of folders, names taken once, imports at the top, one migration an app.

The direction of imports is checked by import-linter (`make check`, contracts in pyproject.toml).
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("cms", "newsletter", "campaigns", "media")
MOST_MODULES = 14
MOST_AT_THE_TOP = 12
MOST_LOCAL_IMPORTS = 5
# Names that stand more than once on purpose, and why.
SHARED_NAMES = {
    "Command": "Django finds management commands by this name",
    # The schemas of the content API carry the public names of what they describe.
    **dict.fromkeys(
        ("Commitment", "DiscussionGroup", "Learning", "Quote", "Resource", "Testimony", "Webinar", "Topic"),
        "a schema of the content API",
    ),
    "Translation": "a schema of the content API",
    "Rendition": "a schema of the content API",
}


def modules() -> Iterator[Path]:
    """Every module of the product; migrations are written by Django."""
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_folder_holds_more_modules_than_one_can_survey():
    held: dict[Path, list[Path]] = defaultdict(list)
    for path in modules():
        if path.name != "__init__.py":
            held[path.parent].append(path)
    too_many = {name_of(folder): len(paths) for folder, paths in held.items() if len(paths) > MOST_MODULES}
    assert too_many == {}


def test_the_top_of_each_app_is_short():
    found = {app: len(list((ROOT / app).glob("*.py"))) for app in APPS}
    assert {app: count for app, count in found.items() if count > MOST_AT_THE_TOP} == {}


def test_no_string_is_marked_for_translation_within_another_one():
    """On some Pythons they reach no catalogue."""
    marks = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
    ]
    assert found == []


def test_no_class_name_is_taken_twice():
    homes: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in parse(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(name_of(path))
    taken = {name: places for name, places in homes.items() if len(places) > 1 and name not in SHARED_NAMES}
    assert taken == {}


def test_imports_stand_at_the_top():
    """A function that imports hides a circle. `AppConfig.ready` has to."""
    found = {
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for function in ast.walk(parse(path))
        if isinstance(function, ast.FunctionDef) and function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert len(found) <= MOST_LOCAL_IMPORTS, found


def test_each_app_has_one_initial_migration():
    """Nothing is released: the schema changes by making it anew (`python -m tools.initial_migrations`)."""
    for app in APPS:
        for folder in (ROOT / app).rglob("migrations"):
            assert [path.name for path in folder.glob("0*.py")] == ["0001_initial.py"], folder
