"""`manage.py run_huey`: the worker, only where it has the installation's secrets.

It registers before it takes any work, and writes the mark of a clean stop as its last act."""

from typing import Any

from huey.contrib.djhuey.management.commands import run_huey

from cms.core.installation_secrets import require_secrets
from cms.jobs import runs


class Command(run_huey.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        require_secrets()
        runs.begin(beats=True)
        super().handle(*args, **options)
        runs.stop()
