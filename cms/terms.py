"""Recording what a person allows, and reading where each consent stands.

Terms are only ever added. Narrower ones act at once: what is out for a use they no longer cover is taken back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.channels import Channel, Copy, channels, networks
from cms.consent import refusal_of_terms
from cms.errors import ConsentTermsError, NotPermittedError
from cms.models import Consent, ConsentTerms, Credit, Item, Withdrawal
from cms.withdrawal import Removal, take_back

# How long before its end a consent counts as expiring, and staff are told.
NOTICE = timedelta(days=30)


class Standing(TextChoices):
    """Where a consent stands on a day."""

    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EMPTY = "empty", _("No terms yet")


def standing(terms: ConsentTerms | None, day: date) -> Standing:
    """Where a consent with these current terms stands on `day`."""
    if terms is None:
        return Standing.EMPTY
    if terms.is_withdrawal:
        return Standing.WITHDRAWN
    if terms.expires_on is None or terms.expires_on > day + NOTICE:
        return Standing.VALID
    return Standing.EXPIRING if terms.expires_on >= day else Standing.EXPIRED


def with_current_terms(consents: QuerySet[Consent]) -> QuerySet[Any]:
    """Consents annotated with `expires_on` and `was_withdrawn`, taken from their current terms."""
    newest = ConsentTerms.objects.filter(consent=OuterRef("pk")).order_by("-pk")
    return consents.annotate(
        expires_on=Subquery(newest.values("expires_on")[:1]), was_withdrawn=Subquery(newest.values("is_withdrawal")[:1])
    )


def standing_at(consents: QuerySet[Consent], wanted: Standing, day: date) -> QuerySet[Consent]:
    """`standing` as a query: the consents that stand there on `day`."""
    conditions = {
        Standing.EMPTY: Q(was_withdrawn__isnull=True),
        Standing.WITHDRAWN: Q(was_withdrawn=True),
        Standing.VALID: Q(was_withdrawn=False) & (Q(expires_on__isnull=True) | Q(expires_on__gt=day + NOTICE)),
        Standing.EXPIRING: Q(was_withdrawn=False, expires_on__gte=day, expires_on__lte=day + NOTICE),
        Standing.EXPIRED: Q(was_withdrawn=False, expires_on__lt=day),
    }
    return with_current_terms(consents).filter(conditions[wanted])


def expiring_consents(now: datetime, days: int = NOTICE.days) -> QuerySet[Consent]:
    """Consents in force whose last day is today or within `days`, the first to expire first.

    Each has its last day as `expires_on`; `contributor` is loaded.
    """
    day = timezone.localdate(now)
    return (
        with_current_terms(Consent.objects.select_related("contributor"))
        .filter(was_withdrawn=False, expires_on__gte=day, expires_on__lte=day + timedelta(days=days))
        .order_by("expires_on", "pk")
    )


@dataclass(frozen=True)
class Narrowing:
    """What new terms ask of one channel: everything back, or only what is on some networks."""

    channel: Channel
    networks: frozenset[str] | None = None

    def concerns(self, copy: Copy) -> bool:
        return self.networks is None or not copy.network or copy.network in self.networks

    def take_back(self, item: Item) -> list[Copy]:
        if self.networks is None:
            return self.channel.take_back(item)
        return self.channel.take_back_from(item, self.networks)


def narrowings(before: ConsentTerms | None, after: ConsentTerms, day: date) -> list[Narrowing]:
    """What `after` asks of the channels on `day`. What is out was shown under `before`."""
    found = []
    for channel in channels():
        if channel.use is None:
            continue
        shows_less = before is not None and reveals_less(before, after) and not channel.is_rendered_at_each_reading
        if shows_less or refusal_of_terms(after, channel.use, day):
            found.append(Narrowing(channel))
        elif after.network_names:
            refused = {name for name, _label in channel.networks() if refusal_of_terms(after, channel.use, day, name)}
            if refused:
                found.append(Narrowing(channel, frozenset(refused)))
    return found


def reveals_less(before: ConsentTerms, after: ConsentTerms) -> bool:
    """Whether something that `before` let be shown of the person may no longer be."""
    if any(
        getattr(before, name) and not getattr(after, name)
        for name in ("shows_face", "shows_place", "shows_organisation")
    ):
        return True
    if before.credit in (after.credit, Credit.ANONYMOUS):
        return False
    return not (before.credit == Credit.FIRST_NAME and after.credit == Credit.FULL_NAME)


def effect_of_terms(consent: Consent, terms: ConsentTerms) -> list[tuple[Item, Channel, Copy]]:
    """Every copy that recording `terms` (not saved) would take back: shown before it is done."""
    if consent.pk is None:
        return []
    asked = narrowings(consent.current_terms, terms, timezone.localdate())
    return [
        (item, narrowing.channel, copy)
        for item in consent.items.not_withdrawn()
        for narrowing in asked
        for copy in narrowing.channel.copies_of(item)
        if narrowing.concerns(copy)
    ]


@transaction.atomic
def record_terms(consent: Consent, by: Any, **terms: Any) -> ConsentTerms:
    """Add new terms, and take back at once what they no longer allow.

    The receipts, where something was out, are those of `terms.withdrawals`. Raises ConsentTermsError.
    """
    if not by.has_perm("cms.add_consentterms"):
        raise NotPermittedError
    row = ConsentTerms(consent=consent, recorded_by=by, **terms)
    check(row, timezone.localdate())
    Consent.objects.select_for_update().get(pk=consent.pk)
    before = ConsentTerms.objects.filter(consent=consent).order_by("-pk").first()
    if before is not None and before.is_withdrawal:
        raise ConsentTermsError(_("This consent was withdrawn for good. Record a new consent instead."))
    asked = narrowings(before, row, timezone.localdate())
    items = Item.objects.select_for_update().filter(consent=consent, withdrawn_at__isnull=True).order_by("pk")
    removals = [
        Removal(item, narrowing.channel, narrowing.take_back, narrowing.concerns)
        for item in items
        for narrowing in asked
    ]
    seen = [removal.copies() for removal in removals]
    row.save()
    if any(seen):
        withdrawal = Withdrawal.objects.create(consent=consent, contributor=consent.contributor, terms=row, by=by)
        withdrawal.items.set({removal.item for removal, copies in zip(removals, seen, strict=True) if copies})
        take_back(withdrawal, zip(removals, seen, strict=True))
    log(consent, "cosecha.terms", user=by, data={"terms": row.pk})
    return row


def check(terms: ConsentTerms, day: date) -> None:
    """Raises ConsentTermsError where the terms contradict themselves."""
    if terms.begins_on > day:
        raise ConsentTermsError(_("A consent cannot be given on a day that has not come yet."))
    if terms.expires_on is not None and terms.expires_on < terms.begins_on:
        raise ConsentTermsError(_("It cannot end before it was given."))
    known = {name for name, _label in networks()}
    if known and set(terms.network_names) - known:
        raise ConsentTermsError(_("One of those networks is not known here."))
