"""The sample, loaded once a run and copied by every test that wants a house in which somebody lives."""

from __future__ import annotations

import fcntl
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import override_settings

from cms.sample.load import load_sample
from tests.databases import Databases
from tests.factories import make_user

NEWCOMER = "admin"


@dataclass(frozen=True)
class SampleTemplate:
    """The rows and the uploaded files that the sample consists of."""

    rows: Any
    uploads: Path

    def copy(self, databases: Databases, uploads: Path) -> None:
        """Fill the test database and the folder of uploads with it."""
        databases.restore(self.rows)
        shutil.copytree(self.uploads, uploads, dirs_exist_ok=True)


def ready_sample(databases: Databases, folder: Path) -> SampleTemplate:
    """The template in `folder`, which all workers of a run share: the first one to ask makes it."""
    folder.mkdir(exist_ok=True)
    kept, uploads = folder / "rows.pickle", folder / "uploads"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with override_settings(MEDIA_ROOT=uploads):
                load_sample(make_user(NEWCOMER, is_superuser=True), say=lambda _line: None)
            kept.write_bytes(pickle.dumps(databases.snapshot()))
            databases.restore()
        return SampleTemplate(pickle.loads(kept.read_bytes()), uploads)
