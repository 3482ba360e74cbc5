"""What staff should know of an edition before it goes out, though it may."""

from django.conf import settings
from django.utils.translation import gettext as _

from cms.consent.disclosure import hidden_words_of
from cms.consent.revealed import revealed
from cms.i18n.language_names import in_language
from cms.models import Item
from cms.public.files.photos import MAIL_BOX
from media.models import Brand
from newsletter.blocks.stream import ButtonBlock, MarkdownBlock
from newsletter.markdown import read_markdown
from newsletter.models import Edition
from newsletter.rendering.content import Words, items_in
from newsletter.rendering.email import logo_of

# Pixels: with a shorter side than this, letters in a logo cannot be read.
SMALLEST_LOGO = 24


def warnings_of(edition: Edition, words: Words) -> list[str]:
    """A sentence for each picture of `words` that looks too small, for what of `edition`'s texts is not shown, and for
    each person whom they name although they asked not to be.
    """
    return [
        *warn_of_small_logo(),
        *warn_of_small_photos(words),
        *warn_of_unread_markdown(edition),
        *warn_of_names(edition, words),
    ]


def warn_of_small_logo() -> list[str]:
    """A logo that is much taller than wide, or much wider than tall, is made small to fit and cannot be read."""
    logo = logo_of(Brand.load())
    if logo is None or min(logo["width"], logo["height"]) >= SMALLEST_LOGO:
        return []
    return [
        _(
            "The logo is shown with only %(width)d × %(height)d pixels in the email, and can hardly be read. Choose one"
            " in the settings of the brand that is between one and eight times as wide as tall."
        )
        % {"width": logo["width"], "height": logo["height"]}
    ]


def warn_of_small_photos(words: Words) -> list[str]:
    """Photos are never enlarged: one with fewer pixels than an email has room for looks small."""
    shown = [(entry["title"], entry["picture"]) for part in words["parts"] for entry in part["entries"]]
    return [
        _(
            "The photo of “%(title)s” has only %(width)d × %(height)d pixels and looks small in the email. Choose"
            " another one for it, with at least %(wanted)d pixels on its longer side."
        )
        % {"title": title, "width": picture["width"], "height": picture["height"], "wanted": 2 * MAIL_BOX[0]}
        for title, picture in shown
        if picture and picture["width"] < MAIL_BOX[0] and picture["height"] < MAIL_BOX[1]
    ]


def warn_of_names(edition: Edition, words: Words) -> list[str]:
    """What the team writes around somebody's words may not say whose they are."""
    items = Item.objects.filter(pk__in=items_in(words)).select_related("consent__contributor__organisation")
    items = items.select_related("contributor__organisation").prefetch_related("consent__terms")
    texts = {f"{code}.text": _texts_in(edition, code) for code in settings.READER_LANGUAGES}
    found = {
        (finding["what"], finding["where"][:2])
        for item in items
        for finding in revealed(texts, hidden_words_of(item, item.terms))
    }
    return [
        _(
            "“%(word)s” stands in what the team wrote (%(language)s). If it is the person of this edition who asked not"
            " to be known by it, take it out."
        )
        % {"word": word, "language": in_language(code)}
        for word, code in sorted(found)
    ]


def _texts_in(edition: Edition, language: str) -> str:
    """All that the team wrote for readers of `language`: subject, preview line, texts and buttons."""
    own = (
        block.value.get(language) or ""
        for block in edition.body
        if isinstance(block.block, MarkdownBlock | ButtonBlock)
    )
    return "\n".join([edition.subject_in(language), edition.preheader_in(language), *own])


def warn_of_unread_markdown(edition: Edition) -> list[str]:
    """What the form refuses may have come by another way: a program, or a version from before."""
    return [
        _("%(block)s · %(language)s · %(refusal)s")
        % {"block": block.block.label, "language": in_language(code), "refusal": refusal}
        for block in edition.body
        if isinstance(block.block, MarkdownBlock)
        for code in settings.READER_LANGUAGES
        for refusal in read_markdown(block.value.get(code) or "").refusals
    ]
