"""Write each app's one initial migration anew from its models, as long as nothing is released.

Django splits what it generates wherever apps point at each other. Here all operations of an app are sorted by model
and folded into one CreateModel each. The data steps of the existing migrations (RunPython, RunSQL) are kept.
"""

import os
from collections import defaultdict
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Any

import django
from django.utils.translation import deactivate_all

ROOT = Path(__file__).resolve().parent.parent
APPS = ("users", "media", "cms", "newsletter", "campaigns", "sandbox")
NAME = "0001_initial"
# Migrated before our first app that follows users: their many small steps cost less while there are few models.
PACKAGES = ("wagtailadmin", "wagtaildocs", "wagtailimages", "wagtailsearch", "wagtailusers", "sessions")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    deactivate_all()  # verbose names and help texts are written in English
    from django.db.migrations.loader import MigrationLoader

    existing = MigrationLoader(None, load=False)
    existing.load_disk()
    made = generated()
    for label in APPS:
        data_steps = [
            operation
            for (app, _name), migration in sorted(existing.disk_migrations.items())
            for operation in migration.operations
            if app == label and is_data_step(operation)
        ]
        write(label, made[label], data_steps, leaves(existing, PACKAGES) if label == "media" else [])


def leaves(loader: Any, labels: tuple[str, ...]) -> list[tuple[str, str]]:
    """The newest migration of each app."""
    return [max(key for key in loader.disk_migrations if key[0] == label) for label in labels]


def generated() -> dict[str, list[Any]]:
    """The migrations that Django generates for models that have none yet, by app."""
    from django.apps import apps
    from django.db.migrations import Migration
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
    from django.db.migrations.state import ProjectState

    class WithoutOurs(MigrationLoader):
        """Our apps have one empty migration each, which the packages that depend on them need."""

        def load_disk(self) -> None:
            super().load_disk()
            kept = {key: migration for key, migration in self.disk_migrations.items() if key[0] not in APPS}
            self.disk_migrations = kept | {(label, NAME): Migration(NAME, label) for label in APPS}

    loader = WithoutOurs(None)
    questioner = NonInteractiveMigrationQuestioner(specified_apps=set(APPS))
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), questioner)
    return detector.changes(graph=loader.graph, trim_to_apps=set(APPS))


def is_data_step(operation: Any) -> bool:
    from django.db.migrations.operations import RunPython, RunSQL

    return isinstance(operation, RunPython | RunSQL)


def write(label: str, parts: list[Any], data_steps: list[Any], first: list[tuple[str, str]]) -> None:
    """Replace the migrations of one app by one. Raises ValueError for an app outside this repository."""
    from django.db.migrations import Migration
    from django.db.migrations.optimizer import MigrationOptimizer
    from django.db.migrations.writer import MigrationWriter

    migration: Any = Migration(NAME, label)
    migration.initial = True
    needed = {key for key in chain.from_iterable(part.dependencies for part in parts) if key[0] != label}
    migration.dependencies = sorted({(app, NAME) if app in APPS else (app, name) for app, name in needed} | {*first})
    operations = sorted_by_model([operation for part in parts for operation in part.operations], label)
    migration.operations = [*MigrationOptimizer().optimize(operations, label), *data_steps]
    writer = MigrationWriter(migration, include_header=False)
    if label not in APPS or ROOT not in Path(writer.path).parents or ".venv" in Path(writer.path).parts:
        raise ValueError(writer.path)
    for path in Path(writer.basedir).glob("[0-9]*.py"):
        path.unlink()
    Path(writer.path).write_text(writer.as_string(), encoding="utf-8")
    print(f"{label}: {len(migration.operations)} operations")


def sorted_by_model(operations: list[Any], label: str) -> list[Any]:
    """The operations on each model together, and after those on the models to which it points."""
    of_model: dict[str, list[Any]] = defaultdict(list)
    for operation in operations:
        of_model[getattr(operation, "model_name_lower", None) or operation.name_lower].append(operation)
    points_at = {
        name: [
            other
            for other in of_model
            if other != name
            and any(operation.references_model(other, label) for operation in group if has_fields(operation))
        ]
        for name, group in of_model.items()
    }
    return [operation for name in TopologicalSorter(points_at).static_order() for operation in of_model[name]]


def has_fields(operation: Any) -> bool:
    """Whether an operation can point at other models. Those on indexes claim to reference every model."""
    from django.db.migrations.operations import AddField, CreateModel

    return isinstance(operation, AddField | CreateModel)


if __name__ == "__main__":
    main()
