"""A consent that ends is told of in time, and reaches everything on the day after its last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from cms import notifications
from cms.consent.gate import Use, clearance
from cms.core.mail import MailNotSentError
from cms.models import ConsentNotice, Receipt, TakeBack
from cms.notifications import tell_of_ends
from cms.terms.expiry import ENDED, STEPS, due_notices, end_consents, step_of
from cms.terms.record import record_terms
from cms.withdrawal.withdraw import withdraw_consent
from tests.factories import add_terms, make_consent, make_quote, make_user

pytestmark = pytest.mark.usefixtures("addresses_elsewhere")

LAST_DAY = date(2026, 12, 10)
DAY_AFTER = datetime(2026, 12, 11, 12, 0, tzinfo=UTC)


@given(left=st.integers(-400, 400))
def test_each_day_asks_for_the_nearest_step_and_none_while_the_end_is_far(left):
    day = date(2026, 6, 1)
    step = step_of(day + timedelta(days=left), day)
    if left < 0:
        assert step == ENDED
    elif left > max(STEPS):
        assert step is None
    else:
        assert step in STEPS
        assert left <= step
        assert not [other for other in STEPS if left <= other < step]


@pytest.mark.django_db
def test_the_end_takes_everything_back_with_a_receipt_for_each_copy_once(noticeboard):
    item = make_quote(consent=make_consent(expires_on=LAST_DAY)).item
    noticeboard.put_up(item, "board:1")
    with time_machine.travel(DAY_AFTER, tick=False):
        assert end_consents(DAY_AFTER) == 1
    take_back = TakeBack.objects.get()
    assert (take_back.cause, take_back.contributor) == (TakeBack.Cause.EXPIRED, item.contributor)
    assert set(take_back.receipts.values_list("channel", "state")) == {
        ("noticeboard", Receipt.State.TAKEN_BACK), ("web", Receipt.State.TAKEN_BACK),
    }  # fmt: skip
    assert not noticeboard.copies_of(item)
    assert end_consents(DAY_AFTER) == 0
    assert TakeBack.objects.count() == 1


@pytest.mark.django_db
def test_the_last_day_is_included(noticeboard):
    item = make_quote(consent=make_consent(expires_on=LAST_DAY)).item
    noticeboard.put_up(item, "board:1")
    evening = datetime(2026, 12, 11, 4, 30, tzinfo=UTC)
    assert end_consents(evening) == 0
    assert clearance(item, Use.WEB, evening).is_cleared
    assert noticeboard.copies_of(item)


@pytest.mark.django_db
def test_what_was_renewed_stays(noticeboard, admin):
    consent = make_consent(expires_on=LAST_DAY)
    item = make_quote(consent=consent).item
    noticeboard.put_up(item, "board:1")
    add_terms(consent, expires_on=LAST_DAY + timedelta(days=365))
    assert end_consents(DAY_AFTER) == 0
    assert noticeboard.copies_of(item)


@pytest.mark.django_db
def test_renewed_terms_that_end_are_ended_again(noticeboard, admin):
    consent = make_consent(expires_on=LAST_DAY)
    make_quote(consent=consent)
    end_consents(DAY_AFTER)
    add_terms(consent, expires_on=LAST_DAY + timedelta(days=5))
    assert end_consents(DAY_AFTER + timedelta(days=6)) == 1


@pytest.mark.django_db
def test_what_was_withdrawn_does_not_end_again(admin):
    consent = make_consent(expires_on=LAST_DAY)
    make_quote(consent=consent)
    withdraw_consent(consent, admin)
    assert end_consents(DAY_AFTER) == 0


@pytest.mark.django_db
def test_staff_are_told_30_7_and_1_days_before_and_once_each_time(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    make_user("editor", groups=("Editor",))
    make_user("visitor")
    make_consent(expires_on=LAST_DAY)
    told = []
    for days in range(60, -1, -1):
        now = datetime(2026, 12, 10, 17, 0, tzinfo=UTC) - timedelta(days=days)
        for _again in range(2):
            before = len(mail.outbox)
            tell_of_ends(now)
            told += [days] * (len(mail.outbox) - before)
    assert told == [30, 7, 1]
    assert {message.to[0] for message in mail.outbox} == {"editor@example.org"}
    assert "10 de diciembre de 2026" in mail.outbox[0].body


@pytest.mark.django_db
def test_while_the_mail_server_is_down_nobody_counts_as_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_user("editor", groups=("Editor",))
    make_consent(expires_on=LAST_DAY)
    tell_of_ends(DAY_AFTER - timedelta(days=5))
    assert not ConsentNotice.objects.exists()


@pytest.mark.django_db
def test_one_of_the_team_who_cannot_be_reached_keeps_nobody_from_being_told(monkeypatch):
    make_consent(expires_on=LAST_DAY)
    for name in ("ana", "eva", "sol"):
        make_user(name, is_superuser=True)
    told = []

    def send(to: str, *_args: Any, **_options: Any) -> None:
        if to.startswith("ana@"):
            raise MailNotSentError
        told.append(to)

    monkeypatch.setattr(notifications, "send_mail", send)
    for _hour in range(3):
        tell_of_ends(DAY_AFTER - timedelta(days=5))
    assert told == ["eva@example.org", "sol@example.org"]


@pytest.mark.django_db
def test_a_consent_recorded_for_a_few_days_is_told_of_once_a_step(admin):
    consent = make_consent(expires_on=LAST_DAY)
    day = LAST_DAY - timedelta(days=5)
    assert [step for _terms, step in due_notices(day)] == [7]
    record_terms(consent, admin, allows_web=True, expires_on=LAST_DAY + timedelta(days=90), how="message")
    assert not due_notices(day)
