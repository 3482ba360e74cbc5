"""`manage.py harvest FILE`: read a report in from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.errors import CosechaError
from cms.harvest.intake import harvest_report
from cms.harvest.reader import check_name, check_size
from cms.models import Report, Workshop


class Command(BaseCommand):
    help = "Read a workshop report (.md or .txt) into passages to review in the admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--workshop", default="", help="The title of the workshop it comes from; made if missing.")
        parser.add_argument(
            "--user", default="", help="Who reads it in; the first administrator unless told otherwise."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            check_name(path.name)
            check_size(path.stat().st_size)
            data = path.read_bytes()
            before = Report.objects.count()
            by = self.user(options["user"])
            with transaction.atomic():
                report = harvest_report(data, path.name, by, self.workshop(options["workshop"]))
        except OSError as error:
            raise CommandError(_("The file %(path)s cannot be opened.") % {"path": path}) from error
        except CosechaError as error:
            raise CommandError(str(error)) from error
        if Report.objects.count() == before:
            sentence = _("This file was harvested before: “%(title)s”. Nothing was changed.")
            self.stdout.write(sentence % {"title": report})
        else:
            count = report.passages.count()
            self.stdout.write(_("Harvested “%(title)s”: %(count)d passages.") % {"title": report, "count": count})
        self.stdout.write(_("Review them at %(url)s") % {"url": reverse("report_review", args=[report.pk])})

    def user(self, username: str) -> Any:
        users = get_user_model().objects.filter(is_active=True).order_by("pk")
        user = users.filter(username=username).first() if username else users.filter(is_superuser=True).first()
        if user is None:
            raise CommandError(_("There is no such user. Name one who may harvest with --user."))
        return user

    def workshop(self, title: str) -> Workshop | None:
        return Workshop.objects.get_or_create(title=title)[0] if title else None
