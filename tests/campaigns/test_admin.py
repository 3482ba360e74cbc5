"""The campaign pages: what staff see, what they may do, and that lists ask no more as they grow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Account, Campaign, Pause, Piece, Post
from campaigns.networks.credentials import credentials_of
from campaigns.posts.prepare import prepare
from campaigns.publishing.publish import publish_due
from campaigns.sandbox.models import SandboxAccount
from cms.models import Item
from cms.users.roles import EDITOR, REVIEWER
from tests.campaigns.factories import make_account, make_campaign, make_post
from tests.factories import make_consent, make_contributor, make_learning, make_quote, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]
State = Post.State


def piece_form(post: Post, **changes) -> dict[str, str]:
    local = post.piece.scheduled_at.astimezone(post.piece.campaign.zone)
    fields = {
        "scheduled_at": f"{local:%Y-%m-%d %H:%M}",
        "excerpt": post.piece.excerpt,
        f"text-{post.pk}": post.text,
        f"alt-{post.pk}": post.alt_text,
    }
    return fields | changes


@pytest.mark.parametrize("name", ["campaigns:index", "campaigns:add", "posts:index", "accounts:index", "sandbox:index"])
def test_every_page_opens_when_there_is_nothing_yet(admin_client, name):
    assert admin_client.get(reverse(name)).status_code == 200


def test_every_page_opens_with_a_post_in_each_state(admin_client):
    campaign = make_campaign()
    for number, state in enumerate(State.values):
        post = make_post(campaign=campaign, minutes=60 + number, approved=False)
        Post.objects.filter(pk=post.pk).update(state=state, needs_person=state == "unsure")
        assert admin_client.get(reverse("posts:post", args=[post.pk])).status_code == 200
        assert admin_client.get(reverse("posts:piece", args=[post.piece_id])).status_code == 200
    for page in (reverse("campaigns:campaign", args=[campaign.pk]) + "?all", reverse("posts:index")):
        assert admin_client.get(page).status_code == 200


def test_a_campaign_is_made_with_its_slots_and_planned_with_one_button(admin_client):
    make_quote()
    today = timezone.localdate()
    form = {
        "name": "Ocho de marzo",
        "starts_on": today + timedelta(days=1),
        "ends_on": today + timedelta(days=8),
        "time_zone": "America/Lima",
        "language": "es",
        "cooldown_days": 14,
        "hashtags": "#OchoM",
        "accounts": [make_account().pk],
        "slots-TOTAL_FORMS": 1,
        "slots-INITIAL_FORMS": 0,
        "slots-MIN_NUM_FORMS": 1,
        "slots-MAX_NUM_FORMS": 1000,
        "slots-0-weekday": (today + timedelta(days=2)).weekday(),
        "slots-0-time": "09:00",
    }
    answer = admin_client.post(reverse("campaigns:add"), form)
    campaign = Campaign.objects.get(name="Ocho de marzo")
    assert answer.url == reverse("campaigns:campaign", args=[campaign.pk])
    admin_client.post(reverse("campaigns:plan", args=[campaign.pk]))
    assert Piece.objects.get().campaign == campaign


def test_planning_with_nothing_cleared_says_so_and_makes_nothing(admin_client):
    campaign = make_campaign()
    answer = admin_client.post(reverse("campaigns:plan", args=[campaign.pk]), follow=True)
    assert "Ninguna ficha puede ocupar estos horarios" in answer.content.decode()
    assert not Piece.objects.exists()


def test_approving_all_that_is_shown_approves_exactly_that(admin_client):
    campaign = make_campaign()
    seen = [make_post(campaign=campaign, minutes=60 + n, approved=False) for n in range(2)]
    unseen = make_post(campaign=campaign, minutes=90, approved=False)
    form = {f"seen-{post.pk}": prepare(post).digest for post in seen}
    admin_client.post(reverse("campaigns:approve", args=[campaign.pk]), form)
    assert list(Post.objects.filter(state=State.APPROVED)) == seen
    assert Post.objects.get(pk=unseen.pk).state == State.DRAFT


def test_what_changed_after_it_was_shown_is_not_approved(admin_client):
    quote = make_quote()
    post = make_post(content=quote, minutes=60, approved=False)
    seen = prepare(post).digest
    quote.text = "Otras palabras."
    quote.save_revision().publish()
    answer = admin_client.post(reverse("posts:do", args=[post.pk, "approve"]), {"seen": seen}, follow=True)
    assert "cambi" in answer.content.decode()
    assert Post.objects.get(pk=post.pk).state == State.DRAFT


def test_a_quote_that_neither_text_nor_card_can_hold_waits_for_an_excerpt(admin_client):
    post = make_post(content=make_quote("Una palabra tras otra. " * 62), minutes=60, approved=False)
    do = reverse("posts:do", args=[post.pk, "approve"])
    answer = admin_client.post(do, {"seen": prepare(post).digest}, follow=True)
    assert "demasiado largo para una tarjeta" in answer.content.decode()
    card = admin_client.get(reverse("posts:card", args=[post.pk]))
    assert card["Content-Type"] == "image/svg+xml"
    Piece.objects.update(excerpt="Una palabra tras otra. (…)")
    admin_client.post(do, {"seen": prepare(post).digest})
    assert Post.objects.get(pk=post.pk).state == State.APPROVED


def test_an_excerpt_that_was_not_said_is_refused(admin_client):
    post = make_post(content=make_quote("Nadie me calla en la asamblea."), minutes=60)
    page = reverse("posts:piece", args=[post.piece_id])
    answer = admin_client.post(page, piece_form(post, excerpt="Nadie me callará (…)"))
    assert "palabras exactas" in answer.content.decode()
    assert Piece.objects.get().excerpt == ""
    admin_client.post(page, piece_form(post, excerpt="Nadie me calla (…)"))
    assert Piece.objects.get().excerpt == "Nadie me calla (…)"


def test_a_change_of_text_or_time_waits_for_approval_again(admin_client):
    post = make_post(minutes=60)
    page = reverse("posts:piece", args=[post.piece_id])
    admin_client.post(page, piece_form(post))
    assert Post.objects.get(pk=post.pk).state == State.APPROVED
    admin_client.post(page, piece_form(post, **{f"text-{post.pk}": "Mira lo que nos dijo."}))
    assert Post.objects.get(pk=post.pk).state == State.DRAFT


def test_while_somebody_types_the_text_is_counted_as_before_it_goes_out(admin_client):
    post, link = make_post(minutes=60, approved=False), "https://ejemplo.org/" + "a" * 600

    def counted(**data):
        return admin_client.post(reverse("posts:count", args=[post.pk]), data).json()

    assert counted(text=f"Miren: {link} ", what="text") == {"used": 30, "most": 500, "problem": ""}
    assert counted(text="ñ" * 501, what="text")["problem"] == "El texto tiene 501 caracteres y la red permite 500."
    assert counted(text=link, what="alt") == {"used": 620, "most": 1500, "problem": ""}
    assert counted()["problem"] == ""


def test_a_text_that_puts_words_in_somebodys_mouth_or_names_the_hidden_cannot_be_approved():
    contributor = make_contributor("Rosa Huamán")
    quote = make_quote("Nadie me calla.", consent=make_consent(contributor, credit="anonymous"))
    post = make_post(content=quote, minutes=60, approved=False)
    for text in ("Ella dijo: «Todos me callan.»", "Rosa nos habla de su camino."):
        Post.objects.update(text=text)
        assert prepare(post).problem
    Post.objects.update(text="Una voz: «Nadie me calla.»")
    assert not prepare(post).problem


def test_a_post_is_read_in_its_language_and_of_nobody_s_words_too():
    """Quechua joins its suffixes to a name, and a link its words; words may count as nobody's and be known."""
    of_teodora = make_consent(make_contributor("Teodora Quispe"), credit="anonymous")
    rimasqa = make_quote("Ñuqaqa rimani.", consent=of_teodora, language="qu")
    post = make_post(content=rimasqa, campaign=make_campaign(language="qu"), minutes=60, approved=False)
    nobody = make_post(content=make_quote("Nadie me calla.", voice="nobody"), minutes=60, approved=False)
    Item.objects.filter(pk=nobody.piece.item_id).update(contributor=of_teodora.contributor)
    for one in (post, nobody):
        assert not prepare(one).problem
    Post.objects.filter(pk=post.pk).update(text="Quispeqa rimarqa.")
    Post.objects.filter(pk=nobody.pk).update(text="Mira: https://example.org/vozdeteodora")
    for one in (post, nobody):
        assert prepare(Post.objects.get(pk=one.pk)).problem


