"""A finished edition that did not reach its readers never says just that it was sent."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import Incident
from newsletter.models import Delivery, Edition
from newsletter.sending.reasons import DeliveryReason
from newsletter.sending.send_edition import finish_edition
from newsletter.sending.staff_actions import cancel_edition
from newsletter.sending.states import EDITION_TRANSITIONS
from newsletter.sending.summary import SendSummary, summarise, summary_of
from tests.factories import make_quote

State = Delivery.State


def test_the_sentence_counts_what_failed_and_is_empty_where_nothing_did():
    assert summarise({State.SENT: 200, State.SKIPPED: 3}).sentence() == ""
    some = summarise({State.SENT: 180, State.REJECTED: 12, State.UNSURE: 8})
    assert ("180" in some.sentence(), "200" in some.sentence(), "12" in some.sentence()) == (True, True, True)
    assert some.is_alarming
    assert not summarise({State.SENT: 999, State.REJECTED: 1}).is_alarming
    assert summarise({State.UNSURE: 1}).is_alarming, "a whole audience, however small"
    for nobody in (summarise({}), summarise({State.SKIPPED: 9}), summarise({State.CANCELLED: 9})):
        assert nobody.is_alarming
        assert "nadie" in nobody.sentence()
    unwritable = summarise({State.SENT: 180, State.SKIPPED: 20}, 20)
    assert unwritable.is_alarming
    assert ("180" in unwritable.sentence(), "200" in unwritable.sentence()) == (True, True)


@pytest.mark.django_db
def test_who_wanted_it_and_could_not_be_written_to_counts_as_failed(make_edition):
    edition = make_edition(("quotes", [make_quote()]), state=Edition.State.SENT)
    for reason in DeliveryReason:
        Delivery.objects.create(
            edition=edition, language="es", state=State.SKIPPED, reason=reason, message_id=f"{reason}@x"
        )
    Delivery.objects.create(edition=edition, language="es", state=State.SENT, message_id="sent@x")
    assert summary_of(edition) == SendSummary(1, 0, 0, 3)


@pytest.mark.django_db
def test_an_edition_that_reached_nobody_says_so_and_tells_staff(make_edition, admin_client):
    edition = make_edition(("quotes", [make_quote()]), state=Edition.State.SENDING, audience_size=2)
    for number, state in enumerate((State.UNSURE, State.REJECTED)):
        Delivery.objects.create(edition=edition, language="es", state=state, message_id=f"{number}@x")
    assert finish_edition(edition)
    assert Incident.objects.filter(key=f"edition-failed:{edition.pk}").exists()
    for view in ("newsletter_edition", "newsletter_deliveries"):
        page = admin_client.get(reverse(view, args=[edition.pk])).content.decode()
        assert "No llegó con seguridad a nadie" in page
        assert "Enviada" not in page
    listed = admin_client.get(reverse("wagtailsnippets_newsletter_edition:list")).content.decode()
    assert "No llegó a nadie" in listed


@pytest.mark.django_db
@pytest.mark.parametrize("state", Edition.State)
def test_cancelling_is_offered_exactly_where_it_works(make_edition, admin, admin_client, state):
    edition = make_edition(("quotes", [make_quote()]), state=state, send_at=timezone.now(), audience_size=1)
    waiting = Delivery.objects.create(edition=edition, language="es", message_id="1@x")
    works = Edition.State.CANCELLED in EDITION_TRANSITIONS[state]
    for view in ("newsletter_edition", "newsletter_deliveries"):
        page = admin_client.get(reverse(view, args=[edition.pk])).content.decode()
        assert ('value="cancel"' in page) == works, view
    if works:
        cancel_edition(edition, admin)
        waiting.refresh_from_db()
        assert (Edition.objects.get().state, waiting.state) == (Edition.State.CANCELLED, State.CANCELLED)
