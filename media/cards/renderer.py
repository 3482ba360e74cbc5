"""What draws the cards here: another release of it may draw the same words differently."""

import hashlib
from functools import lru_cache
from pathlib import Path

import PIL
from PIL import features

from media.cards.fonts import FOLDER


@lru_cache(maxsize=1)
def renderer_version() -> str:
    """A digest of Pillow and what it sets text with, the bundled fonts, and the modules beside this one."""
    versions = [features.version(name) for name in ("freetype2", "raqm", "harfbuzz", "fribidi")]
    digest = hashlib.sha256(f"{PIL.__version__} {versions}".encode())
    for path in sorted([*FOLDER.glob("*.?tf"), *Path(__file__).parent.glob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
