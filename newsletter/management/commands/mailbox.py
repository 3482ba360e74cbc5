"""`manage.py mailbox`: the local mailbox's SMTP server."""

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from cms.ops import terminal
from newsletter.mailbox.server import HOST, PortTakenError, serve
from newsletter.mailbox.store import Mailbox


class Command(BaseCommand):
    help = "Receive mail on MAILBOX_PORT and keep it in MAILBOX_FOLDER, until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        translation.activate(terminal.language())
        try:
            asyncio.run(serve(Mailbox(settings.MAILBOX_FOLDER), settings.MAILBOX_PORT, self.say_ready))
        except PortTakenError as error:
            raise CommandError(str(error)) from error

    def say_ready(self) -> None:
        address = f"{HOST}:{settings.MAILBOX_PORT}"
        self.stdout.write(_("The local mailbox receives mail at {address}.").format(address=address))
        self.stdout.flush()
