"""The last part of an item's public address."""

from django.utils.text import slugify

from cms.models import Content


def item_slug(content: Content) -> str:
    """The slug of the item of `content`.

    It holds nothing of somebody's exact words: an address outlives a withdrawal in other people's logs.
    """
    key = content.translation_key.hex[:8]
    title = slugify(content.heading)[:70].strip("-")
    return f"{title}-{key}" if title else key
