"""`manage.py sample`: fill an empty installation with the sample."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from cms.core.errors import CosechaError
from cms.sample.load import load_sample


class Command(BaseCommand):
    help = "Fill an empty installation with sample content, subscribers, an edition and a campaign."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", default="admin", help="Who will review it: an administrator's user name.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user called {options['user']}.")
        try:
            with translation.override("es"):
                load_sample(user, say=self.stdout.write)
        except CosechaError as error:
            raise CommandError(str(error)) from error
