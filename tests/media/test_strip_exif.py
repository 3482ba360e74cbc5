"""A photo must not say where the person lives."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from media.models import CustomImage
from media.strip_exif import without_camera_notes


def picture(format_: str, *, orientation: int = 1, notes: bool = True) -> BytesIO:
    exif = Image.Exif()
    exif[0x010F] = "CameraThatKnowsTooMuch"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "S"  # which half of the world: GPS data
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "#446688").save(buffer, format_, **({"exif": exif} if notes else {}))
    buffer.seek(0)
    return buffer


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_what_the_camera_wrote(format_):
    cleaned = without_camera_notes(ContentFile(picture(format_).read()))
    assert b"CameraThatKnowsTooMuch" not in cleaned.read()
    cleaned.seek(0)
    image = Image.open(cleaned)
    assert image.format == format_
    assert not image.getexif()


def test_a_photo_without_notes_is_left_as_it_is():
    assert without_camera_notes(ContentFile(picture("JPEG", notes=False).read())) is None


def test_a_photo_taken_sideways_stays_the_right_way_up():
    cleaned = without_camera_notes(ContentFile(picture("JPEG", orientation=6).read()))
    assert Image.open(cleaned).size == (40, 60)


@pytest.mark.django_db
def test_the_stored_file_is_the_cleaned_one():
    upload = ImageFile(picture("JPEG", orientation=6), "rio.jpg")
    image = CustomImage.objects.create(title="Río", description="Un río", file=upload)
    image.refresh_from_db()
    with image.file.open("rb") as stored:
        content = stored.read()
    assert b"CameraThatKnowsTooMuch" not in content
    assert (image.width, image.height) == (40, 60)
    assert image.file_size == len(content)
    assert image.filename == "rio.jpg"
