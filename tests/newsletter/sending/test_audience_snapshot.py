"""If these fail, somebody is left out of an edition's audience, or mailed against their will."""

from __future__ import annotations

import pytest
from django.utils import timezone

from newsletter.models import Delivery, OptIn, Suppression
from newsletter.sending.audience_snapshot import freeze_audience, message_id
from newsletter.sending.send_edition import send_edition
from newsletter.sending.start import begin_edition
from newsletter.sending.transports import Answer, SendOutcome, SmtpTransport
from newsletter.subscribers.subscriptions import unsubscribe
from newsletter.subscribers.suppressions import suppress
from newsletter.subscribers.tokens import Reader
from tests.newsletter.sending.steps import reload, send_all

pytestmark = pytest.mark.django_db


def test_somebody_who_leaves_between_freeze_and_claim_gets_nothing(approved_edition, make_reader, receiver, states):
    ana, zoe = make_reader("ana@example.org"), make_reader("zoe@example.org")
    begin_edition(approved_edition.pk, timezone.now())
    freeze_audience(reload(approved_edition))
    unsubscribe(Reader(ana.pk, approved_edition.audience_id, ana.address_hash))
    edition = send_all(approved_edition)
    assert states(edition) == {"ana@example.org": "skipped", "zoe@example.org": "sent"}
    assert [recipient for recipient, _ in receiver.messages] == [zoe.email]


def test_somebody_who_leaves_while_their_slice_is_being_sent_gets_nothing(approved_edition, make_reader, states):
    ana, zoe = make_reader("ana@example.org"), make_reader("zoe@example.org")

    class LeavesInBetween(SmtpTransport):
        def send(self, sender: str, recipient: str, message: bytes) -> Answer:
            suppress(zoe.address_hash, None, Suppression.Reason.COMPLAINED, source="webhook")
            return Answer(SendOutcome.ACCEPTED)

    while send_edition(approved_edition.pk, LeavesInBetween):
        pass
    assert states(approved_edition) == {ana.email: "sent", zoe.email: "skipped"}


def test_suppressed_and_erased_readers_are_skipped_with_their_reason(approved_edition, make_reader, receiver):
    suppressed, erased = make_reader("ana@example.org"), make_reader("bea@example.org")
    Suppression.objects.create(address_hash=suppressed.address_hash, reason=Suppression.Reason.COMPLAINED)
    begin_edition(approved_edition.pk, timezone.now())
    freeze_audience(reload(approved_edition))
    erased.delete()
    edition = send_all(approved_edition)
    assert list(edition.deliveries.values_list("state", "reason")) == [("skipped", "complained"), ("skipped", "erased")]
    assert receiver.messages == []


def test_the_audience_is_frozen_once_and_late_comers_wait_for_the_next(approved_edition, make_reader, monkeypatch):
    from newsletter.sending import audience_snapshot

    monkeypatch.setattr(audience_snapshot, "BATCH", 3)
    for number in range(8):
        make_reader(f"r{number}@example.org")
    begin_edition(approved_edition.pk, timezone.now())
    late = make_reader("late@example.org")
    OptIn.objects.filter(subscriber=late).update(asked_at=timezone.now(), confirmed_at=timezone.now())
    assert freeze_audience(reload(approved_edition)) == 8
    assert freeze_audience(reload(approved_edition)) == 8
    assert approved_edition.deliveries.count() == 8


def test_a_freeze_that_was_interrupted_goes_on_where_it_stopped(approved_edition, make_reader, monkeypatch):
    from newsletter.sending import audience_snapshot

    monkeypatch.setattr(audience_snapshot, "BATCH", 3)
    for number in range(8):
        make_reader(f"r{number}@example.org")
    begin_edition(approved_edition.pk, timezone.now())
    audience_snapshot._freeze_batch(approved_edition.pk)
    assert approved_edition.deliveries.count() == 3
    assert freeze_audience(reload(approved_edition)) == 8


def test_the_longest_address_of_a_sender_leaves_room_for_the_message_id():
    """PostgreSQL refuses what is longer than its column, and no edition would go out."""
    labels = ["a" * 60] * 3
    for domain, kept in (("example.org", "example.org"), (".".join([*labels, "org"]), f"{labels[0]}.org")):
        written = message_id(f"boletin@{domain}")
        assert written.endswith(f"@{kept}>")
        assert len(written) <= Delivery._meta.get_field("message_id").max_length
