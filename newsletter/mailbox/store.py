"""The local mailbox as files: a Maildir, as every mail program reads it, and as durable as a mail server's must be."""

import email.header
import os
import secrets
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.utils import timezone

from cms.core.local_folder import ensure_folder

SEEN = ":2,S"


@dataclass(frozen=True)
class Summary:
    """A message as the list shows it: read from its headers alone."""

    key: str
    sender: str
    recipient: str
    subject: str
    at: datetime
    is_seen: bool


class Mailbox:
    """A Maildir. A file name begins with the time in microseconds, so that names sort as messages came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("tmp", "new", "cur"):
            ensure_folder(folder / name)

    def add(self, content: bytes) -> str:
        """Keep a message. It is on the disk when this returns, and never half written in the list."""
        key = f"{time.time_ns() // 1000:017d}.{os.getpid()}_{secrets.token_hex(4)}.{socket.gethostname()[:40]}"
        key = key.replace(":", "_").replace("/", "_")
        draft = self.folder / "tmp" / key
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / "new" / key)
        directory = os.open(self.folder / "new", os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        return key

    def newest_first(self) -> list[str]:
        """Every message, newest first, without opening any."""
        return sorted((path.name.partition(":")[0] for path in self._paths()), reverse=True)

    def unseen_count(self) -> int:
        return sum(1 for path in self._paths() if not path.name.endswith("S"))

    def summary(self, key: str) -> Summary:
        """The message's headers. Raises KeyError where it is gone."""
        path = self._path(key)
        with path.open("rb") as file:
            headers = BytesHeaderParser(policy=policy.compat32).parse(file)
        at = datetime.fromtimestamp(int(key.partition(".")[0]) / 1_000_000, tz=timezone.get_current_timezone())
        words = {name: decoded(headers.get(name, "")) for name in ("From", "To", "Subject")}
        return Summary(key, words["From"], words["To"], words["Subject"], at, path.name.endswith("S"))

    def search(self, words: str, keys: list[str]) -> list[str]:
        """The keys whose sender, recipient or subject holds `words`. Opens each one's headers."""
        wanted = words.casefold()
        found = []
        for key in keys:
            try:
                summary = self.summary(key)
            except KeyError:
                continue
            if wanted in f"{summary.sender}\n{summary.recipient}\n{summary.subject}".casefold():
                found.append(key)
        return found

    def source(self, key: str) -> bytes:
        """The message exactly as it came. Raises KeyError where it is gone."""
        return self._path(key).read_bytes()

    def message(self, key: str) -> EmailMessage:
        return BytesParser(policy=policy.default).parsebytes(self.source(key))

    def mark_seen(self, key: str) -> None:
        path = self._path(key)
        if not path.name.endswith("S"):
            path.rename(self.folder / "cur" / f"{key}{SEEN}")

    def delete_all(self) -> int:
        """Empty the mailbox; how many messages there were."""
        paths = list(self._paths())
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _paths(self) -> Iterator[Path]:
        for name in ("new", "cur"):
            yield from (self.folder / name).iterdir()

    def _path(self, key: str) -> Path:
        if "/" in key or key.startswith("."):
            raise KeyError(key)
        for path in (self.folder / "new" / key, self.folder / "cur" / f"{key}{SEEN}", self.folder / "cur" / key):
            if path.is_file():
                return path
        raise KeyError(key)


def decoded(header: object) -> str:
    """A header's encoded words as people read them."""
    try:
        return str(email.header.make_header(email.header.decode_header(str(header))))
    except (LookupError, ValueError):
        return str(header)
