"""Preview of content as a social post and as its card, for the preview panel of its form."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from campaigns.errors import NotReadyError
from campaigns.networks.sandbox import LIMITS as SANDBOX_LIMITS
from campaigns.posts.card_image import picture
from campaigns.posts.linkify import linked
from campaigns.posts.prepare import brand_theme, card_of, parts_of, words_of
from campaigns.posts.text import Source, compose, with_utm
from cms.consent.credit import credit_of
from cms.models import Content, Item
from cms.public.items.item_urls import address_of
from media.models import Brand


def preview_of(content: Content, request: HttpRequest) -> str:
    """The post on the sandbox, as complete HTML. One that is not saved yet has no credit and no address."""
    item, credit = _item_and_credit(content)
    link = with_utm(address_of(content, item), "sandbox", "…") if item and item.slug else ""
    source = Source(content.is_verbatim, parts_of(content), credit, link, language=content.language)
    post_text = compose(source, SANDBOX_LIMITS)
    context = _drawn(content, credit, link) | {
        "html": linked(post_text.text),
        "post_text": post_text,
        "name": Brand.load().name,
    }
    return render_to_string("campaigns/admin/preview.html", context, request)


def card_preview_of(content: Content, request: HttpRequest) -> str:
    """Its card, as complete HTML, with the description that stands for it where it cannot be seen."""
    item, credit = _item_and_credit(content)
    link = address_of(content, item) if item and item.slug else ""
    return render_to_string("campaigns/admin/card_preview.html", _drawn(content, credit, link), request)


def _item_and_credit(content: Content) -> tuple[Item | None, str]:
    item = Item.objects.filter(translation_key=content.translation_key).select_related("consent", "contributor").first()
    return item, credit_of(item, content.language) if item else ""


def _drawn(content: Content, credit: str, link: str) -> dict[str, str]:
    """The card as a data address, or the sentence that says why there is none."""
    topics: list[Any] = list(content.topics.all())
    card = card_of(content, credit, topics, link=link)
    try:
        image, problem = b64encode(picture(card, brand_theme())).decode(), ""
    except NotReadyError as error:
        image, problem = "", str(error)
    return {"image": image, "problem": problem, "alt_text": words_of(card)}
