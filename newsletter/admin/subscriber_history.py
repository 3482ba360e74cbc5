"""The history of a reader for staff: each step with its own words, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from media.text.email_address import shown_address
from newsletter.models import Subscriber, SubscriptionEvent
from newsletter.models.subscription_event import steps_of
from newsletter.sending.reasons import reason_label

Kind = SubscriptionEvent.Kind
LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class StepLine:
    """One step as it is shown."""

    at: datetime
    title: str
    facts: list[str]
    text_shown: str
    text_version: str
    is_open: bool


def history_of(subscriber: Subscriber) -> list[StepLine]:
    rows = list(steps_of(subscriber))
    confirmed = {row.ask_id for row in rows if row.ask_id}
    return [_line(row, is_open=row.kind == Kind.ASKED and row.pk not in confirmed) for row in rows]


def _line(row: SubscriptionEvent, *, is_open: bool) -> StepLine:
    title = row.get_kind_display()
    if row.audience:
        title = f"{title} · {row.audience}"
    return StepLine(row.at, title, list(_facts(row)), row.text_shown, row.text_version, is_open)


def _facts(row: SubscriptionEvent) -> Any:
    """What was given at that step, as short phrases."""
    yield shown_address(row.email)
    if row.name:
        yield row.name
    if row.language:
        yield str(LANGUAGE_NAMES.get(row.language, row.language))
    if row.how:
        yield row.get_how_display()
    if row.source:
        yield source_label(row.source)
    if row.detail:
        yield str(detail_label(row))
    if row.recorded_by:
        yield _("written down by %(who)s") % {"who": row.recorded_by}


def source_label(source: str) -> str:
    """Where a step came from, as staff know it; a form by its address."""
    labels = {
        "link": _("Link in a mail"),
        "staff": _("Written down by staff"),
        "moved": _("Moved to another address"),
        "preferences": _("Their preferences"),
    }
    return labels.get(source, source)


def detail_label(row: SubscriptionEvent) -> str:
    if row.kind == Kind.CHANGED:
        labels = {"name": _("name"), "language": _("language"), "email": _("email")}
        return ", ".join(labels.get(word, word) for word in row.detail.split())
    return reason_label(row.detail)
