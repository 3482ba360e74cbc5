"""Saying whose words these are. It acts at once, outside drafts and revisions, so every change is recorded."""

from copy import copy
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from cms.consent.approvals import void_approvals
from cms.consent.disclosure import hidden_by, recheck
from cms.core.errors import CosechaError, FourEyesError, WithdrawnError
from cms.models import Consent, Item, TakeBack, Voice
from cms.users.models import User
from cms.withdrawal.reduce_scope import Narrowed, narrowings


class ForeignConsentError(CosechaError):
    """A consent speaks for one person only."""

    sentence = gettext_lazy("That consent belongs to another person. Choose one that this person gave.")


class ConcurrentChangeError(CosechaError):
    """Somebody else changed the same thing after it was shown."""


class StaysSensitiveError(CosechaError):
    """Taking the mark away would spare the second person's approval."""

    sentence = gettext_lazy("Only somebody who may approve sensitive items can say that this is no longer sensitive.")


class StaysSomebodysError(CosechaError):
    """Words that count as nobody's need no consent."""

    sentence = gettext_lazy("This is published: only somebody who may publish can say that these words are nobody's.")


class StaysAsShownError(CosechaError):
    """It acts at once, outside drafts and review."""

    sentence = gettext_lazy(
        "This is published, and readers would see it at once: only somebody who may publish can change whose words "
        "these are, under which consent, from which workshop, and the warning."
    )


class StaysTheirsError(CosechaError):
    """With no name on record, withdrawing everything of a person's would miss what readers saw as theirs."""

    sentence = gettext_lazy(
        "Readers have seen this as their words. Choose somebody else if it is not theirs; it cannot be left empty."
    )


@dataclass(frozen=True)
class Attribution:
    """Whose words an item holds, as plain values: what a form shows and what it sends back."""

    voice: str
    contributor: int | None = None
    consent: int | None = None
    workshop: int | None = None
    is_sensitive: bool = False
    content_warning: str = ""

    @classmethod
    def of(cls, item: Item) -> "Attribution":
        return cls(
            item.voice,
            item.contributor_id,
            item.consent_id,
            item.workshop_id,
            item.is_sensitive,
            item.content_warning,
        )

    def changes(self, since: "Attribution") -> dict[str, Any]:
        """The fields that are not as they were `since`."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != getattr(since, field.name)
        }


# What decides whether, and under which name, the words may go out: changing it voids a standing approval.
_DECISIVE = {"voice", "contributor", "consent"}
_PLAIN = ("voice", "is_sensitive", "content_warning")


def check_attribution(item: Item, wanted: Attribution, seen: Attribution, by: User) -> dict[str, Any]:
    """What `by` changed against what they had `seen`; raises where that is not possible."""
    changes = wanted.changes(seen)
    if not changes:
        return {}
    if item.is_withdrawn:
        raise WithdrawnError
    meanwhile = Attribution.of(item).changes(seen)
    clashes = [name for name in changes if name in meanwhile and meanwhile[name] != changes[name]]
    if clashes:
        raise ConcurrentChangeError(_told(item, clashes))
    if wanted.consent and not Consent.objects.filter(pk=wanted.consent, contributor=wanted.contributor).exists():
        raise ForeignConsentError
    if changes.get("is_sensitive") is False:
        if not by.has_perm("cms.approve_item"):
            raise StaysSensitiveError
        if item.written_by_id == by.pk:
            raise FourEyesError
    is_out = item.pk is not None and bool(item.contents(live_only=True))
    if is_out and not by.has_perm(f"cms.publish_{item.kind}"):
        if changes.get("voice") == Voice.NOBODY:
            raise StaysSomebodysError
        if changes.keys() - {"is_sensitive"}:
            raise StaysAsShownError
    if item.contributor_id and wanted.contributor is None and "contributor" in changes and was_seen(item):
        raise StaysTheirsError
    return changes


def _narrowed(before: Item, after: Item, *, is_renamed: bool) -> Narrowed | None:
    """What is out of the item as it was `before`, and is not covered by the terms it has from now on."""
    if after.is_withdrawn:
        return None
    today = timezone.localdate()
    asked = narrowings(before.terms, after.terms, today, is_renamed=is_renamed) if after.has_person else []
    return Narrowed([before], asked, hidden=hidden_by([after], after.terms))


def was_seen(item: Item) -> bool:
    """Whether readers see or saw any of its content."""
    return any(content.live or content.first_published_at for content in item.contents())


@transaction.atomic
def attribute(item: Item, wanted: Attribution, seen: Attribution, by: User) -> dict[str, Any]:
    """Record whose words `item` holds. Writes only what `by` changed, so that two people never undo each other.

    Moving it to a consent that allows less takes back what is out, with a receipt for each copy.
    """
    locked = Item.objects.select_for_update().get(pk=item.pk)
    changes = check_attribution(locked, wanted, seen, by)
    if not changes:
        return {}
    before = copy(locked)
    for name, value in changes.items():
        setattr(locked, name if name in _PLAIN else f"{name}_id", value)
    narrowed = _narrowed(before, locked, is_renamed="contributor" in changes) if _DECISIVE & changes.keys() else None
    locked.context_changed_at = timezone.now()
    locked.save(update_fields=[*changes, "context_changed_at"])
    if _DECISIVE & changes.keys():
        void_approvals(locked)
    if narrowed:
        whose = {"consent": locked.consent, "contributor": before.contributor, "terms": locked.terms}
        narrowed.take_back(TakeBack.Cause.MOVED, by, **whose)
    recheck(locked)
    log(
        locked,
        "cosecha.attribute",
        user=by,
        data={"before": {name: getattr(Attribution.of(before), name) for name in changes}, "after": changes},
    )
    return changes


def _told(item: Item, clashes: list[str]) -> str:
    """The sentence that says what somebody else set meanwhile."""
    values = ", ".join(f"{Item.field_label(name)}: {_shown(item, name)}" for name in clashes)
    return _(
        "Somebody else changed this while you were editing (%(values)s). Check it, and save again to keep yours."
    ) % {"values": values}


def _shown(item: Item, name: str) -> str:
    if name == "voice":
        return item.get_voice_display()
    if name == "is_sensitive":
        return _("yes") if item.is_sensitive else _("no")
    return str(getattr(item, name) or "–")
