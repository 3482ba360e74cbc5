"""Photos of people, served through the gate: a file's own address would outlive a withdrawal."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.images.models import Filter

from cms.public.address import SEGMENTS
from cms.public.delivery import public
from cms.public.readable import Readable
from cms.public.reading import find_readable

# Widths in pixels. A photo is never enlarged.
SIZES = {"small": 480, "medium": 960, "large": 1600}


@dataclass(frozen=True)
class Photo:
    """One size of a photo."""

    size: str
    url: str
    width: int
    height: int
    alt: str


def photo_of(readable: Readable, size: str) -> Photo | None:
    """The photo in one of SIZES, where the face may be shown. Needs no query: the file is made when it is asked for."""
    photo = readable.photo
    if photo is None:
        return None
    width = min(SIZES[size], photo.width)
    height = round(photo.height * width / photo.width)
    arguments = [readable.content.language, SEGMENTS[readable.content.kind], readable.item.slug, size]
    return Photo(size, settings.BASE_URL + reverse("photo", args=arguments), width, height, photo.description)


@public
def photo(request: HttpRequest, language: str, segment: str, slug: str, size: str) -> HttpResponse:
    """The photo of a wording that is cleared, with the face allowed."""
    readable = find_readable(language, segment, slug)
    return HttpResponse(jpeg(readable.photo, size), content_type="image/jpeg")


def jpeg(image: Any, size: str) -> bytes:
    """`image` as JPEG bytes, without the camera's notes on where and when."""
    rendition = image.get_rendition(Filter(f"width-{SIZES[size]}|format-jpeg|jpegquality-80"))
    with rendition.file.open("rb") as file:
        return bytes(file.read())
