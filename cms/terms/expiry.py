"""The end of a consent: staff are told in good time, and on the day after its last everything is taken back."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from cms.consent.gate import newest_terms
from cms.models import Consent, ConsentNotice, ConsentTerms, Item, TakeBack
from cms.withdrawal.reduce_scope import Narrowed, narrowings

# How many days before its last day staff are told of a consent's end.
STEPS = (30, 7, 1)
ENDED = 0


def step_of(last_day: date, day: date) -> int | None:
    """The step that is due on `day` for terms with this `last_day`; None while their end is far. Pure.

    A consent recorded for less than 30 days enters at the step it is nearest to, and is not told of twice.
    """
    left = (last_day - day).days
    if left < 0:
        return ENDED
    return next((step for step in sorted(STEPS) if left <= step), None)


def due_notices(day: date) -> list[tuple[ConsentTerms, int]]:
    """Current terms whose end asks for a step that was not taken: `(terms, step)`, the first to end first."""
    rows = newest_terms().filter(is_withdrawal=False, expires_on__lte=day + timedelta(days=max(STEPS)))
    ended = Exists(ConsentNotice.objects.filter(terms=OuterRef("pk"), days_before=ENDED))
    rows = rows.filter(~ended).select_related("consent__contributor").prefetch_related("notices")
    found = []
    for terms in rows.order_by("expires_on", "pk"):
        step = step_of(terms.expires_on, day) if terms.expires_on else None
        taken = [notice.days_before for notice in terms.notices.all()]
        if step is not None and all(step < before for before in taken):
            found.append((terms, step))
    return found


def end_consents(now: datetime) -> int:
    """Take back what rests on consents whose last day is over; how many ended. Twice at once does it once."""
    ended = [terms for terms, step in due_notices(timezone.localdate(now)) if step == ENDED]
    return sum(_end(terms, now) for terms in ended)


@transaction.atomic
def _end(terms: ConsentTerms, now: datetime) -> bool:
    """End one consent, unless somebody renewed, withdrew or ended it meanwhile."""
    consent = Consent.objects.select_for_update().select_related("contributor").get(pk=terms.consent_id)
    if terms.expires_on is None or consent.current_terms != terms or terms.notices.filter(days_before=ENDED).exists():
        return False
    items = Item.objects.select_for_update().filter(consent=consent, withdrawn_at__isnull=True).order_by("pk")
    narrowed = Narrowed(list(items), narrowings(terms, terms, timezone.localdate(now)), at=end_of(terms.expires_on))
    ConsentNotice.objects.create(terms=terms, days_before=ENDED)
    narrowed.take_back(TakeBack.Cause.EXPIRED, None, consent=consent, contributor=consent.contributor, terms=terms)
    log(consent, "cosecha.expire", data={"terms": terms.pk})
    return True


def end_of(day: date) -> datetime:
    """The last second of `day`, here."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def mark_told(notices: Iterable[tuple[ConsentTerms, int]]) -> None:
    """Remember that staff were told, so that they are not told again."""
    rows = [ConsentNotice(terms=terms, days_before=step) for terms, step in notices]
    ConsentNotice.objects.bulk_create(rows, ignore_conflicts=True)
