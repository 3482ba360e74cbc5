"""An edition as one language's email: content → Django template → MJML → HTML with its CSS inlined → slots.

The order is fixed: Django's template runs first and writes complete MJML, with every word of content escaped; MJML
never sees template code. Slots for each reader are put in last (`newsletter.blocks.merge_tags`), and filled on bytes.
"""

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import css_inline
import mjml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from cms.consent.approvals import digest_of
from cms.core.absolute_urls import absolute
from cms.core.text import collapse_spaces, wrap_lines
from media.contrast import legible
from media.models import Brand
from media.pictures.fit import fit_within
from newsletter.blocks.merge_tags import MARKS, open_slots
from newsletter.blocks.stream import item_ids
from newsletter.rendering.content import LoadedItems, Words, load_items, parts_of
from newsletter.rendering.phrases import since

# Gmail clips a message beyond this, and with it the way to unsubscribe.
CLIPPED_FROM = 102_000
# The width and height in pixels that a logo never exceeds.
LOGO_BOX = (240, 72)


@dataclass(frozen=True)
class Rendered:
    """One language's email, with its slots still open, and the words that it was made of."""

    subject: str
    html: str
    text: str
    words: Words = field(default_factory=dict, compare=False)

    @property
    def digest(self) -> str:
        return digest_of([self.subject, self.html, self.text])

    @property
    def size(self) -> int:
        """Bytes of the HTML part."""
        return len(self.html.encode())

    @property
    def is_too_long(self) -> bool:
        """Whether Gmail would cut it off."""
        return self.size >= CLIPPED_FROM


def render_edition(edition: Any, language: str) -> Rendered:
    """`edition` for readers of `language`, from its items' live words. An item that is not cleared now is left out."""
    return render_words(words_of(edition, language), language)


def render_words(words: Words, language: str) -> Rendered:
    """The email that says `words`: those of `words_of`, just read or as they were frozen."""
    with override(language):
        context = context_of(words, language)
        text = render_to_string("newsletter/email/edition.txt", context)
        return Rendered(collapse_spaces(words["subject"]), html_from(context), open_slots(wrap_lines(text)), words)


def html_from(context: dict[str, Any]) -> str:
    """The HTML part of what `context` holds, in the language that is spoken."""
    source = render_to_string("newsletter/email/edition.mjml", context)
    return open_slots(_inliner().inline(mjml.mjml2html(source)))


def words_by_language(edition: Any) -> dict[str, Words]:
    """What `edition` says to readers of every language at this moment. Its items are loaded once."""
    loaded = load_items(item_ids(edition.body), timezone.now())
    return {language: words_of(edition, language, loaded) for language in settings.READER_LANGUAGES}


def words_of(edition: Any, language: str, loaded: LoadedItems | None = None) -> Words:
    """What `edition` says to readers of `language`, as plain values that can be kept."""
    with override(language):
        month = date_format(edition.month, "YEAR_MONTH_FORMAT") if edition.month else ""
    return {
        "subject": edition.subject_in(language),
        "preheader": edition.preheader_in(language),
        "month": month,
        "audience": edition.audience.name if edition.audience_id else "",
        "parts": [asdict(part) for part in parts_of(edition, language, loaded)],
    }


def context_of(words: Words, language: str) -> dict[str, Any]:
    """All that the templates show: `words`, and what is around them."""
    brand = Brand.load()
    return {
        **words,
        "language": language,
        "brand": brand,
        "colours": colours_of(brand),
        "logo": logo_of(brand),
        "since": since(language),
        "sender": brand.legal_name or brand.name,
        "slots": MARKS,
    }


def logo_of(brand: Brand) -> dict[str, Any] | None:
    """The logo and the size in pixels at which it is shown: within LOGO_BOX, whatever its shape, never enlarged."""
    if brand.shown_logo is None:
        return None
    most_width, most_height = LOGO_BOX
    # Two pixels for each that is shown, for sharp screens.
    rendition = brand.shown_logo.get_rendition(f"max-{2 * most_width}x{2 * most_height}|format-png")
    width, height = fit_within(rendition.width, rendition.height, most_width, most_height)
    return {"url": absolute(rendition.url), "width": width, "height": height}


def colours_of(brand: Brand) -> dict[str, str]:
    """The brand's colours, and for each ground a colour that can be read on it."""
    return {
        "primary": brand.primary_colour,
        "accent": brand.accent_colour,
        "paper": brand.paper_colour,
        "ink": legible("#ffffff", brand.ink_colour),
        "on_primary": legible(brand.primary_colour, "#ffffff", brand.paper_colour, brand.ink_colour),
        "accent_on_primary": legible(brand.primary_colour, brand.accent_colour, "#ffffff", brand.ink_colour),
        "link": legible("#ffffff", brand.primary_colour, brand.ink_colour),
        "on_dark": legible("#1d2426", brand.accent_colour, "#ffffff"),
        "on_paper": legible(brand.paper_colour, brand.ink_colour),
        "muted": legible(brand.paper_colour, "#5b6660", brand.ink_colour),
    }


@lru_cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)
