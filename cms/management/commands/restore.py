"""`manage.py restore FOLDER`: put a backup in place, on hold."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.ops import terminal
from cms.ops.backup import told_in_a_sentence
from cms.ops.restore import restore


class Command(BaseCommand):
    help = "Put back what `backup` copied. Cosecha must be stopped; what is there now is kept aside."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", help="what `manage.py backup` made")

    def handle(self, *args: Any, **options: Any) -> None:
        translation.activate(terminal.language())
        try:
            with told_in_a_sentence():
                aside = restore(Path(options["folder"]).absolute())
        except CosechaError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "The backup is in place. What was here before is in %(aside)s. Start Cosecha: what was due since the "
                "backup waits on the home page until somebody releases it."
            )
            % {"aside": aside}
        )