def test_pausing_everything_stops_and_resuming_continues(admin_client):
    make_post()
    admin_client.post(reverse("campaigns:pause_all"))
    assert Pause.is_on()
    assert publish_due(limit=5) == 0
    admin_client.post(reverse("campaigns:pause_all"))
    assert publish_due(limit=5) == 1


def test_a_late_post_goes_out_when_a_person_says_so(admin_client):
    post = make_post(minutes=-60 * 24)
    publish_due(limit=5)
    admin_client.post(reverse("posts:do", args=[post.pk, "publish_now"]), {"seen": prepare(post).digest})
    publish_due(limit=5)
    assert Post.objects.get(pk=post.pk).state == State.PUBLISHED


def test_an_account_on_the_sandbox_is_opened_from_the_form(admin_client):
    admin_client.post(f"{reverse('accounts:add')}?network=sandbox", {"label": "Red Semillas", "handle": "red-semillas"})
    account = Account.objects.get(network="sandbox")
    assert credentials_of(account) == {"token": SandboxAccount.objects.get().token}


def test_editors_plan_and_reviewers_approve(client):
    post = make_post(minutes=60, approved=False)
    do = reverse("posts:do", args=[post.pk, "approve"])
    for role, state in ((EDITOR, State.DRAFT), (REVIEWER, State.APPROVED)):
        client.force_login(make_user(groups=(role,)))
        assert client.get(reverse("campaigns:campaign", args=[post.piece.campaign_id])).status_code == 200
        client.post(do, {"seen": prepare(post).digest})
        assert Post.objects.get(pk=post.pk).state == state


