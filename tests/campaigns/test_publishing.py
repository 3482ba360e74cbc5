"""Promise 3: a post appears once. Whatever fails on the way, we look before we try again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.editing import pause_campaign, pause_everything, resume_everything
from campaigns.looking import LOOKS, look_up_unsure, resolve
from campaigns.models import Account, Post
from campaigns.networks.base import NotSentError, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.preparing import prepare
from campaigns.publishing import LATE_AFTER, publish_due
from campaigns.takedown import take_down_due
from cms.consent import Refusal
from cms.models import Incident, Item, Receipt
from cms.withdrawal import withdraw_item
from tests.campaigns.factories import approve, make_campaign, make_post
from tests.factories import add_terms, make_consent, make_learning, make_quote, make_testimony

pytestmark = pytest.mark.django_db
State = Post.State


@pytest.fixture(autouse=True)
def impatient(settings):
    settings.NETWORK_LOOK_AFTER = 0


def state_of(post: Post) -> str:
    return Post.objects.get(pk=post.pk).state


def hurry(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_what_the_website_may_not_show_is_posted_without_a_link_that_would_lead_nowhere(network):
    make_post(content=make_quote("El agua no espera.", consent=make_consent(allows_web=False)))
    assert publish_due(limit=10) == 1
    (sent,) = network.posts.values()
    assert sent.text.startswith("«El agua no espera.»")
    assert "http" not in sent.text


def test_a_due_post_appears_once_with_its_words_and_its_card(network):
    post = make_post(content=make_quote("Sin nosotras no hay asamblea."))
    assert publish_due(limit=10) == 1
    assert publish_due(limit=10) == 0
    (sent,) = network.posts.values()
    assert sent.text.startswith("«Sin nosotras no hay asamblea.»\n— ")
    assert "utm_source=scripted&utm_medium=social&utm_campaign=" in sent.text
    assert sent.card.startswith(b"\x89PNG")
    assert "Sin nosotras no hay asamblea." in sent.alt_text
    post.refresh_from_db()
    assert (post.state, post.url) == (State.PUBLISHED, "https://scripted.example/1")
    assert (post.payload.text, bytes(post.payload.card)) == (sent.text, sent.card)


@pytest.mark.parametrize("make", [make_quote, make_testimony, make_learning])
def test_every_kind_can_be_published(network, make):
    make_post(content=make())
    assert publish_due(limit=1) == 1
    assert len(network.posts) == 1


def test_nothing_goes_out_before_its_time_or_without_approval(network):
    make_post(minutes=5)
    make_post(approved=False)
    assert publish_due(limit=10) == 0


def test_an_answer_that_was_lost_after_the_network_took_the_post_is_looked_up(network):
    network.after = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    assert state_of(post) == State.UNSURE
    assert publish_due(limit=10) == 0
    assert look_up_unsure(limit=10) == 1
    assert state_of(post) == State.PUBLISHED
    assert network.log == ["publish", "find"]
    assert len(network.posts) == 1


def test_an_answer_that_was_lost_before_the_network_took_it_is_tried_again(network):
    network.before = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    look_up_unsure(limit=10)
    assert state_of(post) == State.WAITING
    publish_due(limit=10)
    assert state_of(post) == State.PUBLISHED
    assert network.log == ["publish", "find", "publish"]
    assert len(network.posts) == 1


def test_what_cannot_be_known_is_named_and_waits_for_a_person(network, admin):
    network.after = [UnknownOutcomeError()]
    network.before = [None, *[UnknownOutcomeError()] * LOOKS]
    post = make_post()
    publish_due(limit=10)
    for _look in range(LOOKS + 2):
        hurry(post)
        look_up_unsure(limit=10)
    post.refresh_from_db()
    assert (post.state, post.needs_person) == (State.UNSURE, True)
    assert Incident.objects.filter(key=f"campaigns:unsure:{post.pk}").exists()
    assert network.log.count("publish") == 1
    resolve(post, admin, is_there=True, url="https://scripted.example/1", remote_id="1")
    assert state_of(post) == State.PUBLISHED


def test_a_person_may_say_that_it_is_not_there(network, admin):
    network.before = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    resolve(post, admin, is_there=False)
    publish_due(limit=10)
    assert len(network.posts) == 1


def test_a_network_that_cannot_be_searched_asks_a_person_at_once(network):
    network.can_find = False
    network.after = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    look_up_unsure(limit=10)
    assert Post.objects.get(pk=post.pk).needs_person
    assert "find" not in network.log


def test_what_was_not_sent_is_tried_again_later(network):
    network.before = [NotSentError()]
    post = make_post()
    publish_due(limit=10)
    assert publish_due(limit=10) == 0
    hurry(post)
    publish_due(limit=10)
    assert state_of(post) == State.PUBLISHED
    assert len(network.posts) == 1


def test_a_network_that_asks_to_wait_is_not_asked_before(network):
    until = timezone.now() + timedelta(minutes=15)
    network.before = [WaitUntilError(until)]
    post = make_post()
    publish_due(limit=10)
    post.refresh_from_db()
    assert (post.state, post.next_try_at) == (State.WAITING, until)
    assert publish_due(limit=10) == 0


def test_a_refused_post_waits_for_a_person_and_can_be_approved_again(network):
    network.before = [RefusedError("Demasiado largo.")]
    post = make_post()
    publish_due(limit=10)
    post.refresh_from_db()
    assert (post.state, post.problem) == (State.REFUSED, "Demasiado largo.")
    assert publish_due(limit=10) == 0
    approve(post)
    publish_due(limit=10)
    assert state_of(post) == State.PUBLISHED


def test_an_account_that_is_no_longer_accepted_holds_all_its_posts(network):
    network.before = [RefusedError(needs_reconnect=True)]
    campaign = make_campaign()
    make_post(campaign=campaign)
    make_post(campaign=campaign, minutes=-2)
    assert publish_due(limit=10) == 1
    assert Account.objects.get().state == Account.State.NEEDS_RECONNECT
    Account.objects.update(state=Account.State.CONNECTED)
    assert publish_due(limit=10) == 2
    assert len(network.posts) == 2


def test_a_worker_that_died_before_writing_its_intent_loses_nothing(network):
    post = make_post()
    past = timezone.now() - timedelta(seconds=1)
    Post.objects.filter(pk=post.pk).update(state=State.CLAIMED, leased_by="gone:1", lease_ends_at=past)
    publish_due(limit=10)
    assert state_of(post) == State.PUBLISHED


def test_a_worker_that_died_while_publishing_leaves_a_post_that_is_looked_up(network):
    post = make_post()
    publish_due(limit=10)
    past = timezone.now() - timedelta(seconds=1)
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, leased_by="gone:1", lease_ends_at=past, url="")
    assert publish_due(limit=10) == 0
    look_up_unsure(limit=10)
    post.refresh_from_db()
    assert (post.state, post.url) == (State.PUBLISHED, "https://scripted.example/1")
    assert network.log == ["publish", "find"]


def test_a_post_of_a_worker_that_is_still_at_it_is_left_alone(network):
    post = make_post()
    soon = timezone.now() + timedelta(minutes=1)
    Post.objects.filter(pk=post.pk).update(state=State.PUBLISHING, leased_by="other:1", lease_ends_at=soon)
    assert publish_due(limit=10) + look_up_unsure(limit=10) == 0
    assert state_of(post) == State.PUBLISHING


def test_a_change_after_the_approval_stops_it_and_says_so(network):
    quote = make_quote("Nadie me calla.")
    post = make_post(content=quote)
    quote.text = "Nadie nos calla."
    quote.save_revision().publish()
    publish_due(limit=10)
    post.refresh_from_db()
    assert not network.posts
    assert post.state == State.DRAFT
    assert post.problem.startswith("Cambió")
    approve(post)
    publish_due(limit=10)
    assert "Nadie nos calla." in next(iter(network.posts.values())).text


def test_terms_that_name_less_void_the_approval(network):
    quote = make_quote()
    make_post(content=quote)
    add_terms(quote.item.consent, credit="anonymous")
    publish_due(limit=10)
    assert not network.posts


def test_the_gate_is_asked_again_at_the_last_moment(network):
    consent = make_consent()
    post = make_post(content=make_quote(consent=consent))
    add_terms(consent, allows_social=False)
    publish_due(limit=10)
    post.refresh_from_db()
    assert not network.posts
    assert post.problem == str(Refusal.USE_NOT_COVERED.label)


def test_a_post_that_is_much_too_late_waits_for_a_person(network):
    post = make_post(minutes=-LATE_AFTER.total_seconds() / 60 - 1)
    publish_due(limit=10)
    assert not network.posts
    assert state_of(post) == State.LATE


def test_a_pause_stops_everything_and_resuming_loses_nothing(network, admin):
    post = make_post()
    pause_everything(admin)
    assert publish_due(limit=10) == 0
    resume_everything(admin)
    publish_due(limit=10)
    assert state_of(post) == State.PUBLISHED


def test_a_paused_campaign_holds_its_posts_and_no_others(network, admin):
    held, other = make_post(), make_post()
    pause_campaign(held.piece.campaign, admin, paused=True)
    publish_due(limit=10)
    assert (state_of(held), state_of(other)) == (State.APPROVED, State.PUBLISHED)


def test_a_withdrawn_planned_post_never_appears(network, admin):
    post = make_post()
    withdrawal = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    publish_due(limit=10)
    assert not network.posts
    assert state_of(post) == State.CANCELLED
    assert [receipt.state for receipt in withdrawal.receipts.filter(channel="campaigns")] == ["taken_back"]


def test_a_withdrawn_live_post_comes_down_and_its_receipt_says_so(network, admin):
    post = make_post()
    publish_due(limit=10)
    withdrawal = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    (receipt,) = withdrawal.receipts.filter(channel="campaigns")
    assert receipt.state == Receipt.State.PENDING
    assert take_down_due(limit=10) == 1
    receipt.refresh_from_db()
    assert not network.posts
    assert (state_of(post), receipt.state) == (State.TAKEN_DOWN, Receipt.State.TAKEN_BACK)


def test_what_is_withdrawn_while_it_is_being_published_comes_down_at_once(network, admin):
    post = make_post()
    withdrawals = []
    item = Item.objects.get(pk=post.piece.item_id)
    network.during = lambda: withdrawals or withdrawals.append(withdraw_item(item, admin))
    publish_due(limit=10)
    assert state_of(post) == State.TAKING_DOWN
    take_down_due(limit=10)
    assert not network.posts
    assert withdrawals[0].receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_what_is_withdrawn_while_it_is_unsure_comes_down_once_it_is_found(network, admin):
    network.after = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    withdrawal = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    look_up_unsure(limit=10)
    take_down_due(limit=10)
    assert not network.posts
    assert withdrawal.receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_what_is_withdrawn_while_it_is_unsure_and_never_appeared_is_not_tried_again(network, admin):
    network.before = [UnknownOutcomeError()]
    post = make_post()
    publish_due(limit=10)
    withdrawal = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    look_up_unsure(limit=10)
    publish_due(limit=10)
    assert state_of(post) == State.CANCELLED
    assert network.log == ["publish", "find"]
    assert withdrawal.receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_a_take_down_that_failed_on_the_way_is_tried_again(network, admin):
    post = make_post()
    publish_due(limit=10)
    withdrawal = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    network.after = [UnknownOutcomeError()]
    take_down_due(limit=10)
    assert state_of(post) == State.TAKING_DOWN
    hurry(post)
    take_down_due(limit=10)
    assert withdrawal.receipts.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_a_take_down_that_is_refused_is_told_with_a_failed_receipt(network, admin):
    post = make_post()
    publish_due(limit=10)
    withdrawal = withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    network.before = [RefusedError("No.")]
    take_down_due(limit=10)
    assert state_of(post) == State.TAKE_DOWN_FAILED
    assert withdrawal.receipts.get(channel="campaigns").state == Receipt.State.FAILED
    assert Incident.objects.filter(key=f"campaigns:take_down:{post.pk}").exists()


def test_take_downs_go_on_during_a_pause(network, admin):
    post = make_post()
    publish_due(limit=10)
    withdraw_item(Item.objects.get(pk=post.piece.item_id), admin)
    pause_everything(admin)
    take_down_due(limit=10)
    assert not network.posts


def test_the_same_post_has_the_same_digest_when_nothing_changed(network):
    post = make_post(minutes=60)
    assert prepare(post).digest == prepare(Post.objects.get(pk=post.pk)).digest
    assert prepare(post).is_approved
