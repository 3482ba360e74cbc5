"""Each template compiles, and each template and static file that another one or a module names is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

APPS = [settings.BASE_DIR / name for name in ("media", "cms", "newsletter", "campaigns")]
# Overrides stay where the package that owns the original looks for them.
OVERRIDES = {"ninja", "wagtailadmin", "wagtaildocs", "wagtailimages"}
TAG = re.compile(r"""{%\s*(extends|include|static)\s+(["'])([^"']+)\2(?=[ %])""")
FILE = re.compile(r"(cms|newsletter|campaigns|users)/[\w./-]+\.(html|txt|mjml|svg|xml|js|css)")


def named(folder: str) -> Iterator[tuple[str, Path]]:
    """Each file in a folder of that name below the apps, with the name that its loader or finder knows it by."""
    for app in APPS:
        for root in sorted(app.rglob(folder)):
            yield from ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")) if path.is_file())


def strings_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def missing_from_templates() -> Iterator[str]:
    for name, path in named("templates"):
        for tag, _quote, wanted in TAG.findall(path.read_text(encoding="utf-8")):
            if not (finders.find(wanted) if tag == "static" else is_template(wanted)):
                yield f"{name}: {wanted}"


def missing_from_modules() -> Iterator[str]:
    for module in (path for app in APPS for path in sorted(app.rglob("*.py"))):
        for text in strings_of(module):
            if FILE.fullmatch(text) and not (is_template(text) or finders.find(text)):
                yield f"{module.relative_to(settings.BASE_DIR)}: {text}"


def test_each_template_compiles():
    names = [name for name, _path in named("templates")]
    assert len(names) > 100
    for name in names:
        get_template(name)


def test_what_templates_and_modules_name_is_there():
    assert [*missing_from_templates(), *missing_from_modules()] == []


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_files_live_under_the_name_of_their_app(folder):
    own = {app.name for app in APPS} | {"users"}
    first = {name.split("/")[0] for name, _path in named(folder)}
    assert first <= own | (OVERRIDES if folder == "templates" else set())
