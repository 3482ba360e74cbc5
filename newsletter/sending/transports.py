"""How one mail is handed over, and an honest answer about what became of it.

SMTP is spoken command by command, so that we know whether the dot that ends the message had left when a connection
broke: before it nothing was sent, after it nobody knows.
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, replace
from enum import Enum
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from media.text.email_address import needs_smtputf8

DOT = b".\r\n"
# SPF, DKIM, DMARC or reverse DNS of ours is wrong (RFC 7372, Microsoft's 5.7.509 and 5.7.515), or we send too much
# (5.7.28): no reader's doing.
NOT_AUTHENTICATED = frozenset({*(f"5.7.{number}" for number in range(20, 29)), "5.7.509", "5.7.515"})
_ENHANCED = re.compile(r"\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?!\S)")


class SendOutcome(Enum):
    """What became of one mail."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good, and only for this reader
    POSTPONED = "postponed"  # certainly not sent; another try may succeed
    UNREACHABLE = "unreachable"  # the server cannot be talked to: nobody's mail goes now
    OUR_FAULT = "our_fault"  # it refuses us, whoever the reader is
    NEEDS_SMTPUTF8 = "needs_smtputf8"  # the server cannot carry letters outside ASCII before the "@"
    UNKNOWN = "unknown"  # the message left, the answer did not come


@dataclass(frozen=True)
class Answer:
    """The outcome, and the server's own words for the log and the page. `code` is 0 where it did not answer."""

    outcome: SendOutcome
    detail: str = ""
    code: int = 0

    @property
    def enhanced(self) -> str:
        """The enhanced status code with which the server's words begin (RFC 2034), empty where they do not."""
        found = _ENHANCED.match(self.detail)
        return found[1] if found else ""


class Transport(Protocol):
    """Hands over mails, one after the other. A context manager that holds at most one connection."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Hand over `message` (CRLF line ends) to one recipient. Never raises for what the server does."""
        ...


class SmtpTransport:
    """The server of the `EMAIL_*` settings, on one connection that is opened at the first mail and kept."""

    def __init__(self) -> None:
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.connection is not None:
            try:
                self.connection.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()
            self.connection = None

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        is_reused = self.connection is not None
        answer = self._try(sender, recipient, message)
        if is_reused and self.connection is None and answer.outcome in (SendOutcome.POSTPONED, SendOutcome.UNREACHABLE):
            # Servers close a connection after so many mails. Nothing was sent, so a new one may be tried at once.
            answer = self._try(sender, recipient, message)
        return answer

    def _try(self, sender: str, recipient: str, message: bytes) -> Answer:
        if self.connection is None:
            try:
                self.connection = connect()
            except smtplib.SMTPAuthenticationError as error:
                # 454: the server cannot look the password up just now (RFC 4954 §6).
                outcome = SendOutcome.UNREACHABLE if 400 <= error.smtp_code < 500 else SendOutcome.OUR_FAULT
                return Answer(outcome, _reply(error.smtp_code, error.smtp_error), error.smtp_code)
            except (smtplib.SMTPException, OSError) as error:
                return Answer(SendOutcome.UNREACHABLE, f"{type(error).__name__}: {error}"[:240])
        answer = self._transact(self.connection, sender, recipient, message)
        if answer.outcome is SendOutcome.UNREACHABLE:
            self._drop()
        elif answer.outcome is not SendOutcome.ACCEPTED:
            self._reset()
        return answer

    def _transact(self, smtp: smtplib.SMTP, sender: str, recipient: str, message: bytes) -> Answer:
        options: list[str] = []
        if needs_smtputf8(sender) or needs_smtputf8(recipient):
            if not smtp.has_extn("smtputf8"):
                return Answer(SendOutcome.NEEDS_SMTPUTF8)
            options = ["SMTPUTF8", "BODY=8BITMIME"]  # RFC 6531 §3.1
        smtp.command_encoding = "utf-8" if options else "ascii"
        try:
            for verb, speak, classify in (
                ("MAIL", lambda: smtp.mail(sender, options), answer_to_sender),
                ("RCPT", lambda: smtp.rcpt(recipient), answer_to_recipient),
                ("DATA", lambda: smtp.docmd("DATA"), answer_to_sender),
            ):
                code, reply = speak()
                if code not in ((354,) if verb == "DATA" else (250, 251, 252)):
                    return classify(code, reply)
            self._write(smtp, stuffed(message))
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Answer(SendOutcome.POSTPONED, f"{type(error).__name__}: {error}"[:240])
        try:
            self._write(smtp, DOT)
            code, reply = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Answer(SendOutcome.UNKNOWN, f"{type(error).__name__}: {error}"[:240])
        if 200 <= code < 300:
            return Answer(SendOutcome.ACCEPTED, _reply(code, reply), code)
        if not is_refusal(code):
            self._drop()
            return Answer(SendOutcome.UNKNOWN, _reply(code, reply), code)
        return answer_to_recipient(code, reply)

    def _write(self, smtp: smtplib.SMTP, data: bytes) -> None:
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected("no connection")
        smtp.sock.sendall(data)

    def _reset(self) -> None:
        """Ready for the next mail; where the server will not, a new connection is opened for it."""
        try:
            code, _reply_text = self.connection.rset() if self.connection else (0, b"")
        except (smtplib.SMTPException, OSError):
            code = 0
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def connect() -> smtplib.SMTP:
    """A greeted, and where the settings say so encrypted and authenticated, connection."""
    context = ssl.create_default_context() if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS else None
    place = (settings.EMAIL_HOST, settings.EMAIL_PORT, DNS_NAME.get_fqdn())
    if settings.EMAIL_USE_SSL:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=settings.EMAIL_TIMEOUT, context=context)
    else:
        smtp = smtplib.SMTP(*place, timeout=settings.EMAIL_TIMEOUT)
    try:
        if smtp.sock is not None:
            # The dot leaves by itself: it must not wait for the acknowledgement of what came before.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        smtp.close()  # or a server that counts connections would soon refuse them all
        raise
    return smtp


def is_refusal(code: int) -> bool:
    """Whether it says for certain that nothing was taken (RFC 5321 §4.2.1); smtplib makes -1 of what is no code."""
    return 400 <= code < 600


def answer_to_sender(code: int, reply: bytes) -> Answer:
    """What an answer to MAIL or DATA means: it is about us and not about the reader."""
    detail = _reply(code, reply)
    if code == 421 or not is_refusal(code):
        return Answer(SendOutcome.UNREACHABLE, detail, code)
    return Answer(SendOutcome.POSTPONED if 400 <= code < 500 else SendOutcome.OUR_FAULT, detail, code)


def answer_to_recipient(code: int, reply: bytes) -> Answer:
    """What an answer to RCPT, or to the message itself, means. A full mailbox (5.2.2) passes."""
    answer = Answer(SendOutcome.REFUSED, _reply(code, reply), code)
    if code == 421 or not is_refusal(code):
        return replace(answer, outcome=SendOutcome.UNREACHABLE)
    if answer.enhanced in NOT_AUTHENTICATED or code in (530, 535, 538):
        return replace(answer, outcome=SendOutcome.OUR_FAULT)
    if 400 <= code < 500 or answer.enhanced == "5.2.2":
        return replace(answer, outcome=SendOutcome.POSTPONED)
    return answer


def stuffed(message: bytes) -> bytes:
    """`message` ending in CRLF, a second dot before each line that begins with one (RFC 5321 §4.5.2)."""
    complete = message if message.endswith(b"\r\n") else message + b"\r\n"
    doubled = complete.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _reply(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return f"{code} {' '.join(text.split())}"[:240]
