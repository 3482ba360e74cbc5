"""What an edition is made of. Items stand in it by number: their words are read when it is rendered."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup

from cms.models import Kind
from newsletter.admin.item_chooser import CHOOSERS

QuoteItemBlock = CHOOSERS[Kind.QUOTE].get_block_class("QuoteItemBlock", "newsletter.blocks")
TestimonyItemBlock = CHOOSERS[Kind.TESTIMONY].get_block_class("TestimonyItemBlock", "newsletter.blocks")
LearningItemBlock = CHOOSERS[Kind.LEARNING].get_block_class("LearningItemBlock", "newsletter.blocks")

MARKDOWN_HELP = _(
    "Leave an empty line between paragraphs. **Bold**, *italics* and [links](https://example.org) look like this."
)
OTHER_LANGUAGES = ("en", "fr", "nl")


def other_languages() -> BlockGroup:
    """The fields of the other languages, folded away: whoever writes only Spanish need not see them."""
    return BlockGroup(
        children=list(OTHER_LANGUAGES), heading=_("In other languages"), icon="globe", classname="collapsed"
    )


class MarkdownBlock(blocks.StructBlock):
    """A text in each language; a language without its own reads the Spanish one."""

    es = blocks.TextBlock(label=_("Text"), rows=5, help_text=MARKDOWN_HELP)
    en = blocks.TextBlock(label=_("In English"), rows=4, required=False)
    fr = blocks.TextBlock(label=_("In French"), rows=4, required=False)
    nl = blocks.TextBlock(label=_("In Dutch"), rows=4, required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        form_layout = BlockGroup(children=["es", other_languages()])


class IntroductionBlock(MarkdownBlock):
    class Meta:
        icon = "comment"
        label = _("Introduction")


class ButtonBlock(blocks.StructBlock):
    """One thing to do, in a shape that is wholly clickable."""

    es = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    url = blocks.URLBlock(label=_("Where it leads"))
    en = blocks.CharBlock(label=_("In English"), max_length=60, required=False)
    fr = blocks.CharBlock(label=_("In French"), max_length=60, required=False)
    nl = blocks.CharBlock(label=_("In Dutch"), max_length=60, required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        form_layout = BlockGroup(children=["es", "url", other_languages()])


class EditionBody(blocks.StreamBlock):
    """The blocks of an edition, in the order in which readers see them."""

    introduction = IntroductionBlock()
    testimony = TestimonyItemBlock(label=_("Testimony of the month"))
    learnings = blocks.ListBlock(LearningItemBlock(label=_("Learning")), label=_("Learnings"), icon="help", min_num=1)
    quotes = blocks.ListBlock(QuoteItemBlock(label=_("Quote")), label=_("Quotes"), icon="openquote", min_num=1)
    button = ButtonBlock()
    text = MarkdownBlock()

    class Meta:
        block_counts = {"introduction": {"max_num": 1}}

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        value = super().clean(value)
        chosen = item_ids(value)
        if len(chosen) != len(set(chosen)):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError(_("The same item stands here twice. Take one out."))]
            )
        return value


def item_ids(body: blocks.StreamValue) -> list[int]:
    """The items that stand in an edition, in order, read from its raw data without a query."""
    found: list[int] = []
    for block in body.raw_data if body else []:
        if block["type"] == "testimony":
            found += [block["value"]] if block["value"] else []
        elif block["type"] in ("learnings", "quotes"):
            entries = [entry["value"] if isinstance(entry, dict) else entry for entry in block["value"]]
            found += [entry for entry in entries if entry]
    return found


def without_item(body: blocks.StreamValue, item_id: int) -> list[dict]:
    """The raw blocks of `body` with `item_id` taken out, and blocks that are empty then left out."""
    kept = []
    for block in body.raw_data:
        if block["type"] == "testimony" and block["value"] == item_id:
            continue
        if block["type"] in ("learnings", "quotes"):
            values = [
                entry for entry in block["value"] if (entry["value"] if isinstance(entry, dict) else entry) != item_id
            ]
            if not values:
                continue
            block = {**block, "value": values}
        kept.append(dict(block))
    return kept
