"""The newsletter's part of a drill: one edition sent, one approved, one still a draft, all with the same words."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.channels import SearchPlace
from cms.drill.http_probe import page_has_words
from cms.drill.search_words import has_any
from cms.jobs.wake import wake
from cms.models import Item
from cms.users.models import User
from newsletter.addresses import address_hash
from newsletter.blocks.kind_blocks import KIND_BLOCKS
from newsletter.editions.approve import approve_and_send_now, approve_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Audience, Edition, OptIn, Subscriber
from newsletter.rendering import render_edition
from newsletter.subscribers.reader_links import web_url

SLUG = "ensayo"


def rehearse(items: list[Item], by: User) -> None:
    """Send an edition with `items` to three readers, and keep two more that are not sent."""
    audience = Audience.objects.create(name="Ensayo", slug=SLUG, from_name="Ensayo", from_email="ensayo@example.org")
    now = timezone.now()
    for language in ("es", "en", "fr"):
        email = f"ensayo-{language}@example.org"
        reader = Subscriber.objects.create(email=email, address_hash=address_hash(email), language=language)
        OptIn.objects.create(
            subscriber=reader, audience=audience, how=OptIn.How.FORM, asked_at=now, confirmed_at=now, language=language
        )
    sent, approved, _draft = (_edition(audience, items, months) for months in (0, 1, 2))
    approve_and_send_now(sent, edition_digest(sent), by)
    approve_edition(approved, edition_digest(approved), by)
    wake("newsletter.tasks.send_what_is_due")


def _edition(audience: Audience, items: list[Item], months: int) -> Edition:
    at = timezone.now() + timedelta(days=31 * months, hours=1)
    edition = Edition(
        audience=audience,
        month=at.date().replace(day=1),
        send_at=at,
        subject="Ensayo",
        body=[
            block
            for kind_block in KIND_BLOCKS
            for block in kind_block.blocks([item for item in items if item.kind == kind_block.kind])
        ],
    )
    edition.save()
    edition.save_revision()
    return edition


def edition_places(items: list[Item]) -> list[SearchPlace]:
    """The web version in each language, and what the two others would say."""
    sent, approved, draft = Edition.objects.filter(audience__slug=SLUG).order_by("pk")
    found = [
        SearchPlace(
            _("web version of a sent edition (%(language)s)") % {"language": language},
            partial(page_has_words, web_url(sent, language)),
        )
        for language in settings.READER_LANGUAGES
    ]
    return [
        *found,
        SearchPlace(_("an approved edition that is not sent yet"), partial(_has_words, approved.pk)),
        SearchPlace(_("a draft"), partial(_has_words, draft.pk)),
    ]


def _has_words(key: int) -> bool:
    edition = Edition.objects.select_related("audience").get(pk=key)
    rendered = [render_edition(edition, language) for language in settings.READER_LANGUAGES]
    return any(has_any(one.html + one.text) for one in rendered)
