"""Photos of people, served through the gate: a file's own address would outlive a withdrawal."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
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
    """One size of a photo. `path` is its address within this site."""

    size: str
    path: str
    width: int
    height: int
    alt: str

    @property
    def url(self) -> str:
        return settings.BASE_URL + self.path


def photo_of(readable: Readable, size: str) -> Photo | None:
    """The photo in one of SIZES, where the face may be shown. Needs no query: the file is made when it is asked for."""
    photo = readable.photo
    if photo is None:
        return None
    width = min(SIZES[size], photo.width)
    height = round(photo.height * width / photo.width)
    arguments = [readable.content.language, SEGMENTS[readable.content.kind], readable.item.slug, size]
    return Photo(size, reverse("photo", args=arguments), width, height, photo.description)


def draft_photo_of(readable: Readable, size: str) -> Photo | None:
    """The same for staff who look at a draft, whose own address does not answer yet."""
    if readable.photo is None:
        return None
    rendition = _rendition(readable.photo, size)
    return Photo(size, rendition.url, rendition.width, rendition.height, readable.photo.description)


@public
def photo(request: HttpRequest, language: str, segment: str, slug: str, size: str) -> HttpResponse:
    """The photo of a wording that is cleared, with the face allowed, as JPEG without the camera's notes."""
    found = find_readable(language, segment, slug)
    if found.photo is None or size not in SIZES:
        raise Http404
    with _rendition(found.photo, size).file.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


def _rendition(image: Any, size: str) -> Any:
    return image.get_rendition(Filter(f"width-{SIZES[size]}|format-jpeg|jpegquality-80"))
