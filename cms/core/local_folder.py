"""This installation's own folder: everything a run writes, and the secrets generated for it."""

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER_MODE = 0o700
FILE_MODE = 0o600


class FolderNotWritableError(OSError):
    """The folder that everything is written to cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} cannot be written")


def ensure_folder(path: Path) -> Path:
    """Create `path` with its parents, for their owner alone. Raises FolderNotWritableError where it cannot be.

    The mode of a folder that was there is left as it is.
    """
    try:
        for missing in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
            missing.mkdir(mode=FOLDER_MODE, exist_ok=True)
    except OSError as error:
        raise FolderNotWritableError(path) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise FolderNotWritableError(path)
    return path


def restrict(path: Path, mode: int = FILE_MODE) -> None:
    """Take from others what they may do with `path`, where it is this user's and they may do anything."""
    try:
        found = path.stat()
        if found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(mode)
    except FileNotFoundError:
        pass


def ensure_private_file(path: Path) -> Path:
    """Create an empty file that only its owner reads, before a library opens it by its name."""
    ensure_folder(path.parent)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, FILE_MODE))
    restrict(path)
    return path


def restrict_database(connection: Any, **_: Any) -> None:
    """Receiver of `connection_created`: the file of SQLite, and those beside it, which take its mode from then on."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not name.startswith(("file:", ":memory:")):
        for suffix in ("", "-wal", "-shm"):
            restrict(Path(name + suffix))


def long_secret() -> str:
    """A secret for machines."""
    return secrets.token_urlsafe(48)


def read_secret(folder: Path, name: str) -> str:
    """The secret called `name`; empty where none was generated yet."""
    path = folder / name
    return path.read_text().strip() if path.exists() else ""


def local_secret(folder: Path, name: str, generate: Callable[[], str] = long_secret) -> str:
    """The secret called `name`, generated at its first use and kept in a file that only its owner reads.

    Safe when several processes start at once: the first file linked into place wins.
    """
    path = ensure_folder(folder) / name
    if path.exists():
        return path.read_text().strip()
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "w") as file:
        file.write(generate())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
