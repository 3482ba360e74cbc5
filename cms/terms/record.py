"""Recording what a person allows, and reading where each consent stands.

Terms are only ever added. Narrower ones act at once: what is out for a use they no longer cover is taken back.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.channels import Channel, Copy, networks
from cms.consent.disclosure import hidden_by
from cms.consent.gate import Use
from cms.core.audit_log import log_many
from cms.core.errors import ConsentTermsError, NotPermittedError
from cms.models import CONTENT_MODELS, Consent, ConsentTerms, Item, TakeBack
from cms.users.models import User
from cms.withdrawal.reduce_scope import Narrowed, narrowings, reveals_less

# How long before its end a consent counts as expiring, and staff are told.
NOTICE = timedelta(days=30)


class RevealsMoreError(NotPermittedError):
    """It acts at once, outside drafts and review."""

    sentence = _(
        "This is published, and readers would see at once more of the person than now: only somebody who may publish "
        "can record it."
    )


class TermsStatus(TextChoices):
    """Where a consent stands on a day."""

    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EMPTY = "empty", _("No terms yet")


def standing(terms: ConsentTerms | None, day: date) -> TermsStatus:
    """Where a consent with these current terms stands on `day`."""
    if terms is None:
        return TermsStatus.EMPTY
    if terms.is_withdrawal:
        return TermsStatus.WITHDRAWN
    if terms.expires_on is None or terms.expires_on > day + NOTICE:
        return TermsStatus.VALID
    return TermsStatus.EXPIRING if terms.expires_on >= day else TermsStatus.EXPIRED


def with_current_terms(consents: QuerySet[Consent]) -> QuerySet[Any]:
    """Consents annotated with `expires_on` and `was_withdrawn`, taken from their current terms."""
    newest = ConsentTerms.objects.filter(consent=OuterRef("pk")).order_by("-pk")
    return consents.annotate(
        expires_on=Subquery(newest.values("expires_on")[:1]), was_withdrawn=Subquery(newest.values("is_withdrawal")[:1])
    )


def standing_at(consents: QuerySet[Consent], wanted: TermsStatus, day: date) -> QuerySet[Consent]:
    """`standing` as a query: the consents that stand there on `day`."""
    conditions = {
        TermsStatus.EMPTY: Q(was_withdrawn__isnull=True),
        TermsStatus.WITHDRAWN: Q(was_withdrawn=True),
        TermsStatus.VALID: Q(was_withdrawn=False) & (Q(expires_on__isnull=True) | Q(expires_on__gt=day + NOTICE)),
        TermsStatus.EXPIRING: Q(was_withdrawn=False, expires_on__gte=day, expires_on__lte=day + NOTICE),
        TermsStatus.EXPIRED: Q(was_withdrawn=False, expires_on__lt=day),
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


def effect_of_terms(consent: Consent, terms: ConsentTerms) -> list[tuple[Item, Channel, Copy]]:
    """Every copy that recording `terms` (not saved) would take back: shown before it is done."""
    if consent.pk is None:
        return []
    items = list(consent.items.not_withdrawn())
    return list(_narrowed(items, consent.current_terms, terms).effect())


def record_terms(consent: Consent, by: User, **terms: Any) -> ConsentTerms:
    """Add new terms, and take back at once what they no longer allow.

    The receipts, where something was out, are those of `terms.take_backs`. Raises ConsentTermsError.
    """
    if not by.has_perm("cms.add_consentterms"):
        raise NotPermittedError
    _check_may_reveal(consent, ConsentTerms(consent=consent, **terms), by)
    return _record(consent, by, terms)


def _check_may_reveal(consent: Consent, after: ConsentTerms, by: User) -> None:
    """Raise RevealsMoreError where readers would at once see more of the person and `by` may not publish what they
    see it in."""
    before = consent.current_terms
    if before is None or not reveals_less(after, before):
        return
    seen = {"live": True, "item__consent": consent, "item__withdrawn_at": None, "item__archived_at": None}
    closed = [model for model in CONTENT_MODELS if not by.has_perm(f"cms.publish_{model.kind}")]
    if any(model._default_manager.filter(**seen).exists() for model in closed):
        raise RevealsMoreError


@transaction.atomic
def record_first_terms(consents: list[tuple[Consent, dict[str, Any]]], by: User) -> None:
    """Save new consents, each with its first terms, many at once. Raises ConsentTermsError.

    They cover nothing yet, so nothing is taken back and no verdict is reached again.
    """
    if not consents:
        return
    if not (by.has_perm("cms.add_consent") and by.has_perm("cms.add_consentterms")):
        raise NotPermittedError
    rows = [ConsentTerms(consent=consent, recorded_by=by, **terms) for consent, terms in consents]
    for row in rows:
        check(row, timezone.localdate())
    Consent.objects.bulk_create(consent for consent, _terms in consents)
    ConsentTerms.objects.bulk_create(rows)
    log_many([(row.consent, "cosecha.terms", {"data": {"terms": row.pk}}) for row in rows], by)


def narrow_terms(consent: Consent, **terms: Any) -> ConsentTerms:
    """The person themself allows less, on their own page. Raises ConsentTermsError where it would be more.

    There is always a receipt, in `terms.take_backs`: also where nothing was out. The same again records nothing.
    """
    with transaction.atomic():
        Consent.objects.select_for_update().get(pk=consent.pk)
        before = ConsentTerms.objects.filter(consent=consent).order_by("-pk").first()
        row = ConsentTerms(consent=consent, **terms)
        if before is None or before.is_withdrawal or allows_more(before, row):
            raise ConsentTermsError(_("To allow more than before, talk to the people who recorded your words."))
        if _says_the_same(before, row):
            return before
        recorded = _record(consent, None, terms)
        if not recorded.take_backs.exists():
            whose = {"consent": consent, "contributor": consent.contributor, "terms": recorded}
            receipt = TakeBack.objects.create(cause=TakeBack.Cause.REDUCED, by_the_person=True, **whose)
            receipt.items.set(consent.items.not_withdrawn())
        return recorded


def standing_terms(terms: ConsentTerms) -> dict[str, Any]:
    """What stands, to be recorded again with some of it changed. Who recorded it, when and their note are not of it."""
    about = {"id", "consent", "is_withdrawal", "note", "recorded_by", "recorded_at", "network_count"}
    names = [field.name for field in terms._meta.concrete_fields if field.name not in about]
    return {name: getattr(terms, name) for name in (*names, "networks")}


def _says_the_same(before: ConsentTerms, after: ConsentTerms) -> bool:
    return standing_terms(before) == standing_terms(after)


def receive_terms(consent: Consent, **terms: Any) -> ConsentTerms:
    """The first terms of a new consent, answered by the person themself through a link that staff made."""
    with transaction.atomic():
        if ConsentTerms.objects.filter(consent=consent).exists():
            raise ConsentTermsError
        return _record(consent, None, terms)


@transaction.atomic
def _record(consent: Consent, by: User | None, terms: dict[str, Any]) -> ConsentTerms:
    row = ConsentTerms(consent=consent, recorded_by=by, **terms)
    Consent.objects.select_for_update().get(pk=consent.pk)
    before = ConsentTerms.objects.filter(consent=consent).order_by("-pk").first()
    check(row, timezone.localdate(), before)
    if before is not None and before.is_withdrawal:
        raise ConsentTermsError(_("This consent was withdrawn for good. Record a new consent instead."))
    items = Item.objects.select_for_update().filter(consent=consent, withdrawn_at__isnull=True).order_by("pk")
    narrowed = _narrowed(list(items), before, row)
    row.save()
    whose = {"consent": consent, "contributor": consent.contributor, "terms": row, "by_the_person": by is None}
    narrowed.take_back(TakeBack.Cause.REDUCED, by, **whose)
    log(consent, "cosecha.terms", user=by, data={"terms": row.pk})
    return row


def _narrowed(items: list[Item], before: ConsentTerms | None, after: ConsentTerms) -> Narrowed:
    """What of `items` is out now and may not be under `after`."""
    shows_less = before is not None and reveals_less(before, after)
    asked = narrowings(before, after, timezone.localdate())
    return Narrowed(items, asked, hidden=hidden_by(items, after) if shows_less else ())


def allows_more(before: ConsentTerms, after: ConsentTerms) -> bool:
    """Whether `after` allows anything that `before` did not: a use, a network, a name, a face, a longer time."""
    if reveals_less(after, before):
        return True
    if any(getattr(after, f"allows_{use.value}") and not getattr(before, f"allows_{use.value}") for use in Use):
        return True
    if after.allows_social and _reaches_more_networks(before, after):
        return True
    return before.expires_on is not None and (after.expires_on is None or after.expires_on > before.expires_on)


def _reaches_more_networks(before: ConsentTerms, after: ConsentTerms) -> bool:
    if before.allows_all_networks:
        return False
    return after.allows_all_networks or not set(after.networks) <= set(before.networks)


def check(terms: ConsentTerms, day: date, before: ConsentTerms | None = None) -> None:
    """Raises ConsentTermsError where the terms contradict themselves. A network that `before` named may stay."""
    if terms.begins_on > day:
        raise ConsentTermsError(_("A consent cannot be given on a day that has not come yet."))
    if terms.expires_on is not None and terms.expires_on < terms.begins_on:
        raise ConsentTermsError(_("It cannot end before it was given."))
    if terms.is_minor and not terms.guardian.strip() and not (before and before.is_minor):
        raise ConsentTermsError(_("Say who decides with them: mother, father or another guardian."))
    if terms.allows_social and not terms.allows_all_networks and not terms.networks:
        raise ConsentTermsError(_("Say on which social networks, or on all of them."))
    known = {name for name, _label in networks()}
    if known and set(terms.networks) - known - set(before.networks if before else ()):
        raise ConsentTermsError(_("One of those networks is not known here."))