@pytest.mark.parametrize("path", ["posts:post", "posts:card", "posts:piece", "campaigns:campaign"])
def test_without_permission_nothing_is_shown(client, path):
    post = make_post(minutes=60)
    key = {"posts:piece": post.piece_id, "campaigns:campaign": post.piece.campaign_id}.get(path, post.pk)
    assert client.get(reverse(path, args=[key])).status_code == 302
    client.force_login(make_user())
    assert client.get(reverse(path, args=[key])).status_code in (302, 403)


@pytest.mark.parametrize("name", ["campaign", "posts", "campaigns", "accounts", "sandbox"])
def test_more_rows_ask_no_more_questions(admin_client, name):
    from campaigns.sandbox.models import SandboxPost

    topic = make_topic()
    campaign = make_campaign()
    account = SandboxAccount.objects.create(handle="a", name="A")
    address = {
        "campaign": reverse("campaigns:campaign", args=[campaign.pk]),
        "posts": reverse("posts:index"),
        "campaigns": reverse("campaigns:index"),
        "accounts": reverse("accounts:index"),
        "sandbox": reverse("sandbox:index"),
    }[name]
    counts = []
    for rows in (2, 4):
        for number in range(rows):
            make = make_quote if number % 2 else make_learning
            make_post(content=make(topics=(topic,)), campaign=campaign, minutes=60 + number, approved=number % 2 == 0)
            make_campaign(accounts=[make_account()])
            SandboxPost.objects.create(account=account, text=f"Hola {number}", image=b"x", alt_text="a")
        admin_client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
