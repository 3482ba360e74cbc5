"""If these fail, somebody is left out, mailed twice, or kept waiting by somebody else's address."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cms.jobs import runs
from cms.models import Incident
from newsletter.models import Delivery, Edition, Suppression
from newsletter.sending.audience_snapshot import freeze_audience
from newsletter.sending.reasons import DeliveryReason
from newsletter.sending.send_edition import finish_edition, send_edition, settle_abandoned
from newsletter.sending.start import begin_edition
from newsletter.sending.transports import Answer, SendOutcome, SmtpTransport
from tests.newsletter.sending.steps import reload, send_all

pytestmark = pytest.mark.django_db

State = Delivery.State


def test_every_active_reader_gets_one_mail_in_their_language(approved_edition, make_reader, receiver, states):
    make_reader("ana@example.org", "Ana Ñahui")
    make_reader("ben@example.org", "Ben", language="en")
    make_reader("qori@example.org", "Qori", language="qu")
    make_reader("nadie@example.org", confirmed=False)
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.SENT
    assert edition.audience_size == 4
    assert states(edition) == {
        "ana@example.org": "sent",
        "ben@example.org": "sent",
        "qori@example.org": "sent",
        "nadie@example.org": "skipped",
    }
    assert sorted(recipient for recipient, _ in receiver.messages) == [
        "ana@example.org",
        "ben@example.org",
        "qori@example.org",
    ]
    (ana,) = receiver.to("ana@example.org")
    (ben,) = receiver.to("ben@example.org")
    assert ana["To"] == "Ana Ñahui <ana@example.org>"
    assert "Escuchar primero" in ana.get_body(("plain",)).get_content()
    assert "Cancelar mi suscripción" in ana.get_body(("html",)).get_content()
    assert "{{" not in ana.as_string()
    assert 'lang="en"' in ben.get_body(("html",)).get_content()
    delivery = edition.deliveries.get(subscriber__email="ana@example.org")
    assert ana["Message-ID"] == delivery.message_id
    assert delivery.rendering.language == "es"


def test_a_refusal_concerns_only_that_reader(approved_edition, make_reader, receiver, states):
    for name in ("ana", "refused", "zoe"):
        make_reader(f"{name}@example.org")
    edition = send_all(approved_edition)
    assert states(edition) == {"ana@example.org": "sent", "refused@example.org": "rejected", "zoe@example.org": "sent"}
    assert "550 5.1.1" in edition.deliveries.get(state=State.REJECTED).reason
    assert edition.state == Edition.State.SENT


def test_what_fails_for_now_is_tried_again_with_the_same_message_id(approved_edition, make_reader, receiver, states):
    make_reader("later@example.org")
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.SENDING
    delivery = edition.deliveries.get()
    assert (delivery.state, delivery.attempts) == (State.DEFERRED, 1)
    assert delivery.next_try_at > timezone.now()
    edition.deliveries.update(next_try_at=timezone.now())
    assert send_all(edition).state == Edition.State.SENT
    (message,) = receiver.to("later@example.org")
    assert message["Message-ID"] == delivery.message_id


def test_a_lost_answer_leaves_one_reader_unsure_and_the_others_served(approved_edition, make_reader, receiver, states):
    for name in ("ana", "lost", "zoe"):
        make_reader(f"{name}@example.org")
    edition = send_all(approved_edition)
    assert states(edition) == {"ana@example.org": "sent", "lost@example.org": "unsure", "zoe@example.org": "sent"}
    assert send_all(edition).state == Edition.State.SENT
    assert len(receiver.to("lost@example.org")) == 1


def test_a_connection_cut_inside_the_message_is_tried_again(approved_edition, make_reader, receiver, states):
    from newsletter.models import Rendering

    for name in ("ana", "cut", "zoe"):
        make_reader(f"{name}@example.org")
    begin_edition(approved_edition.pk, timezone.now())
    # Longer than what the system keeps in its buffers, so that the break is met inside the message.
    Rendering.objects.filter(edition=approved_edition).update(text="x" * 30_000_000)
    edition = send_all(approved_edition)
    assert states(edition) == {"ana@example.org": "sent", "cut@example.org": "deferred", "zoe@example.org": "sent"}


def test_an_unreachable_server_costs_nothing_but_time(approved_edition, make_reader, settings):
    from tests.installation import free_port

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    for number in range(3):
        make_reader(f"r{number}@example.org")
    assert send_edition(approved_edition.pk) is False
    assert Counter(approved_edition.deliveries.values_list("state", flat=True)) == {"deferred": 1, "queued": 2}
    assert Incident.objects.filter(key="mail-server-unreachable").exists()
    assert reload(approved_edition).state == Edition.State.SENDING


def test_mail_refused_for_our_own_fault_pauses_the_edition_and_rejects_nobody(approved_edition, make_reader, receiver):
    make_reader("policy@example.org")
    make_reader("zoe@example.org")
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.PAUSED
    assert not edition.deliveries.filter(state=State.REJECTED).exists()
    assert not Suppression.objects.exists()
    assert Incident.objects.filter(key=f"edition-refused:{edition.pk}").exists()


def test_a_bad_address_or_name_stops_nobody_else(approved_edition, make_reader, receiver, states):
    from newsletter.models import Subscriber

    bad, sly = make_reader("mala@example.org"), make_reader("ana@example.org", "Ana")
    begin_edition(approved_edition.pk, timezone.now())
    freeze_audience(reload(approved_edition))
    with connection.cursor() as cursor:  # no door of ours writes such a row
        spoiled = ["mala@example.org\r\nBcc: x@example.org", bad.pk]
        cursor.execute("UPDATE newsletter_subscriber SET email = %s WHERE id = %s", spoiled)
    Subscriber.objects.filter(pk=sly.pk).update(name="Ana\r\nBcc: victima@example.org")
    edition = send_all(approved_edition)
    assert edition.deliveries.get(subscriber=bad).state == State.REJECTED
    (message,) = receiver.to("ana@example.org")
    assert message["Bcc"] is None
    assert [recipient for recipient, _ in receiver.messages] == ["ana@example.org"]


@pytest.mark.parametrize("offered", [True, False])
def test_letters_outside_ascii_need_a_server_that_offers_them(approved_edition, make_reader, receiver, states, offered):
    receiver.offers_smtputf8 = offered
    make_reader("josé@señal.example", "José")
    make_reader("zoe@example.org")
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.SENT
    jose = edition.deliveries.get(subscriber__name="José")
    arrived = receiver.to("josé@xn--seal-hqa.example")
    if offered:
        assert jose.state == State.SENT
        # Some releases of Python leave the octets of a header in UTF-8 (RFC 6532) as they came.
        written = arrived[0]["To"].addresses[0].addr_spec.encode("utf-8", "surrogateescape").decode()
        assert written == "josé@xn--seal-hqa.example"
    else:
        assert (jose.state, jose.reason) == (State.SKIPPED, DeliveryReason.NEEDS_SMTPUTF8)
        assert not arrived
    assert len(receiver.to("zoe@example.org")) == 1


def test_what_a_dead_worker_left_goes_back_or_waits_for_a_person(approved_edition, make_reader, receiver, states):
    for name in ("claimed", "sending", "alive"):
        make_reader(f"{name}@example.org")
    begin_edition(approved_edition.pk, timezone.now())
    freeze_audience(reload(approved_edition))
    past, future = timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(minutes=2)

    def leave(email: str, state: State, lease) -> None:
        approved_edition.deliveries.filter(subscriber__email=email).update(
            state=state, leased_by="gone:1", lease_ends_at=lease
        )

    leave("claimed@example.org", State.CLAIMED, past)
    leave("sending@example.org", State.SENDING, past)
    leave("alive@example.org", State.SENDING, future)
    assert settle_abandoned(timezone.now()) == 1
    send_all(approved_edition)
    assert states(approved_edition) == {
        "claimed@example.org": "sent",
        "sending@example.org": "unsure",
        "alive@example.org": "sending",
    }
    assert finish_edition(reload(approved_edition)) is False


def test_an_edition_for_nobody_is_sent_to_nobody(approved_edition, receiver):
    edition = send_all(approved_edition)
    assert edition.state == Edition.State.SENT
    assert receiver.messages == []
    assert Incident.objects.filter(key=f"edition-failed:{edition.pk}").exists()


def test_the_work_of_a_slice_does_not_grow_with_the_audience(
    approved_edition, make_reader, receiver, django_assert_max_num_queries
):
    """Two commits for each mail (intent and result) and nothing else grows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries_for(readers: range) -> int:
        for number in readers:
            make_reader(f"r{number}@example.org")
        Delivery.objects.all().delete()
        Edition.objects.filter(pk=approved_edition.pk).update(
            state=Edition.State.SENDING, frozen_at=timezone.now(), audience_size=None
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            send_edition(approved_edition.pk)
        return len(captured)

    begin_edition(approved_edition.pk, timezone.now())
    runs.mark()
    few, many = queries_for(range(3)), queries_for(range(3, 12))
    assert many - few == 2 * 9


class Answering(SmtpTransport):
    """A server in memory that gives the same answer to every mail, or takes every second one."""

    answer, takes_some = Answer(SendOutcome.ACCEPTED), False

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        is_taken = self.takes_some and int(recipient[1:].partition("@")[0]) % 2
        return Answer(SendOutcome.ACCEPTED, "250 OK", 250) if is_taken else self.answer


@pytest.mark.parametrize(
    ("answer", "readers", "told", "tries"),
    [
        (Answer(SendOutcome.POSTPONED, "ConnectionResetError"), 3, "mail-server-unreachable", 0),
        (Answer(SendOutcome.POSTPONED, "ConnectionResetError"), 25, "mail-server-unreachable", 0),
        (Answer(SendOutcome.POSTPONED, "451 4.3.0 later", 451), 25, "mail-server-puts-off", 1),
        (Answer(SendOutcome.UNKNOWN, "ConnectionResetError"), 25, "edition-broken", 0),
        (Answer(SendOutcome.REFUSED, "550 5.1.1 no", 550), 25, "edition-broken", 0),
    ],
)
def test_a_server_that_fails_with_everybody_costs_few_and_is_told(
    approved_edition, make_reader, answer, readers, told, tries
):
    for number in range(readers):
        make_reader(f"r{number}@example.org")
    failing = type("Failing", (Answering,), {"answer": answer})
    assert send_edition(approved_edition.pk, failing) is False  # nothing may be tried again at once
    assert [key for key in Incident.objects.values_list("key", flat=True) if key.startswith(told)]
    rows = approved_edition.deliveries.all()
    assert max(rows.values_list("attempts", flat=True)) == tries
    assert rows.filter(state__in=(State.UNSURE, State.REJECTED)).count() <= 15
    is_paused = told == "edition-broken"
    assert (reload(approved_edition).state == Edition.State.PAUSED) == is_paused


@pytest.mark.parametrize(
    "answer", [Answer(SendOutcome.UNKNOWN, "ConnectionResetError"), Answer(SendOutcome.REFUSED, "550 5.7.1 no", 550)]
)
def test_a_server_that_fails_with_every_second_mail_is_stopped_too(approved_edition, make_reader, answer):
    for number in range(45):
        make_reader(f"r{number}@example.org")
    failing = type("Failing", (Answering,), {"answer": answer, "takes_some": True})
    assert send_edition(approved_edition.pk, failing) is False
    assert reload(approved_edition).state == Edition.State.PAUSED
    failed = approved_edition.deliveries.filter(state__in=(State.UNSURE, State.REJECTED))
    assert failed.count() <= 11
    assert Incident.objects.filter(key=f"edition-broken:{approved_edition.pk}").exists()


def test_a_server_that_puts_off_everybody_for_hours_uses_up_nobodys_last_try(approved_edition, make_reader):
    for number in range(25):
        make_reader(f"r{number}@example.org")
    putting_off = type("Failing", (Answering,), {"answer": Answer(SendOutcome.POSTPONED, "451 4.3.0 later", 451)})
    for _hour in range(60):
        send_edition(approved_edition.pk, putting_off)
        approved_edition.deliveries.update(next_try_at=timezone.now())
    assert reload(approved_edition).state == Edition.State.PAUSED
    assert not approved_edition.deliveries.filter(state=State.REJECTED).exists()


def test_one_reader_for_whom_the_server_hangs_up_does_not_keep_the_others_waiting(approved_edition, make_reader):
    for number in range(5):
        make_reader(f"r{number}@example.org")
    approved = Answer(SendOutcome.ACCEPTED, "250 OK", 250)
    hanging_up = Answer(SendOutcome.UNREACHABLE, "421 4.7.0 Closing", 421)

    class HangsUpOnOne(SmtpTransport):
        def send(self, sender: str, recipient: str, message: bytes) -> Answer:
            return hanging_up if recipient.startswith("r0@") else approved

    for _minute in range(2):
        send_edition(approved_edition.pk, HangsUpOnOne)
        approved_edition.deliveries.filter(state=State.DEFERRED).update(next_try_at=timezone.now())
    assert Counter(approved_edition.deliveries.values_list("state", flat=True)) == {"sent": 4, "deferred": 1}
