"""The picture that networks and messengers show beside a link, drawn when it is asked for and kept nowhere.

A file would outlive a withdrawal; this one is asked of the gate at each reading.
"""

import logging
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.consent.approvals import digest_of
from cms.core.absolute_urls import link_to
from cms.public.items.lookup import find_readable
from cms.public.items.visible_fields import Readable
from cms.public.lists.sections import label_of, section_of
from cms.public.pages.http_cache import public
from cms.public.pages.languages import override_interface_language
from media.cards import SQUARE, CardContent, CardError, TextTooLongError, Theme, draw_card, theme_of_brand
from media.models import Brand

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShareImage:
    """The card of a `Content`. Its address changes with what it says, so that a network never shows old words."""

    url: str
    width: int
    height: int
    alt: str


def card_of(found: Readable, brand: Brand) -> ShareImage:
    """Where the card of a `Content` is. Drawing it waits until somebody asks."""
    content = found.content
    digest = _digest(card_content(found), theme_of_brand(brand))
    arguments = [content.language, section_of(content.kind).segment, found.item.slug, digest]
    return ShareImage(link_to("card", *arguments), SQUARE.width, SQUARE.height, content.heading or content.gist)


@public
def card(request: HttpRequest, language: str, segment: str, slug: str, digest: str) -> HttpResponse:
    """The card as PNG. An address of words or colours that have changed since leads to the present ones."""
    found = find_readable(language, segment, slug)
    brand = Brand.load(request)
    content, theme = card_content(found), theme_of_brand(brand)
    if digest != _digest(content, theme):
        return redirect(card_of(found, brand).url)
    try:
        return HttpResponse(_drawn(content, theme), content_type="image/png")
    except CardError as error:
        logger.warning("The card of item %s cannot be drawn: %s", found.item.pk, error)
        raise Http404 from error


def card_content(found: Readable) -> CardContent:
    """What the card says, in the language of the words."""
    content = found.content
    with override_interface_language(content.language):
        label = label_of(content)
    if not content.gist:
        return CardContent(content.kind.value, content.heading, found.credit, label)
    return CardContent(content.kind.value, content.gist, found.credit, label, title=content.heading)


@lru_cache(maxsize=64)
def _drawn(content: CardContent, theme: Theme) -> bytes:
    """The PNG; with the title alone where there is no room for more. A quote is never cut."""
    try:
        return draw_card(content, SQUARE, theme)
    except TextTooLongError:
        if not content.title:
            raise
        return draw_card(CardContent(content.kind, content.title, content.credit, content.label), SQUARE, theme)


def _digest(content: CardContent, theme: Theme) -> str:
    return digest_of([asdict(content), asdict(theme), SQUARE.name])[:16]
