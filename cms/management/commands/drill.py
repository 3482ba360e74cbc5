"""`manage.py drill withdrawal`: see with your own eyes that what is withdrawn is gone from everywhere."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.drill.environment import held, installation


class Command(BaseCommand):
    help = (
        "Publish an invented person's words everywhere, withdraw them, and look for them in every place. Always in a "
        "temporary installation with the sandbox network and the local mailbox, whatever the settings say."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("drill", choices=["withdrawal"])
        parser.add_argument("--every-format", action="store_true", help="with a picture in each format, not JPEG alone")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["json"]:
            self.stdout.write(_("Starting an installation for the drill…"))
            self.stdout.flush()
        try:
            with installation() as environment:
                outcome = held(options["drill"], environment, ["--every-format"] if options["every_format"] else [])
        except CosechaError as error:
            raise CommandError(f"{error} {error.detail}") from error
        if options["json"]:
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
        else:
            self.show(outcome)
        if outcome["problems"]:
            raise CommandError(_("The drill found words where none should be, or a receipt missing."))

    def show(self, outcome: dict[str, Any]) -> None:
        width = max(len(row["channel"]) for row in outcome["found"])
        for row in outcome["found"]:
            before, after = (_("there") if row[when] else _("gone") for when in ("before", "after"))
            self.stdout.write(f"  {row['channel']:<{width}}  {before} → {after}   {row['place']}")
        receipts = ", ".join(f"{state}: {count}" for state, count in outcome["receipts"].items())
        self.stdout.write(_("Receipts: %s") % receipts)
        self.stdout.write(_("From the button to the last receipt: %.1f s") % outcome["seconds"])
        for problem in outcome["problems"]:
            self.stdout.write(self.style.ERROR(problem))
        if not outcome["problems"]:
            self.stdout.write(self.style.SUCCESS(_("Every copy is gone, and each has its receipt.")))
