"""`manage.py harvest FILE`: read a report in from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.reading.read_file import check_name_and_size
from cms.models import Report, Workshop


class Command(BaseCommand):
    help = "Read a workshop report (.docx, .pdf, .odt, .md or .txt) into passages to review in the admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--workshop", default="", help="The title of the workshop it comes from; made if missing.")
        parser.add_argument(
            "--user", default="", help="Who reads it in; the first administrator unless told otherwise."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        before = set(Report.objects.filter(state=Report.State.READY).values_list("pk", flat=True))
        try:
            check_name_and_size(path.name, path.stat().st_size)
            report = harvest_report(path.read_bytes(), path.name, self.user(options["user"]), progress=self.show)
        except OSError as error:
            raise CommandError(_("The file %(path)s cannot be opened.") % {"path": path}) from error
        except CosechaError as error:
            raise CommandError(str(error)) from error
        finally:
            self.show(None)
        self.tell(report, is_new=report.pk not in before, workshop=options["workshop"])

    def tell(self, report: Report, *, is_new: bool, workshop: str) -> None:
        """What came of it, and where to go on."""
        if not report.is_ready:
            self.stdout.write(_("A worker is reading this file already: “%(title)s”.") % {"title": report})
        elif not is_new:
            sentence = _("This file was harvested before: “%(title)s”. Nothing was changed.")
            self.stdout.write(sentence % {"title": report})
        else:
            if workshop:
                report.workshop, _made = Workshop.objects.get_or_create(title=workshop)
                report.save(update_fields=["workshop"])
            count = report.passages.count()
            self.stdout.write(_("Harvested “%(title)s”: %(count)d passages.") % {"title": report, "count": count})
        self.stdout.write(_("Review them at %(url)s") % {"url": reverse("report_review", args=[report.pk])})

    def show(self, percent: int | None) -> None:
        """How far the reading is, on a line of its own that a terminal writes over; None takes the line away."""
        if self.stderr.isatty():
            line = "" if percent is None else _("Reading… %(percent)d%%") % {"percent": percent}
            self.stderr.write(f"\r\033[K{line}", ending="")

    def user(self, username: str) -> Any:
        users = get_user_model().objects.filter(is_active=True).order_by("pk")
        user = users.filter(username=username).first() if username else users.filter(is_superuser=True).first()
        if user is None:
            raise CommandError(_("There is no such user. Name one who may harvest with --user."))
        return user
