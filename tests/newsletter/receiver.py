"""A real mail server for tests, which does on purpose what mail servers do by accident.

What an address begins with says how it is treated: `refused`, `later` (once), `full`, `policy` (we are refused),
`cut` (the connection breaks inside the message), `lost` (the message is kept, its answer never comes).
Run as a program it writes one line for each message it keeps: recipient, Message-ID.
"""

from __future__ import annotations

import argparse
import asyncio
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class ClumsyServer(SMTP):
    """Breaks the connection inside the message of whoever is called `cut`."""

    async def smtp_DATA(self, arg: str) -> None:
        if self.envelope.rcpt_tos and self.envelope.rcpt_tos[0].startswith("cut"):
            await self.push("354 Go on")
            await self._reader.readuntil(b"\r\n")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Receiver:
    """Keeps what arrives."""

    def __init__(self, log: Path | None = None, pause: float = 0.0) -> None:
        self.messages: list[tuple[str, bytes]] = []
        self.seen_later: set[str] = set()
        self.connections = 0
        self.offers_smtputf8 = True
        self.log, self.pause = log, pause

    async def handle_EHLO(
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list
    ) -> list:
        self.connections += 1
        session.host_name = hostname
        return [line for line in responses if self.offers_smtputf8 or "SMTPUTF8" not in line]

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if address.startswith("refused"):
            return "550 5.1.1 No such user"
        if address.startswith("full"):
            return "552 5.2.2 Mailbox full"
        if address.startswith("policy"):
            return "550 5.7.515 Access denied, sending domain does not pass DMARC"
        if address.startswith("later") and address not in self.seen_later:
            self.seen_later.add(address)
            return "451 4.7.1 Greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.pause:
            await asyncio.sleep(self.pause)
        assert len(envelope.rcpt_tos) == 1
        recipient, content = envelope.rcpt_tos[0], bytes(envelope.content)
        self.messages.append((recipient, content))
        if self.log is not None:
            with self.log.open("a") as file:
                file.write(f"{recipient} {parsed(content)['Message-ID']}\n")
        if recipient.startswith("lost"):
            server.transport.abort()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [parsed(content) for recipient, content in self.messages if recipient == address]


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


class ReceiverController(Controller):
    def factory(self) -> SMTP:
        return ClumsyServer(self.handler, data_size_limit=None, enable_SMTPUTF8=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--pause", type=float, default=0.0)
    options = parser.parse_args()
    receiver = Receiver(options.log, options.pause)

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(
            lambda: ClumsyServer(receiver, data_size_limit=None, enable_SMTPUTF8=True), "127.0.0.1", options.port
        )
        print("ready", flush=True)
        await server.serve_forever()

    asyncio.run(serve())
