"""Keeping what was approved: the digest that an approval binds to, and the rows that are sent.

An edition is rendered once for each request or task: `render_languages` does it, and what it returns is handed on. A
row with `redacted_at` holds no words any more and must not be sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cms.consent.approvals import digest_of
from cms.consent.disclosure import recheck_stale
from cms.consent.gate import Use, cleared
from cms.core.errors import StaleApprovalError
from cms.models import Item
from newsletter.blocks.stream import item_ids
from newsletter.models import Edition, Rendering
from newsletter.rendering import Rendered, render_words
from newsletter.rendering.content import items_in, without_items
from newsletter.rendering.email import words_by_language


@dataclass(frozen=True)
class RenderedEdition:
    """An edition rendered in every language, at one moment."""

    edition: Edition
    by_language: Mapping[str, Rendered]

    @property
    def digest(self) -> str:
        """SHA-256 over everything a reader could see, in every language, and when and from whom they would get it.

        Audience and hour are read from the edition each time: changing them needs no new rendering.
        """
        audience, send_at = self.edition.audience, self.edition.send_at
        return digest_of(
            {
                "renderings": {language: rendered.digest for language, rendered in self.by_language.items()},
                "audience": [audience.pk, audience.from_name, audience.from_email, audience.reply_to],
                "send_at": send_at.timestamp() if send_at else None,
            }
        )

    def is_current(self) -> bool:
        """Whether the words of every language are still these. Reads the database, and renders nothing."""
        return words_by_language(self.edition) == {language: one.words for language, one in self.by_language.items()}


def render_languages(edition: Edition) -> RenderedEdition:
    """`edition` as it is now, in every language. Its stale items are judged first, or they would be missing in it."""
    recheck_stale(Item.objects.filter(pk__in=item_ids(edition.body)))
    words = words_by_language(edition)
    return RenderedEdition(edition, {language: render_words(said, language) for language, said in words.items()})


def edition_digest(edition: Edition) -> str:
    """The digest of `edition` as it is now. Renders it."""
    return render_languages(edition).digest


def freeze_renderings(edition: Edition, rendered: RenderedEdition | None = None) -> dict[str, Rendering]:
    """Keep `edition` as it was `rendered`, or as it is now, one row a language. One that did not change keeps its row.

    Whether this is what was approved is the caller's to ask. Renders before it opens a transaction. Raises
    StaleApprovalError when an item left the edition meanwhile.
    """
    fresh = (rendered or render_languages(edition)).by_language
    with transaction.atomic():
        now_there = Edition.objects.select_for_update().get(pk=edition.pk)
        if item_ids(now_there.body) != item_ids(edition.body):
            # Something was taken out while we rendered: what we hold must not be kept, let alone shown.
            raise StaleApprovalError
        return {language: _kept(edition, language, rendered) for language, rendered in fresh.items()}


def freeze_what_is_left(edition: Edition) -> None:
    """Keep what was frozen of `edition` and blanked since, without what was taken out.

    Raises StaleApprovalError when more of it was taken out meanwhile.
    """
    newest = [newest_rendering(edition, language) for language in settings.READER_LANGUAGES]
    fresh = [(row, render_words(row.words, row.language)) for row in newest if row and row.words]
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        for row, rendered in fresh:
            if Rendering.objects.get(pk=row.pk).words != row.words:
                raise StaleApprovalError
            _kept(edition, row.language, rendered)


def _kept(edition: Edition, language: str, rendered: Rendered) -> Rendering:
    newest = newest_rendering(edition, language)
    if newest and newest.digest == rendered.digest and newest.redacted_at is None:
        return newest
    kept = Rendering.objects.create(
        edition=edition,
        language=language,
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        digest=rendered.digest,
        words=rendered.words,
    )
    kept.items.set(items_in(rendered.words))
    return kept


def newest_rendering(edition: Edition, language: str) -> Rendering | None:
    """What was frozen last in `language`, whether or not it still holds its words."""
    return Rendering.objects.filter(edition=edition, language=language).first()


def shown_on_the_web(edition: Edition, language: str, at: datetime) -> str | None:
    """The HTML of what was frozen last, without what may not be shown at `at`; None where nothing was frozen.

    Never what staff are working on: that is shown once it is approved, and so frozen.
    """
    rendering = newest_rendering(edition, language)
    if rendering is None:
        return None
    carried = set(rendering.items.values_list("pk", flat=True))
    allowed = cleared(Item.objects.filter(pk__in=carried), Use.NEWSLETTER, at)
    refused = carried - set(allowed.values_list("pk", flat=True))
    if rendering.redacted_at is None and not refused:
        return rendering.html
    return render_words(without_items(rendering.words, refused), language).html if rendering.words else None
