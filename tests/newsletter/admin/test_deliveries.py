"""If these fail, staff cannot see what became of an edition, or decide what only a person can."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsletter.models import Delivery, Edition, Subscriber
from tests.factories import make_user

pytestmark = pytest.mark.django_db

State = Delivery.State


@pytest.fixture
def edition(make_edition):
    edition = make_edition(state=Edition.State.SENT, audience_size=6)
    for number, state in enumerate((State.SENT, State.SENT, State.REJECTED, State.SKIPPED, State.UNSURE, State.UNSURE)):
        add(edition, f"r{number}@example.org", state)
    return edition


def add(edition: Edition, email: str, state: State) -> Delivery:
    return Delivery.objects.create(
        edition=edition,
        subscriber=Subscriber.objects.create(email=email),
        language="es",
        state=state,
        message_id=f"<{email}>",
    )


def url(edition: Edition) -> str:
    return reverse("newsletter_deliveries", args=[edition.pk])


def test_the_counts_add_up_to_the_frozen_audience(admin_client, edition):
    context = admin_client.get(url(edition)).context
    assert context["total"] == edition.audience_size
    assert {count["state"]: count["number"] for count in context["counts"] if count["number"]} == {
        "sent": 2,
        "rejected": 1,
        "skipped": 1,
        "unsure": 2,
    }


def test_each_state_can_be_looked_at_alone(admin_client, edition):
    page = admin_client.get(url(edition), {"state": "rejected"}).content.decode()
    assert "r2@example.org" in page
    assert "r0@example.org" not in page


def test_a_person_says_that_one_was_sent_and_sends_the_other_again(
    admin_client, edition, django_capture_on_commit_callbacks
):
    first, second = edition.deliveries.filter(state=State.UNSURE)
    admin_client.post(url(edition), {"action": "say_sent", "delivery": first.pk})
    admin_client.post(url(edition), {"action": "send_again"})
    first.refresh_from_db()
    assert first.state == State.SENT
    again = Delivery.objects.get(pk=second.pk)
    assert (again.state, again.message_id) == (State.QUEUED, second.message_id)
    assert Edition.objects.get().state == Edition.State.SENDING


def test_what_was_decided_meanwhile_is_not_decided_again(admin_client, edition):
    edition.deliveries.update(state=State.SENT)
    page = admin_client.post(url(edition), {"action": "send_again"}, follow=True).content.decode()
    assert "Esto ya no se puede hacer" in page
    assert not edition.deliveries.filter(state=State.QUEUED).exists()


def test_a_paused_edition_goes_on_only_if_it_is_approved_as_it_is(admin_client, edition):
    Edition.objects.update(state=Edition.State.PAUSED)
    page = admin_client.post(url(edition), {"action": "resume"}, follow=True).content.decode()
    assert "no está aprobada" in page
    assert Edition.objects.get().state == Edition.State.PAUSED


def test_cancelling_leaves_nobody_waiting_and_the_sum_as_it_was(admin_client, edition):
    Edition.objects.update(state=Edition.State.PAUSED)
    add(edition, "espera@example.org", State.QUEUED)
    admin_client.post(url(edition), {"action": "cancel"})
    assert Edition.objects.get().state == Edition.State.CANCELLED
    assert edition.deliveries.get(subscriber__email="espera@example.org").state == State.CANCELLED
    assert edition.deliveries.count() == 7


def test_somebody_without_permission_sees_and_decides_nothing(client, edition):
    client.force_login(make_user(groups=()))
    assert client.get(url(edition)).status_code == 302
    assert client.post(url(edition), {"action": "send_again"}).status_code == 302
    assert edition.deliveries.filter(state=State.UNSURE).count() == 2


def test_the_page_asks_no_more_for_more_deliveries(admin_client, edition):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(url(edition))
        return len(captured)

    queries()
    few = queries()
    for number in range(10, 28):
        add(edition, f"r{number}@example.org", State.SENT)
    assert queries() == few
