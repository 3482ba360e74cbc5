"""The bundled fonts (Open Font Licence, licence files beside them), measured the same on every machine."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
SERIF = "Vollkorn-Medium.ttf"
SERIF_BOLD = "Vollkorn-Bold.ttf"
SANS = "Inter-Medium.otf"
SANS_BOLD = "Inter-SemiBold.otf"

# In no font: what it draws is the sign for a missing letter.
_NOWHERE = "\U0010fffe"


@lru_cache(maxsize=256)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels. Basic layout: with raqm, widths would depend on the machine's libraries."""
    return ImageFont.truetype(FOLDER / name, size, layout_engine=ImageFont.Layout.BASIC)


def missing_letters(text: str, name: str) -> str:
    """The letters of `text` that the font `name` has no sign for, each once."""
    return "".join(letter for letter in dict.fromkeys(text) if not letter.isspace() and not _has(letter, name))


@lru_cache(maxsize=4096)
def _has(letter: str, name: str) -> bool:
    shape = font(name, 40)
    return bytes(shape.getmask(letter)) != bytes(shape.getmask(_NOWHERE))
