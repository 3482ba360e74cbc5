"""`manage.py run_huey`: the worker, only where it has the installation's secrets."""

from typing import Any

from huey.contrib.djhuey.management.commands import run_huey

from cms.core.installation_secrets import require_secrets


class Command(run_huey.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        require_secrets()
        super().handle(*args, **options)
