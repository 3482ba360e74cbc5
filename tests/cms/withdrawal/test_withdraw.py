"""What is withdrawn is taken back everywhere, has a receipt for each copy, and does not come back by any way."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from django.utils.translation import override
from wagtail.actions.registry import action_registry
from wagtail.models import Locale, Revision, Task, Workflow, WorkflowState, WorkflowTask

from cms.consent.disclosure import recheck
from cms.consent.gate import Use, clearance
from cms.content.publish_checks import WithdrawnWordsError
from cms.core.errors import NotPermittedError, WithdrawnError
from cms.models import ConsentTerms, Item, Quote, Receipt, TakeBack
from cms.withdrawal.receipt_labels import labels_of
from cms.withdrawal.withdraw import (
    effect_of_withdrawing,
    settle_by_hand,
    settle_receipt,
    withdraw_consent,
    withdraw_contributor,
    withdraw_item,
)
from tests.factories import make_consent, make_quote, make_testimony, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("addresses_elsewhere")]


def fresh(item):
    return Item.objects.get(pk=item.pk)


def states(take_back):
    return {receipt.reference: receipt.state for receipt in take_back.receipts.all()}


def test_every_copy_that_was_shown_before_has_a_receipt_after(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "a")
    noticeboard.put_up(item, "b", is_pending=True)
    shown = {(channel.name, copy.reference) for _item, channel, copy in effect_of_withdrawing([fresh(item)])}
    take_back = withdraw_item(item, admin)
    assert {(receipt.channel, receipt.reference) for receipt in take_back.receipts.all()} == shown
    assert len(shown) == 4
    assert states(take_back)["b"] == Receipt.State.PENDING


def test_a_copy_that_its_channel_forgot_needs_a_person(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "a")
    noticeboard.forgets.add("a")
    take_back = withdraw_item(item, admin)
    assert states(take_back)["a"] == Receipt.State.FAILED
    settle_by_hand(take_back.receipts.get(reference="a"), admin)
    assert states(take_back)["a"] == Receipt.State.TAKEN_BACK


def test_two_items_in_the_same_copy_have_a_receipt_each(admin, noticeboard):
    consent = make_consent()
    first, second = make_quote(consent=consent).item, make_quote(consent=consent).item
    noticeboard.put_up(first, "edition:1")
    noticeboard.put_up(second, "edition:1")
    take_back = withdraw_consent(consent, admin)
    assert take_back.receipts.filter(reference="edition:1").count() == 2


def test_a_pending_copy_is_settled_when_its_channel_says_so(admin, noticeboard):
    item = make_quote().item
    noticeboard.put_up(item, "a", is_pending=True)
    take_back = withdraw_item(item, admin)
    settle_receipt("noticeboard", "a", Receipt.State.FAILED, "La red no lo permite")
    assert states(take_back)["a"] == Receipt.State.FAILED
    settle_receipt("noticeboard", "a", Receipt.State.TAKEN_BACK)
    settle_receipt("noticeboard", "a", Receipt.State.FAILED)
    assert states(take_back)["a"] == Receipt.State.TAKEN_BACK


def test_withdrawing_again_answers_the_same_withdrawal(admin):
    item = make_quote().item
    assert withdraw_item(item, admin) == withdraw_item(item, admin)
    consent = make_quote().item.consent
    assert withdraw_consent(consent, admin) == withdraw_consent(consent, admin)
    assert ConsentTerms.objects.filter(consent=consent, is_withdrawal=True).count() == 1


def test_withdrawing_a_person_takes_everything_of_theirs(admin):
    consent = make_consent()
    quotes = [make_quote(consent=consent), make_testimony(consent=make_consent(consent.contributor))]
    take_back = withdraw_contributor(consent.contributor, admin)
    assert {item.pk for item in take_back.items.all()} == {quote.item.pk for quote in quotes}
    assert all(each.current_terms.is_withdrawal for each in consent.contributor.consents.all())


def test_withdrawing_one_item_leaves_the_others_of_its_consent(admin):
    consent = make_consent()
    gone, stays = make_quote(consent=consent).item, make_quote(consent=consent).item
    withdraw_item(gone, admin)
    assert clearance(fresh(stays), Use.WEB, timezone.now()).is_cleared


def test_nobody_without_the_permission_withdraws():
    item = make_quote().item
    with pytest.raises(NotPermittedError):
        withdraw_item(item, make_user())
    assert not fresh(item).is_withdrawn


def test_a_channel_that_fails_leaves_everything_as_it_was(admin, noticeboard):
    item = make_quote().item
    noticeboard.take_back = lambda item: 1 / 0
    with pytest.raises(ZeroDivisionError):
        withdraw_item(item, admin)
    assert not fresh(item).is_withdrawn
    assert Quote.objects.get().live
    assert not TakeBack.objects.exists()


def test_no_content_in_any_language_stays_live_scheduled_or_under_review(admin):
    quote = make_quote()
    translated = make_quote("Words", language="en", translation_of=quote)
    draft = make_quote("Mots", language="fr", live=False, translation_of=quote)
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision().publish()
    workflow = Workflow.objects.create(name="Revisión")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Mirar"), sort_order=1)
    translated.save_revision()
    workflow.start(translated, admin)
    withdraw_item(quote.item, admin)
    assert not Quote.objects.filter(live=True).exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


@pytest.fixture
def withdrawn(admin):
    quote = make_quote()
    old = quote.latest_revision
    withdraw_item(quote.item, admin)
    quote.refresh_from_db()
    return quote, old


def test_reverting_to_an_old_revision_is_refused(withdrawn):
    _quote, old = withdrawn
    with pytest.raises(WithdrawnError):
        old.publish()
    assert not Quote.objects.get().live


def test_scheduling_it_is_refused(withdrawn):
    quote, _old = withdrawn
    quote.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(WithdrawnError):
        quote.save_revision().publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_publishing_through_the_api_is_refused(withdrawn, admin):
    _quote, old = withdrawn
    action = action_registry.get_action_class(Quote, "publish")
    with pytest.raises(WithdrawnError):
        action(old, user=admin).execute()


def test_a_translation_made_later_cannot_go_live(withdrawn):
    quote, _old = withdrawn
    translated = quote.copy_for_translation(Locale.objects.get(language_code="en"))
    translated.live = True
    with pytest.raises(WithdrawnError):
        translated.save()


def test_autosave_keeps_a_draft_and_nothing_more(withdrawn):
    quote, _old = withdrawn
    quote.save_revision(overwrite_revision=quote.save_revision())
    assert not Quote.objects.get().live
    assert fresh(quote.item).is_withdrawn


def test_saving_a_row_read_before_keeps_the_tombstone(admin):
    item = make_quote().item
    read_before = fresh(item)
    withdraw_item(item, admin)
    read_before.save()
    recheck(read_before)
    assert fresh(item).is_withdrawn


def test_new_terms_do_not_bring_it_back(withdrawn):
    quote, _old = withdrawn
    ConsentTerms.objects.create(consent=quote.item.consent, allows_web=True)
    assert not clearance(fresh(quote.item), Use.WEB, timezone.now()).is_cleared


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once_are_one(admin):
    consent = make_quote().item.consent
    make_quote(consent=consent)
    barrier, made, failures = threading.Barrier(2), [], []

    def withdraw():
        try:
            barrier.wait(timeout=30)
            made.append(withdraw_consent(consent, admin).pk)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=withdraw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(set(made)) == 1
    assert ConsentTerms.objects.filter(consent=consent, is_withdrawal=True).count() == 1


def test_the_same_words_read_in_again_come_back_only_with_a_consent_given_after_the_withdrawal(admin):
    consent = make_consent()
    first = make_quote("El agua no se vende, se defiende.", consent=consent)
    withdraw_item(first.item, admin)
    again = make_quote("«El agua no se vende: se defiende».", consent=consent, live=False)
    with pytest.raises(WithdrawnWordsError):
        again.latest_revision.publish(user=admin)
    again.refresh_from_db()
    assert not again.live
    renewed = make_quote("El agua no se vende, se defiende.", consent=make_consent(consent.contributor), live=False)
    renewed.latest_revision.publish(user=admin)
    renewed.refresh_from_db()
    assert renewed.live


def test_a_receipt_is_worded_in_the_language_of_whoever_reads_it_and_holds_none_of_the_words(admin):
    item = make_quote("Palabras que nadie debe guardar.").item
    receipts = list(withdraw_item(item, admin).receipts.select_related("item"))
    with override("es"):
        assert set(labels_of(receipts).values()) == {"Página en español", "Contenido para otros sitios web (API)"}
    with override("en"):
        assert "Page in Spanish" in labels_of(receipts).values()
    stored = Receipt.objects.values("label", "facts", "detail", "url")
    assert "nadie" not in str(list(stored))


def test_a_receipt_of_before_says_what_was_written_down_then(admin):
    take_back = withdraw_item(make_quote().item, admin)
    take_back.receipts.update(facts={}, label="Página pública en español: “Lo de antes”")
    assert set(labels_of(take_back.receipts.all()).values()) == {"Página pública en español: “Lo de antes”"}
