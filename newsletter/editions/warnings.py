"""What staff should know of an edition before it goes out, though it may."""

from django.conf import settings
from django.utils.translation import gettext as _

from cms.consent.disclosure import hidden_names
from cms.consent.revealed import revealed
from cms.i18n.language_names import in_language
from cms.models import Item
from cms.public.files.photos import MAIL_BOX
from newsletter.blocks.stream import ButtonBlock, MarkdownBlock, item_ids
from newsletter.markdown import read_markdown
from newsletter.models import Edition
from newsletter.rendering.content import Words


def warnings_of(edition: Edition, words: Words) -> list[str]:
    """A sentence for each photo of `words` that is too small, for what of `edition`'s texts is not shown, and for each
    name in them that somebody in it keeps back."""
    return [*warn_of_small_photos(words), *warn_of_unread_markdown(edition), *warn_of_hidden_names(edition)]


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


def warn_of_hidden_names(edition: Edition) -> list[str]:
    """Names in the texts around the items, of people whose words stand there without them.

    It may be somebody else of that name, which only a person can tell: so it is said and not refused.
    """
    hidden = hidden_names(Item.objects.filter(pk__in=item_ids(edition.body)))
    findings = revealed(_typed_texts(edition), hidden) if hidden else []
    return [
        _(
            "“%(name)s” stands in a text of this edition, and somebody whose words are in it keeps that name back."
            " Take it out, unless it is somebody else's."
        )
        % {"name": name}
        for name in dict.fromkeys(finding["what"] for finding in findings)
    ]


def _typed_texts(edition: Edition) -> dict[str, str]:
    """What was typed into the edition itself, by language and place, as the search for names reads it."""
    own = settings.LANGUAGE_CODE
    texts = {f"{own}.subject": edition.subject, f"{own}.preheader": edition.preheader}
    texts |= {f"{code}.subject": text for code, text in edition.subjects.items()}
    texts |= {f"{code}.preheader": text for code, text in edition.preheaders.items()}
    for place, block in enumerate(edition.body):
        if isinstance(block.block, MarkdownBlock | ButtonBlock):
            texts |= {f"{code}.{place}": block.value.get(code) or "" for code in settings.READER_LANGUAGES}
    return texts
