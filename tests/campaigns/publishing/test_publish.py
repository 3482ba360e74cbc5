"""Promise 3: a post appears once, at its time, as it was approved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Account, Post
from campaigns.networks.base import NotSentError, RefusedError, WaitUntilError
from campaigns.posts.edit import pause_campaign, pause_everything, resume_everything
from campaigns.posts.prepare import prepare
from campaigns.publishing.publish import LATE_AFTER, publish_due
from cms.consent.disclosure import mark_stale
from cms.consent.gate import Refusal
from cms.models import Item
from tests.campaigns.factories import approve, hurry, make_campaign, make_post, state_of
from tests.factories import add_terms, make_consent, make_learning, make_quote, make_testimony

pytestmark = pytest.mark.django_db
State = Post.State


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


def test_a_post_whose_item_only_waits_to_be_judged_again_goes_out(network):
    post = make_post()
    mark_stale(Item.objects.filter(pk=post.piece.item_id))
    assert publish_due(limit=1) == 1
    assert len(network.posts) == 1


def test_nothing_goes_out_before_its_time_or_without_approval(network):
    make_post(minutes=5)
    make_post(approved=False)
    assert publish_due(limit=10) == 0


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


def test_the_same_post_has_the_same_digest_when_nothing_changed(network):
    post = make_post(minutes=60)
    assert prepare(post).digest == prepare(Post.objects.get(pk=post.pk)).digest
    assert prepare(post).is_approved
