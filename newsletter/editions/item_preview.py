"""The preview of content in the monthly email, while it is being written."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.models import Brand
from newsletter.blocks.kind_blocks import kind_block_of
from newsletter.blocks.merge_tags import fill
from newsletter.models import Edition
from newsletter.rendering import language_or
from newsletter.rendering.content import RenderedBlock, entry_of
from newsletter.rendering.email import context_of, html_from, words_of
from newsletter.rendering.preview import sample_values


def preview_of_content(content: Any) -> str:
    """`content` as a block of an edition. Does not check the gate, and stores nothing."""
    item, language = content.item, language_or(content.language, "es")
    edition = Edition(month=timezone.localdate().replace(day=1), subject=_("Preview"))
    shown = asdict(RenderedBlock(kind_block_of(content.kind).block, entries=(entry_of(item, content, language),)))
    words = words_of(edition, language) | {"parts": [shown], "audience": Brand.load().name}
    context = context_of(words, language)
    values = {name: escape(value) for name, value in sample_values(language).items()}
    with override(language):
        return fill(html_from(context), values)
