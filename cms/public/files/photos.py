"""Photos of people, served through the gate: a file's own address would outlive a withdrawal."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.images.models import Filter

from cms.consent.gate import Use
from cms.core.absolute_urls import absolute, link_to
from cms.models import Content, Item
from cms.public.items.lookup import find_readable
from cms.public.items.visible_fields import Readable
from cms.public.lists.sections import section_of
from cms.public.pages.http_cache import public

# Widths in pixels. A photo is never enlarged.
SIZES = {"small": 480, "medium": 960, "large": 1600}
# What each size is, as Wagtail's filters say it; emails want one shape.
FILTERS = {size: f"width-{width}|format-jpeg|jpegquality-80" for size, width in SIZES.items()} | {
    "correo": "fill-1200x750|format-jpeg|jpegquality-72"
}
# Somebody may allow the monthly email and not the website: its photo asks the gate for its own use.
USES = {"correo": Use.NEWSLETTER}


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
        return absolute(self.path)


def photo_of(readable: Readable, size: str) -> Photo | None:
    """The photo in one of SIZES, where the face may be shown. Needs no query: the file is made when it is asked for."""
    photo = readable.photo
    if photo is None:
        return None
    width = min(SIZES[size], photo.width)
    height = round(photo.height * width / photo.width)
    arguments = [readable.content.language, section_of(readable.content.kind).segment, readable.item.slug, size]
    return Photo(size, reverse("photo", args=arguments), width, height, photo.description)


def draft_photo_of(readable: Readable, size: str) -> Photo | None:
    """The same for staff who look at a draft, whose own address does not answer yet."""
    if readable.photo is None:
        return None
    rendition = _rendition(readable.photo, size)
    return Photo(size, rendition.url, rendition.width, rendition.height, readable.photo.description)


def mail_photo_url(content: Content, item: Item) -> str:
    """Where an email's photo of `content` is: it answers only as long as the gate lets it into emails."""
    return link_to("photo", content.language, section_of(content.kind).segment, item.slug, "correo")


@public
def photo(request: HttpRequest, language: str, segment: str, slug: str, size: str) -> HttpResponse:
    """The photo of a `Content` that is cleared, with the face allowed, as JPEG without the camera's notes."""
    found = find_readable(language, segment, slug, USES.get(size, Use.WEB))
    if found.photo is None or size not in FILTERS:
        raise Http404
    with _rendition(found.photo, size).file.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


def _rendition(image: Any, size: str) -> Any:
    return image.get_rendition(Filter(FILTERS[size]))
