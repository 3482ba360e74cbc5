"""An edition is rendered once per language in each request or task: rendering is the slowest thing this app does."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.models import Quote
from newsletter.editions.approve import approve_and_send_now, approve_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Edition, Rendering
from newsletter.rendering import email
from newsletter.sending.send_edition import send_edition
from newsletter.sending.start import begin_edition
from newsletter.sending.transports import Answer, SendOutcome, SmtpTransport
from tests.factories import add_terms, make_quote

pytestmark = pytest.mark.django_db
State = Edition.State
ONCE = dict.fromkeys(settings.READER_LANGUAGES, 1)


@pytest.fixture
def edition(make_edition):
    return make_edition(("quotes", [make_quote(), make_quote()]), send_at=timezone.now() + timedelta(days=1))


@pytest.fixture
def seen(edition):
    return edition_digest(edition)


@pytest.fixture
def rendered(monkeypatch, seen):
    """How often each language was rendered since the test began."""
    counts: Counter[str] = Counter()
    render = email.html_from

    def counted(context):
        counts[context["language"]] += 1
        return render(context)

    monkeypatch.setattr(email, "html_from", counted)
    return counts


class AcceptingTransport(SmtpTransport):
    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        return Answer(SendOutcome.ACCEPTED)


def approved(edition: Edition, seen: str, admin) -> Edition:
    """Approved, and its hour has come."""
    edition.state = State.LATE
    edition.save()
    approve_and_send_now(edition, seen, admin)
    return Edition.objects.get(pk=edition.pk)


def test_looking_at_the_page_renders_each_language_once(admin_client, edition, rendered):
    admin_client.get(reverse("newsletter_edition", args=[edition.pk]))
    assert rendered == ONCE


def test_approving_renders_each_language_once(edition, seen, admin, rendered):
    approve_edition(edition, seen, admin)
    assert rendered == ONCE


def test_approving_and_sending_now_renders_each_language_once(edition, seen, admin, rendered):
    edition = approved(edition, seen, admin)
    assert rendered == ONCE
    rendered.clear()
    assert begin_edition(edition.pk, timezone.now()), "what was approved is not what is sent"
    assert rendered == ONCE
    assert Rendering.objects.filter(edition=edition).count() == len(settings.READER_LANGUAGES)


def test_approving_a_correction_renders_each_language_once(edition, seen, admin, rendered):
    edition.state = State.PAUSED
    edition.save()
    approve_edition(edition, seen, admin)
    assert Edition.objects.get().state == State.SENDING
    assert rendered == ONCE


def test_a_slice_renders_nothing_even_where_an_item_was_already_refused_at_the_approval(edition, admin, rendered):
    """Such an item is in no rendering, and does not stop the others."""
    add_terms(edition.edition_items.first().item.consent, allows_newsletter=False)
    edition = approved(edition, edition_digest(edition), admin)
    rendered.clear()
    send_edition(edition.pk, AcceptingTransport)
    send_edition(edition.pk, AcceptingTransport)
    assert rendered == ONCE
    assert Edition.objects.get().state == State.SENT


def test_what_changes_while_it_is_rendered_is_not_sent(edition, seen, admin, monkeypatch):
    """The renderings are the approved ones, and the words behind them are others by then."""
    edition = approved(edition, seen, admin)
    quote = Quote.objects.get(translation_key=edition.edition_items.first().item.translation_key)
    render = email.html_from

    def corrected_meanwhile(context):
        if context["language"] == settings.READER_LANGUAGES[-1]:
            Quote.objects.filter(pk=quote.pk).update(text="Lo que quiso decir.")
        return render(context)

    monkeypatch.setattr(email, "html_from", corrected_meanwhile)
    assert not begin_edition(edition.pk, timezone.now())
    assert Edition.objects.get().state == State.DRAFT
