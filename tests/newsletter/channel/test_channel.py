"""What is withdrawn leaves every edition, and what was sent is corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.channels import Sample, channels
from cms.withdrawal.withdraw import withdraw_item
from newsletter.blocks.stream import item_ids, without_item
from newsletter.editions.approve import approve_edition, standing_approval
from newsletter.editions.redact import correct_redacted_editions
from newsletter.frozen_renderings import edition_digest, freeze_renderings, newest_rendering
from newsletter.models import Delivery, Edition, OptIn, Rendering, Subscriber
from tests.factories import make_learning, make_quote, make_testimony

pytestmark = pytest.mark.django_db
State = Edition.State


@pytest.fixture
def channel():
    return next(channel for channel in channels() if channel.name == "newsletter")


@pytest.fixture
def quote(db):
    return make_quote("Palabras que se retiran.")


@pytest.fixture
def edition(make_edition, quote):
    return make_edition(
        ("quotes", [quote, make_quote("Palabras que quedan.")]), send_at=timezone.now() + timedelta(days=1)
    )


def words(edition: Edition) -> str:
    rows = Rendering.objects.filter(edition=edition)
    return "".join(row.subject + row.html + row.text + str(row.words) for row in rows)


def test_it_leaves_a_draft(edition, quote, admin):
    take_back = withdraw_item(quote.item, admin)
    edition = Edition.objects.get()
    assert quote.item.pk not in item_ids(edition.body)
    assert len(item_ids(edition.body)) == 1
    assert take_back.receipts.get(channel="newsletter").reference == f"edition:{edition.pk}"


def test_an_approval_with_it_no_longer_counts(edition, quote, admin):
    approve_edition(edition, edition_digest(edition), admin)
    withdraw_item(quote.item, admin)
    edition = Edition.objects.get()
    assert edition.state == State.DRAFT
    assert standing_approval(edition) is None


def test_one_being_sent_stops_until_the_rest_is_approved(edition, quote, admin):
    approve_edition(edition, edition_digest(edition), admin)
    freeze_renderings(edition)
    Edition.objects.update(state=State.SENDING)
    withdraw_item(quote.item, admin)
    edition = Edition.objects.get()
    assert edition.state == State.PAUSED
    assert "se retiran" not in words(edition)
    approve_edition(edition, edition_digest(edition), admin)
    assert Edition.objects.get().state == State.SENDING
    assert "quedan" in newest_rendering(edition, "es").html


def test_the_web_version_of_a_sent_one_is_corrected(edition, quote, admin, django_capture_on_commit_callbacks):
    first = freeze_renderings(edition)["es"]
    Edition.objects.update(state=State.SENT)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_item(quote.item, admin)
    first.refresh_from_db()
    assert (first.html, first.text, first.subject) == ("", "", "")
    assert first.digest
    assert "se retiran" not in words(edition)
    assert "quedan" in newest_rendering(edition, "es").html


def test_a_correction_says_what_was_sent_and_not_what_was_changed_since(
    make_edition, quote, admin, client, django_capture_on_commit_callbacks
):
    learning = make_learning("Escuchar primero")
    edition = make_edition(("quotes", [quote]), ("learnings", [learning]))
    freeze_renderings(edition)
    Edition.objects.update(state=State.SENT)
    type(learning).objects.update(title="Otro título")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_item(quote.item, admin)
    assert "Escuchar primero" in newest_rendering(edition, "es").html
    assert correct_redacted_editions() == 0


def test_one_that_staff_took_out_of_a_paused_edition_is_still_found_where_it_was_sent(edition, quote, admin, channel):
    freeze_renderings(edition)
    Edition.objects.update(state=State.PAUSED)
    edition.body = without_item(edition.body, quote.item.pk)
    edition.save()
    assert len(channel.copies_of(quote.item)) == 1
    withdraw_item(quote.item, admin)
    assert "se retiran" not in words(edition)
    assert not channel.copies_of(quote.item)


def test_an_edition_goes_on_where_only_an_earlier_version_carried_it(edition, quote, admin):
    freeze_renderings(edition)
    Edition.objects.update(state=State.PAUSED)
    edition = Edition.objects.get()
    edition.body = without_item(edition.body, quote.item.pk)
    edition.save()
    approve_edition(edition, edition_digest(edition), admin)
    withdraw_item(quote.item, admin)
    edition = Edition.objects.get()
    assert edition.state == State.SENDING
    assert standing_approval(edition)
    assert "se retiran" not in words(edition)
    assert "quedan" in newest_rendering(edition, "es").html


def test_a_quote_alone_in_its_section_takes_the_section_with_it(make_edition, quote, admin):
    make_edition(("quotes", [quote]), ("learnings", [make_learning()]))
    withdraw_item(quote.item, admin)
    assert [block.block_type for block in Edition.objects.get().body] == ["learnings"]


def test_staff_see_what_waits_and_what_goes_out_next(edition, channel, admin):
    [waiting] = channel.waiting_for(admin)
    assert str(edition.pk) in waiting.url
    now = timezone.now()
    assert len(channel.agenda(now, now + timedelta(days=2))) == 1
    assert not channel.agenda(now + timedelta(days=2), now + timedelta(days=9))


@pytest.mark.parametrize("make", [make_quote, make_testimony, make_learning])
def test_every_kind_previews_as_a_block_of_the_edition(channel, make, rf):
    content = make()
    [preview] = channel.previews(content.kind)
    assert content.item.slug in preview.render(content, rf.get("/"))


def test_the_sample_brings_readers_in_every_language_and_a_draft(channel, admin):
    make_testimony()
    for _ in range(4):
        make_quote()
        make_learning()
    channel.load_sample(Sample(user=admin, say=lambda words: None))
    assert Subscriber.objects.count() == 300
    assert OptIn.objects.filter(confirmed_at__isnull=False).count() == 300
    assert set(Subscriber.objects.values_list("language", flat=True)) == {"es", "en", "fr", "nl"}
    edition = Edition.objects.get()
    assert edition.state == State.DRAFT
    assert len(item_ids(edition.body)) == 7


def test_mail_that_may_have_been_lost_waits_for_somebody(channel, edition, admin):
    Edition.objects.update(state=State.SENT)
    subscriber = Subscriber.objects.create(email="ana@example.org")
    Delivery.objects.create(
        edition=edition, subscriber=subscriber, language="es", state=Delivery.State.UNSURE, message_id="<1@example.org>"
    )
    [waiting] = channel.waiting_for(admin)
    assert (waiting.count, waiting.is_urgent) == (1, True)
