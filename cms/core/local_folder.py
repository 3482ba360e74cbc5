"""This installation's own folder: everything a run writes, and the secrets generated for it."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


class FolderNotWritableError(OSError):
    """The folder that everything is written to cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} cannot be written")


def ensure_folder(path: Path) -> Path:
    """Create `path` with its parents. Raises FolderNotWritableError where nothing can be written in it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritableError(path) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise FolderNotWritableError(path)
    return path


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
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(generate())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
