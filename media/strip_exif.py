"""What a camera writes into a photo (where, when, with what, sometimes by whom) is taken out when the photo arrives."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

# Where Pillow keeps notes of each kind. The colour profile stays, for without it the colours change.
NOTES = {"exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif", "photoshop", "comment", "Comment"}
FORMATS = {"JPEG", "PNG", "WEBP"}


def without_camera_notes(file: "File[bytes]") -> "ContentFile[bytes] | None":
    """The same picture, the right way up, without notes; None where there are none. Rewinds `file`."""
    file.seek(0)
    image = Image.open(file)
    has_notes = image.format in FORMATS and not NOTES.isdisjoint(image.info)
    cleaned = _saved(image) if has_notes else None
    file.seek(0)
    return cleaned


def _saved(image: Image.Image) -> "ContentFile[bytes]":
    format_ = image.format
    profile = image.info.get("icc_profile")
    is_turned = image.getexif().get(0x0112, 1) != 1
    upright = ImageOps.exif_transpose(image) if is_turned else image
    for note in NOTES:
        upright.info.pop(note, None)
    qualities: dict[str, Any] = {"JPEG": 95 if is_turned else "keep", "WEBP": 92}
    quality = {"quality": qualities[format_]} if format_ in qualities else {}
    buffer = BytesIO()
    upright.save(buffer, format_, exif=b"", icc_profile=profile, **quality)
    return ContentFile(buffer.getvalue())
