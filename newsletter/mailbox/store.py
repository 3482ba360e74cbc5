"""The local mailbox as files: a Maildir, as every mail program reads it."""

import email.header
import mailbox
import os
import re
import threading
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from cms.core.local_folder import ensure_folder, restrict
from cms.core.text import skeleton

# Seconds, microseconds and the counter of the process, as Maildir writes them into a key without leading zeros.
KEY = re.compile(r"(\d+)\.M(\d+)P\d+Q(\d+)")


@dataclass(frozen=True)
class Summary:
    """A message as the list shows it: read from its headers alone."""

    key: str
    sender: str
    recipient: str
    subject: str
    at: datetime
    is_seen: bool


class Mailbox(mailbox.Maildir):
    """What the local SMTP server accepted and the admin shows."""

    def __init__(self, folder: Path) -> None:
        for name in ("tmp", "new", "cur"):
            ensure_folder(folder / name)
        super().__init__(folder, factory=_read_headers, create=False)
        self.folder = folder
        self.adding = threading.Lock()

    def add(self, message: Any) -> str:
        """Keep a message. It is written when this returns, and never half written in the list.

        The names that Maildir makes are unique among processes, not among the threads of one.
        """
        with self.adding:
            key: str = super().add(message)
            restrict(self.folder / self._lookup(key))  # type: ignore[attr-defined]  # inherited
            return key

    def newest_first(self) -> list[str]:
        """The key of every message, newest first, without opening any."""
        return sorted(self.keys(), key=_order_of, reverse=True)

    def unseen_count(self) -> int:
        return sum(1 for key in self.keys() if not self._is_seen(key))

    def summary(self, key: str) -> Summary:
        """The message's headers. Raises KeyError where it is gone."""
        message = self.get_message(key)
        at = datetime.fromtimestamp(message.get_date(), tz=timezone.get_current_timezone())
        sender, recipient, subject = (decoded(message.get(name, "")) for name in ("From", "To", "Subject"))
        return Summary(key, sender, recipient, subject, at, "S" in message.get_flags())

    def search(self, words: str, keys: list[str]) -> list[str]:
        """The keys whose sender, recipient or subject holds `words`. Opens each one's headers."""
        wanted = skeleton(words)
        found = []
        for key in keys:
            try:
                summary = self.summary(key)
            except KeyError:
                continue
            if wanted in skeleton(f"{summary.sender}\n{summary.recipient}\n{summary.subject}"):
                found.append(key)
        return found

    def source(self, key: str) -> bytes:
        """The message exactly as it came. Raises KeyError where it is gone."""
        return self.get_bytes(key)

    def message(self, key: str) -> EmailMessage:
        """The message with its parts. Raises KeyError where it is gone."""
        return BytesParser(policy=policy.default).parsebytes(self.source(key))

    def mark_seen(self, key: str) -> None:
        """Move a message to `cur` with the flag S. Assigning it as Maildir does would write its content anew."""
        if not self._is_seen(key):
            (self.folder / self._subpath(key)).rename(self.folder / "cur" / f"{key}{self.colon}2,S")

    def delete_all(self) -> int:
        """Empty the mailbox; how many messages there were."""
        keys = self.keys()
        for key in keys:
            self.discard(key)
        return len(keys)

    def _is_seen(self, key: str) -> bool:
        return "S" in self._subpath(key).partition(f"{self.colon}2,")[2]

    def _subpath(self, key: str) -> str:
        return os.fspath(self._lookup(key))  # type: ignore[attr-defined]  # there is no public name for it


def _read_headers(file: Any) -> mailbox.MaildirMessage:
    return mailbox.MaildirMessage(BytesHeaderParser(policy=policy.compat32).parse(file))


def _order_of(key: str) -> tuple[int, ...]:
    match = KEY.match(key)
    return tuple(map(int, match.groups())) if match else (0, 0, 0)


def decoded(header: object) -> str:
    """A header's encoded words as people read them."""
    try:
        return str(email.header.make_header(email.header.decode_header(str(header))))
    except (LookupError, ValueError):
        return str(header)
