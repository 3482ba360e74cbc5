"""This installation's own folder: everything a run writes, and the secrets generated for it."""

import os
import secrets
from pathlib import Path


def ensure_folder(path: Path) -> Path:
    """Create `path` with its parents. Raises OSError where it cannot be written."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def local_secret(folder: Path, name: str) -> str:
    """The secret called `name`, generated at its first use and kept in a file that only its owner reads.

    Safe when several processes start at once: the first file linked into place wins.
    """
    path = ensure_folder(folder) / name
    if path.exists():
        return path.read_text().strip()
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
