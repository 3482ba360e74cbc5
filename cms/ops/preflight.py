"""What must hold before Cosecha starts here: one at a time in a folder, and its ports free."""

import errno
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.core.local_folder import ensure_private_file


class CannotStartError(CosechaError):
    """Something outside of Cosecha stands in the way."""


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the folder's lock. The system lets go of it when this process ends, however it ends."""
    with ensure_private_file(var / "running.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStartError(
                _("Cosecha is already running in this folder (%(folder)s). Stop it first with Ctrl-C, or just use it.")
                % {"folder": var}
            ) from None
        yield


def check_port(host: str, port: int, setting: str) -> None:
    """Refuse a port that somebody else listens on, or that this user may not use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            sentence = (
                _("Port %(port)d is in use by another program. Stop that one, or choose another port: %(command)s")
                if error.errno == errno.EADDRINUSE
                else _("Port %(port)d cannot be used here. Choose another one: %(command)s")
            )
            values = {"port": port, "command": f"{setting}={port + 10} make run"}
            raise CannotStartError(sentence % values, detail=str(error)) from None
