"""Photos of people, served through the gate: a file's own address would outlive a withdrawal."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.images.models import Filter

from cms.consent.gate import Use
from cms.core.absolute_urls import absolute
from cms.public.items.lookup import find_readable
from cms.public.items.visible_fields import Readable
from cms.public.lists.sections import section_of
from cms.public.pages.http_cache import public
from media.pictures.fit import fit_within

# Widths in pixels. A photo is never enlarged.
SIZES = {"small": 480, "medium": 960, "large": 1600}
# Width and height in an email in which a photo is shown whole: a crop would cut off the heads of portraits.
MAIL_BOX = (560, 480)
# What each size is, as Wagtail's filters say it. An email's has two pixels for each that is shown, for sharp screens.
FILTERS = {size: f"width-{width}|format-jpeg|jpegquality-80" for size, width in SIZES.items()} | {
    "correo": f"max-{2 * MAIL_BOX[0]}x{2 * MAIL_BOX[1]}|format-jpeg|jpegquality-72"
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


def mail_photo_of(readable: Readable) -> Photo | None:
    """The photo in an email, at the size at which it is shown there: whole, and no larger than it is.

    Its address answers only as long as the gate lets the photo into emails.
    """
    photo = readable.photo
    if photo is None:
        return None
    width, height = fit_within(photo.width, photo.height, *MAIL_BOX)
    content = readable.content
    arguments = [content.language, section_of(content.kind).segment, readable.item.slug, "correo"]
    return Photo("correo", reverse("photo", args=arguments), width, height, photo.description)


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
