"""`manage.py import_quotes FILE [--dry-run]`: rows of a table become drafts, all of them or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.imports.preview import DraftPreview, Fate, ImportPlan
from cms.imports.reader import check_name, check_size
from cms.imports.run import import_table, keep_table, plan_of


class Command(BaseCommand):
    help = "Make drafts of the rows of a table of quotes (.xlsx or .csv). Running it again makes nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only say what each row would become.")
        parser.add_argument("--leave-out-errors", action="store_true", help="Import the rows that have no error.")
        parser.add_argument("--user", default="", help="Who imports it; the first administrator unless told otherwise.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        by = self.user(options["user"])
        try:
            check_name(path.name)
            check_size(path.stat().st_size)
            with transaction.atomic():
                table = keep_table(path.read_bytes(), path.name, by)
                plan = plan_of(table, by)
                self.say(plan)
                if options["dry_run"]:
                    transaction.set_rollback(True)
                    self.stdout.write(_("Nothing was imported: this was only a look."))
                    return
                made = import_table(table, by, leaves_out_errors=options["leave_out_errors"])
        except OSError as error:
            raise CommandError(_("The file %(path)s cannot be opened.") % {"path": path}) from error
        except CosechaError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Drafts made: %d.") % made.drafts)

    def say(self, plan: ImportPlan) -> None:
        """What becomes of the rows: each one that is not simply a new draft, and how many of each fate."""
        for card in plan.cards:
            for sentence in sentences(card):
                self.stdout.write(_("Row %(number)d: %(sentence)s") % {"number": card.row.number, "sentence": sentence})
        for fate in Fate:
            if count := len(plan.of_fate(fate)):
                self.stdout.write(f"{fate.label}: {count}")
        named = (
            (_("New people"), [person.name for person in plan.new_people]),
            (_("New topics"), plan.new_topics),
            (_("New workshops"), plan.new_workshops),
            (_("New organisations"), plan.new_organisations),
        )
        for label, names in named:
            if names:
                self.stdout.write(f"{label}: {', '.join(names)}")

    def user(self, username: str) -> Any:
        users = get_user_model().objects.filter(is_active=True).order_by("pk")
        user = users.filter(username=username).first() if username else users.filter(is_superuser=True).first()
        if user is None:
            raise CommandError(_("There is no such user. Name one who may import with --user."))
        return user


def sentences(card: DraftPreview) -> list[str]:
    """Everything to be said about a row."""
    problems = [f"{problem.column}: {problem.sentence}" for problem in card.row.problems]
    return [*problems, *([str(card.sentence)] if card.sentence else []), *map(str, card.notes)]
