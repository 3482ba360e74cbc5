"""What an edition is made of. Items stand in it by number: their words are read when it is rendered."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup

from cms.core.language_texts import other_languages
from cms.i18n.language_names import in_language
from cms.models import model_for
from newsletter.blocks.item_chooser import CHOOSERS
from newsletter.blocks.kept import KeptCharBlock, KeptURLBlock, MarkdownTextBlock, kept_raw
from newsletter.blocks.kind_blocks import KIND_BLOCKS, KindBlock, kind_block_at
from newsletter.markdown import read_markdown

ITEM_BLOCKS = {
    kind: chooser.get_block_class(f"{model_for(kind).__name__}ItemBlock", "newsletter.blocks.stream")
    for kind, chooser in CHOOSERS.items()
}
# Migrations name them.
globals().update({block.__name__: block for block in ITEM_BLOCKS.values()})

# Rendering one costs milliseconds, for each language.
MOST_BLOCKS = 100

MARKDOWN_HELP = _(
    "Leave an empty line between paragraphs. **Bold**, *italics* and [links](https://example.org) look like this; a"
    " line that begins with - or 1. is an item of a list, and one with # a title."
)


def in_other_languages() -> BlockGroup:
    """The fields of the other languages, folded away: whoever writes only in the site's need not see them."""
    return BlockGroup(children=other_languages(), heading=_("In other languages"), icon="globe", classname="collapsed")


class MarkdownBlock(blocks.StructBlock):
    """A text in each language; a language without its own reads that of the site."""

    def __init__(self, local_blocks: Any = None, **options: Any) -> None:
        own = (settings.LANGUAGE_CODE, MarkdownTextBlock(label=_("Text"), rows=5, help_text=MARKDOWN_HELP))
        others = [
            (code, MarkdownTextBlock(label=in_language(code), rows=4, required=False)) for code in other_languages()
        ]
        super().__init__([own, *others, *(local_blocks or [])], **options)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse what an email cannot show: each text's field says what, in which line, and what to do."""
        value = super().clean(value)
        found = {code: read_markdown(value.get(code) or "").refusals for code in settings.READER_LANGUAGES}
        errors = {code: ValidationError([str(one) for one in refused]) for code, refused in found.items() if refused}
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        form_layout = BlockGroup(children=[settings.LANGUAGE_CODE, in_other_languages()])


class IntroductionBlock(MarkdownBlock):
    class Meta:
        icon = "comment"
        label = _("Introduction")


class ButtonBlock(blocks.StructBlock):
    """One thing to do, in a shape that is wholly clickable."""

    def __init__(self, local_blocks: Any = None, **options: Any) -> None:
        own = (settings.LANGUAGE_CODE, KeptCharBlock(label=_("Words on the button"), max_length=60))
        leads_to = ("url", KeptURLBlock(label=_("Where it leads")))
        others = [
            (code, KeptCharBlock(label=in_language(code), max_length=60, required=False)) for code in other_languages()
        ]
        super().__init__([own, leads_to, *others, *(local_blocks or [])], **options)

    class Meta:
        icon = "link"
        label = _("Button")
        form_layout = BlockGroup(children=[settings.LANGUAGE_CODE, "url", in_other_languages()])


def block_of(kind_block: KindBlock) -> blocks.Block:
    """The block in which staff choose the items of one kind."""
    kind, label, icon = kind_block.kind, kind_block.label, kind_block.icon
    item_block = ITEM_BLOCKS[kind]
    if kind_block.stands_alone:
        return item_block(label=label)
    return blocks.ListBlock(item_block(label=kind.label), label=label, icon=icon, min_num=1)


class EditionBody(blocks.StreamBlock):
    """The blocks of an edition, in the order in which readers see them."""

    def __init__(self, local_blocks: Any = None, **options: Any) -> None:
        kind_blocks = [(kind_block.block, block_of(kind_block)) for kind_block in KIND_BLOCKS]
        around = [
            ("introduction", IntroductionBlock()),
            *kind_blocks,
            ("button", ButtonBlock()),
            ("text", MarkdownBlock()),
        ]
        super().__init__([*around, *(local_blocks or [])], **options)

    class Meta:
        block_counts = {"introduction": {"max_num": 1}}
        max_num = MOST_BLOCKS

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> blocks.StreamValue:
        """Raises BadRequest for a count, an order or an item that is no number: no form of ours sends them."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except (ValueError, OverflowError) as error:
            raise BadRequest(f"The blocks of {prefix} cannot be read.") from error

    def to_python(self, value: Any) -> blocks.StreamValue:
        return super().to_python(kept_raw(self, value))

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
        kind_block = kind_block_at(block["type"])
        found += kind_block.chosen(block["value"]) if kind_block else []
    return found


def without_item(body: blocks.StreamValue, item_id: int) -> list[dict]:
    """`without_items` for one of them."""
    return without_items(body, {item_id})


def without_items(body: blocks.StreamValue, gone: Collection[int]) -> list[dict]:
    """The raw blocks of `body` with the items in `gone` taken out, and blocks that are empty then left out."""
    kept = []
    for block in body.raw_data:
        kind_block = kind_block_at(block["type"])
        if kind_block and not set(gone).isdisjoint(kind_block.chosen(block["value"])):
            entries = [] if kind_block.stands_alone else block["value"]
            left = [entry for entry in entries if set(gone).isdisjoint(kind_block.chosen([entry]))]
            if not left:
                continue
            block = {**block, "value": left}
        kept.append(dict(block))
    return kept
