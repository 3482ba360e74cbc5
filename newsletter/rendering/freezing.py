"""Keeping what was approved: the digest that an approval binds to, and the rows that are sent."""

from typing import Any

from django.db import transaction

from cms.approval import digest_of
from cms.errors import StaleApprovalError
from newsletter.blocks import item_ids
from newsletter.models import Edition, Rendering
from newsletter.rendering.email import render_edition
from newsletter.rendering.phrases import LANGUAGES


def edition_digest(edition: Edition) -> str:
    """SHA-256 over everything a reader could see, in every language, and when and from whom they would get it."""
    audience = edition.audience
    return digest_of(
        {
            "renderings": {language: render_edition(edition, language).digest for language in LANGUAGES},
            "audience": [audience.pk, audience.from_name, audience.from_email, audience.reply_to],
            "send_at": edition.send_at.timestamp() if edition.send_at else None,
        }
    )


def freeze_renderings(edition: Edition) -> dict[str, Rendering]:
    """Keep `edition` as it is now, one row a language. A language that did not change keeps its row.

    Whether this is what was approved is the caller's to ask. Renders before it opens a transaction. Raises
    StaleApprovalError when an item left the edition meanwhile.
    """
    fresh = {language: render_edition(edition, language) for language in LANGUAGES}
    with transaction.atomic():
        now_there = Edition.objects.select_for_update().get(pk=edition.pk)
        if item_ids(now_there.body) != item_ids(edition.body):
            # Something was taken out while we rendered: what we hold must not be kept, let alone shown.
            raise StaleApprovalError
        return {language: _kept(edition, language, rendered) for language, rendered in fresh.items()}


def _kept(edition: Edition, language: str, rendered: Any) -> Rendering:
    newest = Rendering.objects.filter(edition=edition, language=language).first()
    if newest and newest.digest == rendered.digest and newest.redacted_at is None:
        return newest
    return Rendering.objects.create(
        edition=edition,
        language=language,
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        digest=rendered.digest,
    )


def current_rendering(edition: Edition, language: str) -> Rendering | None:
    """What the web version shows: the newest row of that language that still holds its words."""
    return Rendering.objects.filter(edition=edition, language=language, redacted_at__isnull=True).first()
