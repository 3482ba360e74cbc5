"""The local mailbox's SMTP server: `python -m newsletter.mailbox`, until Ctrl-C or SIGTERM.

It keeps mail on MAILBOX_PORT in MAILBOX_FOLDER, with the settings and none of the models that `manage.py` would load.
"""

import asyncio
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.log import configure_logging
from django.utils.translation import gettext as _

from cms.ops import terminal
from newsletter.mailbox.server import HOST, PortTakenError, serve
from newsletter.mailbox.store import Mailbox


def say_ready() -> None:
    address = f"{HOST}:{settings.MAILBOX_PORT}"
    print(_("The local mailbox receives mail at {address}.").format(address=address), flush=True)


def main() -> None:
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    # Translations are looked for in apps.
    apps.populate(["newsletter.mailbox"])
    translation.activate(terminal.language())
    try:
        asyncio.run(serve(Mailbox(settings.MAILBOX_FOLDER), settings.MAILBOX_PORT, say_ready))
    except PortTakenError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
