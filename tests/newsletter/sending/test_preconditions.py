"""If these fail, readers are mailed what nobody approved, or what was taken back meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.consent.approvals import void_approvals
from cms.consent.disclosure import mark_stale
from cms.models import Incident, Item
from newsletter.models import Edition
from newsletter.sending import send_edition as sending
from newsletter.sending.audience_snapshot import freeze_audience
from newsletter.sending.preconditions import pause
from newsletter.sending.send_edition import send_edition
from newsletter.sending.start import begin_edition, report_unapproved
from newsletter.sending.transports import Answer, SendOutcome, SmtpTransport
from tests.newsletter.sending.steps import reload, send_all

pytestmark = pytest.mark.django_db


def test_nothing_is_sent_that_changed_after_its_approval(approved_edition, make_reader, receiver):
    make_reader("ana@example.org")
    Edition.objects.filter(pk=approved_edition.pk).update(subject="Otra cosa")
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.DRAFT
    assert receiver.messages == []
    assert not edition.deliveries.exists()
    assert Incident.objects.filter(key=f"edition-changed:{edition.pk}").exists()


def test_nothing_is_sent_too_late_without_asking(approved_edition, make_reader, receiver):
    make_reader("ana@example.org")
    Edition.objects.filter(pk=approved_edition.pk).update(send_at=timezone.now() - timedelta(hours=7))
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.LATE
    assert receiver.messages == []
    assert Incident.objects.filter(key=f"edition-late:{edition.pk}").exists()


def test_an_unapproved_edition_is_not_sent_and_staff_are_told_once(approved_edition, receiver):
    Edition.objects.filter(pk=approved_edition.pk).update(state=Edition.State.DRAFT)
    assert send_edition(approved_edition.pk) is False
    report_unapproved(timezone.now())
    report_unapproved(timezone.now())
    assert Incident.objects.get().count == 1


def test_an_item_withdrawn_in_the_middle_pauses_what_is_left(
    approved_edition, make_reader, receiver, learning, monkeypatch
):
    monkeypatch.setattr(sending, "SLICE_MAILS", 1)
    make_reader("ana@example.org")
    make_reader("zoe@example.org")
    assert send_edition(approved_edition.pk) is True
    learning.item.withdrawn_at = timezone.now()
    learning.item.save()
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.PAUSED
    assert len(receiver.messages) == 1
    assert Incident.objects.filter(key=f"edition-paused:{edition.pk}").exists()


def test_an_item_that_only_waits_to_be_judged_again_is_judged_and_stops_nothing(
    approved_edition, make_reader, receiver, learning, monkeypatch
):
    monkeypatch.setattr(sending, "SLICE_MAILS", 1)
    make_reader("ana@example.org")
    make_reader("zoe@example.org")
    mark_stale(Item.objects.filter(pk=learning.item.pk))
    assert send_edition(approved_edition.pk) is True
    mark_stale(Item.objects.filter(pk=learning.item.pk))
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.SENT
    assert len(receiver.messages) == 2


def test_a_voided_approval_stops_the_sending(approved_edition, make_reader, receiver, monkeypatch):
    monkeypatch.setattr(sending, "SLICE_MAILS", 1)
    make_reader("ana@example.org")
    make_reader("zoe@example.org")
    send_edition(approved_edition.pk)
    void_approvals(approved_edition)
    assert send_all(approved_edition).state == Edition.State.PAUSED
    assert len(receiver.messages) == 1


def test_a_pause_stops_before_the_next_mail_of_the_same_slice(approved_edition, make_reader):
    for number in range(4):
        make_reader(f"r{number}@example.org")
    sent = []

    class PausedBySomebody(SmtpTransport):
        def send(self, sender: str, recipient: str, message: bytes) -> Answer:
            sent.append(recipient)
            pause(approved_edition)
            return Answer(SendOutcome.ACCEPTED)

    assert send_edition(approved_edition.pk, PausedBySomebody) is False or sent
    assert len(sent) == 1
    assert Counter(approved_edition.deliveries.values_list("state", flat=True)) == {"sent": 1, "queued": 3}


def test_a_correction_stops_letters_that_were_already_written(approved_edition, make_reader):
    from newsletter.models import Rendering

    for number in range(3):
        make_reader(f"r{number}@example.org")
    sent = []

    class CorrectedMeanwhile(SmtpTransport):
        def send(self, sender: str, recipient: str, message: bytes) -> Answer:
            sent.append(recipient)
            Rendering.objects.filter(edition=approved_edition).update(redacted_at=timezone.now())
            return Answer(SendOutcome.ACCEPTED)

    begin_edition(approved_edition.pk, timezone.now())
    freeze_audience(reload(approved_edition))
    sending.send_slice(reload(approved_edition), CorrectedMeanwhile)
    assert len(sent) == 1
