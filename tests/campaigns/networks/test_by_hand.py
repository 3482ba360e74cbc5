"""What a person publishes is as safe as the rest: nothing to copy after a withdrawal, and nothing forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account, Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import look_up_unsure
from campaigns.publishing.takedown import take_down_due
from cms.models import Incident, Receipt
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import approve, make_account, make_campaign, make_post
from tests.factories import make_consent, make_quote

pytestmark = pytest.mark.django_db
State = Post.State
# Days for which the words may be used.
LASTS = 5


@pytest.fixture
def post(admin_client, settings) -> Post:
    """One whose hour has come."""
    settings.BASE_URL = "https://cosecha.red.ngo"
    admin_client.post(f"{reverse('accounts:add')}?network=by_hand", {"label": "WhatsApp de la red"})
    campaign = make_campaign(accounts=[Account.objects.get()])
    consent = make_consent(expires_on=timezone.localdate() + timedelta(days=LASTS))
    quote = make_quote("El agua no se vende.", consent=consent)
    waiting = make_post(content=quote, campaign=campaign, approved=False)
    approve(waiting)
    publish_due(limit=5)
    waiting.refresh_from_db()
    return waiting


def page_of(client, post: Post) -> str:
    return client.get(reverse("posts:post", args=[post.pk])).content.decode()


def do(client, post: Post, action: str, **data: str) -> str:
    answer = client.post(reverse("posts:do", args=[post.pk, action]), data, follow=True)
    post.refresh_from_db()
    return answer.content.decode()


def test_at_its_hour_a_person_finds_all_that_there_is_to_copy(admin_client, admin, post):
    assert (post.state, post.needs_person) == (State.UNSURE, True)
    assert look_up_unsure(limit=5) == publish_due(limit=5) == 0
    assert not Incident.objects.exists()
    page = page_of(admin_client, post)
    assert page.count("El agua no se vende.") >= 3
    assert "Te toca publicarla" in page
    home = admin_client.get("/admin/").content.decode()
    assert "te toca publicar" in home
    message, *_others = [one for one in mail.outbox if "WhatsApp de la red" in one.subject]
    assert reverse("posts:post", args=[post.pk]) in message.body
    assert "agua" not in message.body

    do(admin_client, post, "published_by_hand", url="https://whatsapp.com/channel/1/2")
    assert (post.state, post.url, post.needs_person) == (State.PUBLISHED, "https://whatsapp.com/channel/1/2", False)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "no es una dirección", "ftp://a.example/1"])
def test_what_is_no_address_is_told_and_changes_nothing(admin_client, post, url):
    assert "no es la dirección de una publicación" in do(admin_client, post, "published_by_hand", url=url)
    assert post.state == State.UNSURE


def test_what_a_person_leaves_undone_was_never_out(admin_client, post):
    do(admin_client, post, "leave_undone")
    assert (post.state, post.published_at) == (State.CANCELLED, None)
    assert publish_due(limit=5) == 0


def test_after_a_withdrawal_there_is_nothing_to_copy_and_who_copied_is_asked_to_remove_it(admin_client, admin, post):
    withdraw_item(post.piece.item, admin)
    page = page_of(admin_client, post)
    assert "El agua no se vende." not in page
    assert "Ya no la publiques" in page
    do(admin_client, post, "published_by_hand")
    take_down_due(limit=5)
    post.refresh_from_db()
    assert post.state == State.TAKE_DOWN_FAILED
    assert Receipt.objects.get(channel="campaigns").state == Receipt.State.FAILED
    do(admin_client, post, "by_hand")
    assert post.state == State.TAKEN_DOWN
    assert Receipt.objects.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_what_waited_until_its_consent_ended_is_not_there_to_be_copied(admin_client, post):
    with time_machine.travel(timezone.now() + timedelta(days=LASTS + 1), tick=False):
        page = page_of(admin_client, post)
    assert "El agua no se vende." not in page
    assert "Ya no la publiques" in page


def test_a_withdrawn_post_that_nobody_published_is_taken_back_at_once(admin_client, admin, post):
    withdraw_item(post.piece.item, admin)
    do(admin_client, post, "leave_undone")
    assert post.state == State.CANCELLED
    assert Receipt.objects.get(channel="campaigns").state == Receipt.State.TAKEN_BACK


def test_only_a_post_by_hand_can_be_left_undone(admin_client):
    campaign = make_campaign(accounts=[make_account("sandbox")])
    doubtful = make_post(campaign=campaign, approved=False)
    Post.objects.filter(pk=doubtful.pk).update(state=State.UNSURE, needs_person=True)
    do(admin_client, doubtful, "leave_undone")
    assert doubtful.state == State.UNSURE
