"""The SMTP server behind the local mailbox. It takes everything and delivers nothing anywhere else."""

import asyncio
import errno
import mailbox
import signal
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from newsletter.mailbox.store import Mailbox

HOST = "127.0.0.1"
LARGEST_MESSAGE = 20 * 1024 * 1024


class PortTakenError(CosechaError):
    """Somebody else listens there."""


class Keeper:
    """Accepts a message once it is written; until then the sender is told to try again."""

    def __init__(self, box: Mailbox) -> None:
        self.box = box

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        trace = f"Return-Path: <{envelope.mail_from}>\r\nDelivered-To: {', '.join(envelope.rcpt_tos)}\r\n".encode()
        try:
            await asyncio.to_thread(self.box.add, trace + content)
        except (OSError, mailbox.Error) as error:
            return f"452 4.3.1 The mailbox could not be written: {error}".replace("\n", " ")
        return "250 2.0.0 Kept"


async def serve(box: Mailbox, port: int, ready: Any = None) -> None:
    """Serve until SIGINT or SIGTERM. Raises PortTakenError."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    keeper = Keeper(box)
    try:
        server = await loop.create_server(
            lambda: SMTP(keeper, data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True, ident="Cosecha"), HOST, port
        )
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTakenError(
                _("The mailbox cannot listen on port %(port)d: another program uses it. Set MAILBOX_PORT to another.")
                % {"port": port}
            ) from error
        raise
    if ready:
        ready()
    await stop.wait()
    server.close()
    await server.wait_closed()
