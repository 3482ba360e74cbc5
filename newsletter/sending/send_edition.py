"""Sending an edition: begun when it is due and approved, then in short slices until every delivery is settled.

The intent is committed before the first byte leaves, the result after the answer. So a killed worker leaves rows that
say how far it came: `claimed` ones go back to the queue, those in `sending` become `unsure` and wait for a person.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, Q, QuerySet
from django.utils import timezone

from cms.jobs import runs
from cms.jobs.leases import abandoned, claim, worker_name
from newsletter.models import Delivery, Edition, OptIn, Rendering
from newsletter.sending.audience_snapshot import freeze_audience
from newsletter.sending.brakes import OF_A_SLICE, Brakes, counts_as_try
from newsletter.sending.mime import BadHeaderError
from newsletter.sending.personalise import Letter, Letters
from newsletter.sending.preconditions import (
    may_go_on,
    pause_broken,
    pause_refused,
    report_failures,
    report_put_off,
    report_unreachable,
)
from newsletter.sending.reasons import DeliveryReason
from newsletter.sending.start import begin_edition
from newsletter.sending.states import OPEN, settlement
from newsletter.sending.summary import summary_of
from newsletter.sending.transports import Answer, SendOutcome, SmtpTransport, Transport
from newsletter.subscribers.suppressions import suppressions_by_address

logger = logging.getLogger(__name__)

# A slice is short, so that a withdrawal never waits long for a worker.
SLICE_MAILS = 50
SLICE_SECONDS = 5.0
# A server that puts off everybody so often is looked at by a person, before the tries of a whole audience run out.
TRIES_BEFORE_PAUSE = 5

State = Delivery.State


def send_edition(edition_id: int, transport: Callable[[], Transport] = SmtpTransport) -> bool:
    """Take an edition one slice further. Whether there is more to do right now."""
    now = timezone.now()
    runs.mark()
    begin_edition(edition_id, now)
    edition = Edition.objects.select_related("audience", "recipe").get(pk=edition_id)
    if edition.state != Edition.State.SENDING or edition.held_at:
        return False
    freeze_audience(edition)
    if not may_go_on(edition, now):
        return False
    is_answering = send_slice(edition, transport)
    finish_edition(edition)
    return is_answering and due(edition, timezone.now()).exists()


def send_slice(edition: Edition, transport: Callable[[], Transport] = SmtpTransport) -> bool:
    """Send a few deliveries of `edition`. False when the mail server will not take any more just now."""
    claimed = claim(due(edition, timezone.now()), State.CLAIMED, settings.SENDING_LEASE, SLICE_MAILS)
    ends, brakes, answers = time.monotonic() + SLICE_SECONDS, Brakes(OF_A_SLICE), list[Answer]()
    try:
        letters = Letters(edition)
        wanted = leave_out_unwanted(edition, claimed)
        with transport() as connection:
            for delivery in claimed:
                if time.monotonic() > ends:
                    break
                if delivery.pk not in wanted:
                    continue
                answer = _send(delivery, letters, wanted[delivery.pk], connection)
                if answer is None:
                    continue
                answers.append(answer)
                if answer.outcome is SendOutcome.UNREACHABLE:
                    report_unreachable(answer.detail)
                    return False
                if answer.outcome is SendOutcome.OUR_FAULT:
                    pause_refused(edition, answer.detail)
                    return False
                domain = wanted[delivery.pk].subscriber.email.rpartition("@")[2]
                if brakes.judge(0, domain, answer.outcome):
                    _stop(edition, delivery, answer)
                    return False
        # The connection broke in each of them, which costs nobody a try: without a word it would go on for ever.
        if answers and all(answer.outcome is SendOutcome.POSTPONED and not answer.code for answer in answers):
            report_unreachable(answers[-1].detail)
        return True
    finally:
        _let_go(claimed)
        runs.mark()


def _stop(edition: Edition, delivery: Delivery, answer: Answer) -> None:
    """One mail after the other failed, `delivery` with `answer` last: say so, and wait for a person where it lasts."""
    if answer.outcome is not SendOutcome.POSTPONED or delivery.attempts >= TRIES_BEFORE_PAUSE:
        pause_broken(edition, answer.detail)
    elif answer.code:
        report_put_off(answer.detail)
    else:
        report_unreachable(answer.detail)


def due(edition: Edition, now: datetime) -> QuerySet[Delivery]:
    """The deliveries that may be tried now: those not tried yet first, so that no reader keeps the others waiting."""
    again = Q(state=State.DEFERRED, next_try_at__lte=now)
    rows = Delivery.objects.filter(Q(state=State.QUEUED) | again, edition=edition)
    return rows.order_by(F("next_try_at").asc(nulls_first=True), "pk")


def leave_out_unwanted(edition: Edition, claimed: list[Delivery]) -> dict[int, OptIn]:
    """Ask again who still wants the mail: their opt-ins, by delivery. The others are skipped with their reason."""
    opt_ins = {
        opt_in.subscriber_id: opt_in
        for opt_in in OptIn.objects.filter(
            audience=edition.audience_id, ended_at=None, subscriber__in=[row.subscriber_id for row in claimed]
        ).select_related("subscriber")
    }
    suppressed = suppressions_by_address([opt_in.subscriber.email for opt_in in opt_ins.values()], edition.audience_id)
    wanted: dict[int, OptIn] = {}
    for delivery in claimed:
        opt_in = opt_ins.get(delivery.subscriber_id or 0)
        if delivery.subscriber_id is None:
            _skip(delivery, DeliveryReason.ERASED)
        elif opt_in is None or opt_in.confirmed_at is None or not opt_in.is_for_present_address:
            _skip(delivery, DeliveryReason.LEFT)
        elif reason := suppressed.get(opt_in.subscriber.email):
            _skip(delivery, reason)
        else:
            wanted[delivery.pk] = opt_in
    return wanted


def finish_edition(edition: Edition) -> bool:
    """Once nothing is left to do without a person, the edition is sent."""
    is_open = Delivery.objects.filter(edition=edition, state__in=OPEN).exists()
    if is_open or edition.audience_size is None:
        return False
    sending = Edition.objects.filter(pk=edition.pk, state=Edition.State.SENDING)
    if not sending.update(state=Edition.State.SENT, sent_at=timezone.now()):
        return False
    summary = summary_of(edition)
    if summary.is_alarming:
        report_failures(edition, summary.sentence())
    return True


def settle_abandoned(now: datetime) -> int:
    """What a dead worker left: not yet begun goes back to the queue, begun is unsure. How many are unsure."""
    rows = abandoned(Delivery.objects.all(), now)
    rows.filter(state=State.CLAIMED).update(state=State.QUEUED, lease_ends_at=None)
    return rows.filter(state=State.SENDING).update(
        state=State.UNSURE, reason=DeliveryReason.WORKER_GONE, settled_at=now, lease_ends_at=None
    )


def _send(delivery: Delivery, letters: Letters, opt_in: OptIn, connection: Transport) -> Answer | None:
    """One delivery, from letter to result. None when nothing was tried."""
    try:
        letter = letters.write(delivery, opt_in, timezone.now())
    except BadHeaderError as error:
        logger.warning("Delivery %s cannot be written: %s", delivery.pk, error.detail)
        _mine(delivery, State.CLAIMED).update(
            state=State.REJECTED, reason=DeliveryReason.BAD_ADDRESS, settled_at=timezone.now(), lease_ends_at=None
        )
        return None
    if letter is None:
        _skip(delivery, DeliveryReason.NO_LANGUAGE)
        return None
    if not _record_intent(delivery, letter):
        return None
    answer = connection.send(letter.sender, letter.recipient, letter.message)
    _record(delivery, answer)
    return answer


def _record_intent(delivery: Delivery, letter: Letter) -> bool:
    """Commit that it is being sent. False when meanwhile it was paused, corrected, erased or taken over."""
    now = timezone.now()
    still_whole = Rendering.objects.filter(pk=letter.rendering.pk, redacted_at=None)
    rows = _mine(delivery, State.CLAIMED).filter(
        Exists(still_whole),
        edition__state=Edition.State.SENDING,
        edition__held_at=None,
        subscriber__isnull=False,
    )
    return bool(
        rows.update(
            state=State.SENDING,
            rendering=letter.rendering,
            sending_since=now,
            lease_ends_at=now + settings.SENDING_LEASE,
        )
    )


def _record(delivery: Delivery, answer: Answer) -> None:
    """Write down what became of it, also when we were taken for dead before the answer came."""
    now = timezone.now()
    attempts = delivery.attempts + counts_as_try(answer)
    result = settlement(answer, attempts, now)
    is_final = result.next_try_at is None
    _mine(delivery, State.SENDING, State.UNSURE).update(
        state=result.state,
        attempts=attempts,
        reason=result.reason,
        next_try_at=result.next_try_at,
        settled_at=now if is_final else None,
        lease_ends_at=None,
    )


def _skip(delivery: Delivery, reason: str) -> None:
    _mine(delivery, State.CLAIMED).update(
        state=State.SKIPPED, reason=reason, settled_at=timezone.now(), lease_ends_at=None
    )


def _let_go(claimed: list[Delivery]) -> None:
    """Those of the slice that were not reached go back to the queue."""
    mine = Delivery.objects.filter(pk__in=[row.pk for row in claimed], leased_by=worker_name(), state=State.CLAIMED)
    mine.update(state=State.QUEUED, lease_ends_at=None)


def _mine(delivery: Delivery, *states: State) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, leased_by=delivery.leased_by, state__in=states)
