"""The website's part of a drill: every address at which somebody without an account could find the words."""

from functools import partial

from django.utils.translation import gettext as _

from cms.api.resources import OFFERS
from cms.channels import SearchPlace
from cms.core.absolute_urls import absolute, link_to
from cms.drill.http_probe import answers, page_has_words
from cms.models import Content, Item, Kind
from cms.public.files.file_views import file_of
from cms.public.files.og_image import card_of
from cms.public.files.photos import SIZES, photo_of
from cms.public.items.item_urls import address_of
from cms.public.items.visible_fields import readable
from media.models import Brand

IN_API = {offer.model.kind: offer.path for offer in OFFERS}


def website_places(items: list[Item]) -> list[SearchPlace]:
    """Pages, pictures, lists, and what other websites read."""
    found = [SearchPlace(_("the site's first page"), partial(page_has_words, link_to("home", "es")))]
    for item in items:
        listed, kind = absolute(f"/api/v1/{IN_API[Kind(item.kind)]}"), {"what": item.get_kind_display()}
        own = f"{listed}/{item.translation_key}"
        found += [
            SearchPlace(_("the API's list (%(what)s)") % kind, partial(page_has_words, listed)),
            SearchPlace(_("the API's own entry (%(what)s)") % kind, partial(page_has_words, own)),
            *(place for content in item.contents(live_only=True) for place in _of(content, item)),
        ]
    return found


def _of(content: Content, item: Item) -> list[SearchPlace]:
    shown = readable(content, item)
    label = f"{item.get_kind_display()}, {content.language}"
    file = file_of(shown)
    photo = next((photo for size in SIZES if (photo := photo_of(shown, size))), None)
    return [
        SearchPlace(_("page (%(what)s)") % {"what": label}, partial(page_has_words, address_of(content, item))),
        SearchPlace(_("card (%(what)s)") % {"what": label}, partial(answers, card_of(shown, Brand.load()).url)),
        *([SearchPlace(_("file (%(what)s)") % {"what": label}, partial(answers, file.url))] if file else []),
        *([SearchPlace(_("photo (%(what)s)") % {"what": label}, partial(answers, photo.url))] if photo else []),
    ]
