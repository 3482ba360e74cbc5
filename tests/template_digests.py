"""Digests by which a kept test database is known: one of its schema, one of the code that writes rows into it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import sys
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = re.compile(r"^\s*(?:from|import) ([\w.]+)", re.MULTILINE)


def product_folders() -> list[Path]:
    """The folders of this project's own top-level packages."""
    own = {config.name.partition(".")[0] for config in apps.get_app_configs() if ROOT in Path(config.path).parents}
    return [ROOT / name for name in sorted(own) if (ROOT / name).is_dir() and ".venv" not in name]


def digest_of(paths: set[Path], *more: str) -> str:
    digest = hashlib.sha256("\n".join(more).encode())
    for path in sorted(paths):
        digest.update(f"\n{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def schema_digest() -> str:
    """What the template's tables follow from: migrations, what they import, settings, versions."""
    folders = product_folders()
    paths = {path for folder in folders for path in folder.rglob("migrations/*.py")}
    imported = {name for path in paths for name in IMPORTS.findall(path.read_text(encoding="utf-8"))}
    own = {folder.name for folder in folders}
    for name in imported | {settings.SETTINGS_MODULE}:
        if name.partition(".")[0] in own:
            paths.add(Path(str(import_module(name).__file__)))
    packages = {path.name for entry in sys.path for path in Path(entry).glob("*.dist-info")}
    return digest_of(paths, sys.version, sqlite3.sqlite_version, *settings.INSTALLED_APPS, *sorted(packages))


def code_digest() -> str:
    """What the rows that `post_migrate` handlers write may follow from."""
    return digest_of({path for folder in product_folders() for path in folder.rglob("*.py")})
