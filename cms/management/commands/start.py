"""`manage.py start`: everything in one command."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from cms.core.errors import CosechaError
from cms.i18n import catalogues
from cms.ops import terminal
from cms.ops.supervisor import start


class Command(BaseCommand):
    help = "Prepare this folder and run the web server, the worker and the local mailbox until Ctrl-C."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        for path in catalogues.compile_all(Path(settings.BASE_DIR)):
            # Django has looked for the compiled words already, and remembers that there were none.
            translation_file_changed(None, path.with_suffix(".mo"))
        translation.activate(terminal.language())
        try:
            start(self.tell)
        except CosechaError as error:
            raise CommandError(str(error)) from error

    def tell(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
