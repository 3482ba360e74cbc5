"""The items of a consent or of a person, and where each may go now: a few queries, however many items."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.consent.gate import Refusal, Use, cleared, refusal_of_terms
from cms.models import Content, Item
from cms.models.kinds.item_contents import contents_of


@dataclass(frozen=True)
class CoveredItem:
    """One line of the table. `goes` names the uses that the gate lets it through to now."""

    item: Item
    headline: str
    url: str
    goes: list[Any]
    reason: str


def covered(items: Iterable[Item]) -> list[CoveredItem]:
    """The items with what to show of them."""
    rows = list(items)
    prefetch_related_objects(rows, "consent__terms")
    now = timezone.now()
    keys = [item.pk for item in rows]
    going = {
        use: set(cleared(Item.objects.all(), use, now).filter(pk__in=keys).values_list("pk", flat=True)) for use in Use
    }
    contents = contents_of(rows)
    lines = []
    for item in rows:
        content = contents.get(item.translation_key)
        goes = [use.label for use in Use if item.pk in going[use]]
        reason = "" if goes else _reason(item, content)
        lines.append(CoveredItem(item, headline(item, content), edit_url(content), goes, reason))
    return lines


def headline(item: Item, content: Content | None) -> str:
    return content.headline if content else f"{item.get_kind_display()} {item.pk}"


def edit_url(content: Content | None) -> str:
    viewset = getattr(content, "snippet_viewset", None)
    return reverse(viewset.get_url_name("edit"), args=[content.pk]) if viewset and content else ""


def _reason(item: Item, content: Content | None) -> str:
    if item.is_withdrawn:
        return str(Refusal.WITHDRAWN.label)
    if content is not None and not content.live:
        return str(Refusal.NOT_LIVE.label)
    if item.disclosure_findings:
        found = ", ".join(f"“{finding['what']}”" for finding in item.disclosure_findings)
        return _("It shows more than the person allows: %s.") % found
    if not item.has_person:
        return str(Refusal.NOT_APPROVED.label) if item.needs_second_person else ""
    refusals = [refusal_of_terms(item.terms, use, timezone.localdate()) for use in Use]
    if None in refusals:
        return str(Refusal.NOT_APPROVED.label) if item.needs_second_person else ""
    return str(refusals[0].label) if refusals[0] else ""
