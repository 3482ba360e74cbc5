"""Building the month's draft from what is cleared: once per recipe and month, with the reason for every pick."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from cms.core.errors import CosechaError, NotPermittedError
from cms.models import Item, Kind, Topic
from cms.users.models import User
from newsletter.blocks.kind_blocks import kind_block_of
from newsletter.editions.candidates import select_items
from newsletter.editions.selection import ChosenItem, SectionRule, Selection
from newsletter.editions.send_times import send_moment
from newsletter.models import Edition, EditionItem, Recipe
from newsletter.rendering.phrases import greeting, preheader, subject


class NothingClearedError(CosechaError):
    """There is nothing to make an edition of."""

    sentence = gettext_lazy(
        "There is nothing new that may go out by email to this audience. Publish content whose consent covers the "
        "monthly email, or look at the consents that have expired."
    )


class ThinMonthError(CosechaError):
    """Too little for an edition: staff are told, and no thin email is made."""


def compose_edition(recipe: Recipe, month: date, by: User | None = None) -> tuple[Edition, bool]:
    """The draft of `month` (its first day), and whether this call built it. Two at once build one.

    Raises NothingClearedError and ThinMonthError, and leaves nothing behind then.
    """
    if by is not None and not by.has_perm("newsletter.add_edition"):
        raise NotPermittedError
    existing = standing_edition(recipe, month)
    if existing:
        return existing, False
    send_at = send_moment(month, recipe.day, recipe.hour, ZoneInfo(recipe.time_zone))
    sections = [SectionRule(row.kind, row.count, row.minimum) for row in recipe.sections.all()]
    selection = select_items(recipe, sections, timezone.now(), send_at)
    try:
        _check(selection)
        with transaction.atomic():
            return _write(recipe, month, send_at, selection, by), True
    except (IntegrityError, NothingClearedError, ThinMonthError):
        # Somebody else may have built it meanwhile, and then this audience has had what is in it.
        existing = standing_edition(recipe, month)
        if existing is None:
            raise
        return existing, False


def standing_edition(recipe: Recipe, month: date) -> Edition | None:
    """The recipe's edition of that month, if it was not cancelled."""
    return Edition.objects.filter(recipe=recipe, month=month).exclude(state=Edition.State.CANCELLED).first()


def _check(selection: Selection) -> None:
    if not selection.picks:
        raise NothingClearedError
    if selection.is_thin:
        missing = ", ".join(
            _("%(kind)s (at least %(count)d)") % {"kind": Kind(section.kind).label, "count": section.minimum}
            for section in selection.thin
        )
        raise ThinMonthError(
            _("A thin month: there is not enough new content that may go out by email. Missing: %(missing)s.")
            % {"missing": missing}
        )


def _write(recipe: Recipe, month: date, send_at: datetime, selection: Selection, by: User | None) -> Edition:
    edition = Edition(
        audience=recipe.audience,
        recipe=recipe,
        month=month,
        send_at=send_at,
        built_at=timezone.now(),
        last_edited_by=by,
        body=blocks_of(selection.picks),
        **headings(month, selection.picks),
    )
    edition.save()
    with override(settings.LANGUAGE_CODE):
        reasons = {chosen.item_id: reason_for(chosen) for chosen in selection.picks}
    rows = list(edition.edition_items.all())
    for row in rows:
        row.reason = reasons[row.item_id]
    EditionItem.objects.bulk_update(rows, ["reason"])
    edition.save_revision(user=by)
    log(edition, "cosecha.compose_edition", user=by, data={"items": [chosen.item_id for chosen in selection.picks]})
    return edition


def reason_for(chosen: ChosenItem) -> str:
    """Why it was picked, as staff read it."""
    if chosen.topic:
        return _("The newest on “%(topic)s” that this audience has not had") % {"topic": chosen.topic}
    return _("The newest that this audience has not had")


def blocks_of(picks: Iterable[ChosenItem]) -> list[tuple[str, Any]]:
    """The draft's blocks: an introduction to be written, then one block a section, or one an item."""
    introduction = {language: greeting(language) for language in settings.READER_LANGUAGES}
    blocks: list[tuple[str, Any]] = [("introduction", introduction)]
    sections: dict[int, list[ChosenItem]] = {}
    for chosen in picks:
        sections.setdefault(chosen.section, []).append(chosen)
    for section in sections.values():
        found = Item.objects.in_bulk([chosen.item_id for chosen in section])
        items = [found[chosen.item_id] for chosen in section if chosen.item_id in found]
        blocks += kind_block_of(section[0].kind).blocks(items)
    return blocks


def headings(month: date, picks: Iterable[ChosenItem]) -> dict[str, Any]:
    """Subject and preview line in each language, by field of the edition.

    They name month and topics, never anybody's words: a subject cannot be taken back.
    """
    names = list(dict.fromkeys(chosen.topic for chosen in picks if chosen.topic))[:3]
    topics = {topic.name: topic for topic in Topic.objects.filter(name__in=names)}
    subjects, preheaders = {}, {}
    for language in settings.READER_LANGUAGES:
        with override(language):
            label = date_format(month, "F").capitalize()
        words = [
            topics[name].name_in(language).lower() if i else topics[name].name_in(language)
            for i, name in enumerate(names)
            if name in topics
        ]
        heading = subject(label, ", ".join(words), language) if words else label
        subjects[language], preheaders[language] = heading[:120], preheader(language)
    return {
        "subject": subjects.pop(settings.LANGUAGE_CODE),
        "subjects": subjects,
        "preheader": preheaders.pop(settings.LANGUAGE_CODE),
        "preheaders": preheaders,
    }
