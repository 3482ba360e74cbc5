"""What staff should know of an edition before it goes out, though it may."""

from django.conf import settings
from django.utils.translation import gettext as _

from cms.i18n.language_names import in_language
from cms.public.files.photos import MAIL_BOX
from newsletter.blocks.stream import MarkdownBlock
from newsletter.markdown import read_markdown
from newsletter.models import Edition
from newsletter.rendering.content import Words


def warnings_of(edition: Edition, words: Words) -> list[str]:
    """A sentence for each photo of `words` that is too small, and for what of `edition`'s texts is not shown."""
    return [*warn_of_small_photos(words), *warn_of_unread_markdown(edition)]


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
