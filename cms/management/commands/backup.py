"""`manage.py backup [FOLDER]`: a copy of everything, also while Cosecha runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.ops import terminal
from cms.ops.backup import back_up, default_folder, told_in_a_sentence


class Command(BaseCommand):
    help = "Copy the database, the files and the secrets into a folder. Cosecha may be running."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", help="an empty or new folder; without it, one beside var/")

    def handle(self, *args: Any, **options: Any) -> None:
        translation.activate(terminal.language())
        folder = Path(options["folder"]).absolute() if options["folder"] else default_folder(timezone.now())
        try:
            with told_in_a_sentence():
                back_up(folder)
        except CosechaError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "Everything was copied to %(folder)s. Keep its folder “secrets” somewhere else: whoever has both can "
                "read and sign everything."
            )
            % {"folder": folder}
        )
