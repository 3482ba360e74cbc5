"""A card as a network takes it: a format it knows, in no more bytes than it allows."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from cms.core.errors import CosechaError

PNG, JPEG = "image/png", "image/jpeg"
# The last is still sharp enough for letters; below it the picture is made smaller.
QUALITIES = (92, 85, 75)
SMALLER = 0.8
# At a quarter of its width nobody reads a card any more.
STEPS = 6


class PictureTooLargeError(CosechaError):
    sentence = _("The network takes no image that is large enough to be read.")


@dataclass(frozen=True)
class PictureLimit:
    """The formats a network takes, the one it likes best first, and the most bytes."""

    most_bytes: int = 5_000_000
    formats: tuple[str, ...] = (PNG, JPEG)


@dataclass(frozen=True)
class FittedPicture:
    content: bytes
    mime: str
    width: int
    height: int

    @property
    def file_name(self) -> str:
        return "card.png" if self.mime == PNG else "card.jpg"


def fit(card: bytes, limit: PictureLimit) -> FittedPicture:
    """`card`, a PNG of ours, as the network takes it. Raises PictureTooLargeError where it could not be read there."""
    with Image.open(BytesIO(card)) as image:
        width, height = image.size
        if PNG in limit.formats and len(card) <= limit.most_bytes:
            return FittedPicture(card, PNG, width, height)
        flat = image.convert("RGB")
    for _step in range(STEPS):
        for quality in QUALITIES:
            written = BytesIO()
            flat.save(written, "JPEG", quality=quality, optimize=True)
            if written.tell() <= limit.most_bytes:
                return FittedPicture(written.getvalue(), JPEG, *flat.size)
        flat = flat.resize((max(1, round(flat.width * SMALLER)), max(1, round(flat.height * SMALLER))))
    raise PictureTooLargeError(detail=f"{limit.most_bytes} bytes")
