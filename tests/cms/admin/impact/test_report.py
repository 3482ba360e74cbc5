"""If these fail, the report for donors counts wrongly, or shows words that were taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Measurement, Payload, Piece, Post
from cms.impact.gather import gather, shown_posts
from cms.impact.numbers import tally, tally_by_network
from cms.impact.period import month_of
from cms.models import Passage, Report
from cms.users.roles import EDITOR
from cms.users.sync_groups import grant_roles
from cms.withdrawal.withdraw import withdraw_item
from newsletter.models import Audience, Delivery, Edition, Rendering
from tests.axe import violations
from tests.campaigns.factories import make_account, make_campaign
from tests.factories import (
    add_terms,
    make_consent,
    make_contributor,
    make_learning,
    make_organisation,
    make_quote,
    make_topic,
    make_user,
    make_workshop,
)
from tests.test_screens import PHONE, WIDE_THINGS

pytestmark = pytest.mark.django_db
PAGE = "/admin/impact/"


def this_month():
    return gather(month_of(timezone.localdate()))


def share(content, network="mastodon", state=Post.State.PUBLISHED, campaign=None, **numbers):
    """A post that is out, measured once where numbers are given."""
    account = make_account(network)
    campaign = campaign or make_campaign(accounts=[account])
    now = timezone.now()
    piece = Piece.objects.create(campaign=campaign, item=content.item, slot_at=now, scheduled_at=now)
    post = Post.objects.create(piece=piece, account=account, state=state, published_at=now)
    Payload.objects.create(post=post, text="", language="es", card=b"png", digest="x")
    if numbers:
        Measurement.objects.create(post=post, hours=24, measured_at=now, **numbers)
    return post


def send(*contents, readers=3, month=1):
    """An edition that went to so many readers."""
    audience = Audience.objects.create(name="Red", slug=f"red-{month}", from_email="a@example.org")
    now = timezone.now()
    edition = Edition(audience=audience, month=now.date().replace(day=1), state=Edition.State.SENT, sent_at=now)
    edition.save()
    rendering = Rendering.objects.create(edition=edition, language="es", subject="", html="", text="", digest="")
    rendering.items.set([content.item for content in contents])
    Delivery.objects.bulk_create(
        Delivery(
            edition=edition,
            rendering=rendering,
            language="es",
            state=Delivery.State.SENT if number < readers else Delivery.State.REJECTED,
            message_id=f"{edition.pk}-{number}",
        )
        for number in range(readers + 1)
    )
    return edition


def accept(content, number=1):
    report = Report.objects.create(title="Memoria", filename="m.md", digest=f"{number}")
    Passage.objects.create(
        report=report,
        position=1,
        text="x",
        suggested_kind="quote",
        state=Passage.State.ACCEPTED,
        decided_at=timezone.now(),
        item=content and content.item,
    )


def test_the_numbers_of_a_small_world():
    water = make_topic("Agua")
    quote, learning = make_quote(topics=(water,)), make_learning()
    accept(quote)
    accept(None, 2)
    send(quote, learning)
    post = share(quote, likes=2, shares=1, replies=0)
    Measurement.objects.create(post=post, hours=168, measured_at=timezone.now(), likes=5, shares=1)
    share(learning, "bluesky", likes=4, views=90)
    share(make_learning(), "telegram")
    found = this_month()
    total = tally(found)
    assert (found.reports, len(found.accepted)) == (2, 2)
    assert (total.published, total.mails, total.posts, total.measured) == (3, 3, 3, 2)
    assert (total.likes, total.shares, total.replies, total.views, total.clicks) == (9, 1, None, 90, None)
    assert {(label, one.views) for label, one in tally_by_network(found).items()} == {
        ("Mastodon", None),
        ("Bluesky", 90),
        ("Canal de Telegram", None),
    }
    assert found.items[quote.item.pk].topics == {water.pk}


def test_what_was_withdrawn_is_neither_counted_nor_named(admin_client, admin):
    kept, taken = make_quote("Lo que se queda."), make_quote("Lo que se va.")
    for number, content in enumerate((kept, taken)):
        accept(content, number)
        share(content, likes=10)
    send(kept, taken)
    assert "Lo que se va." in admin_client.get(PAGE).content.decode()
    withdraw_item(taken.item, admin)
    total = tally(this_month())
    assert (total.published, total.posts, total.likes) == (1, 1, 10)
    page = admin_client.get(PAGE).content.decode()
    assert "Lo que se queda." in page
    assert "Lo que se va." not in page
    assert reverse("posts:card", args=[Post.objects.get(piece__item=taken.item).pk]) not in page


def test_words_whose_consent_ended_are_counted_and_not_named(admin_client):
    quote = make_quote("Palabras que ya no se pueden leer.")
    share(quote, likes=10)
    yesterday = timezone.localdate() - timedelta(days=1)
    add_terms(quote.item.consent, expires_on=yesterday)
    page = admin_client.get(PAGE)
    assert tally(page.context["harvest"]).likes == 10
    assert page.context["cards"] == []
    assert "Palabras que ya no" not in page.content.decode()


def test_a_post_shows_its_card_only_where_its_own_network_is_allowed():
    quote = make_quote(consent=make_consent(networks=["bluesky"]))
    share(quote, "bluesky")
    share(quote, "mastodon")
    assert [post.network for post in shown_posts(this_month().posts)] == ["bluesky"]


def test_an_organisation_is_named_only_where_the_person_allows_it():
    theirs, met = make_organisation(), make_organisation()
    workshop = make_workshop(organisations=[met])

    def of(**terms):
        return make_quote(consent=make_consent(make_contributor(organisation=theirs), **terms), workshop=workshop)

    named, hidden, nobodys = of(), of(shows_organisation=False), make_learning(workshop=workshop)
    items = this_month().items
    assert items[named.item.pk].organisations == {theirs.pk}
    assert items[hidden.item.pk].organisations == frozenset()
    assert items[nobodys.item.pk].organisations == {met.pk}


def test_made_up_numbers_stand_in_no_report_with_others_and_are_marked_where_alone(admin_client):
    share(make_quote(), "sandbox", likes=999)
    page = admin_client.get(PAGE).content.decode()
    assert "números inventados (red de prueba)" in page
    share(make_quote(), "mastodon", likes=1)
    page = admin_client.get(PAGE)
    assert tally(page.context["harvest"]).likes == 1
    assert "números inventados" not in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "posts"),
    [({"topic": "one"}, 1), ({"organisation": "one"}, 1), ({"campaign": "one"}, 1), ({"period": "last-month"}, 0)],
)
def test_it_is_about_what_is_asked_for(admin_client, asked, posts):
    topic, organisation = make_topic(), make_organisation()
    consent = make_consent(make_contributor(organisation=organisation))
    campaign = share(make_quote(topics=(topic,), consent=consent), likes=1).piece.campaign
    share(make_quote(), likes=1)
    keys = {"topic": topic.pk, "organisation": organisation.pk, "campaign": campaign.pk}
    query = {name: keys.get(name, value) for name, value in asked.items()}
    page = admin_client.get(PAGE, query)
    assert len(page.context["harvest"].posts) == posts


def test_days_are_read_as_people_type_them(admin_client):
    for first, last in (("1/3/2026", "31.03.2026"), ("2026-03-01", "31-3-2026")):
        page = admin_client.get(PAGE, {"period": "dates", "first": first, "last": last})
        assert str(page.context["period"]) == "marzo de 2026"
    for query in (
        {"first": "", "last": "1/1/2026"},
        {"first": "2/1/2026", "last": "1/1/2026"},
        {"first": "1/1/0001", "last": "31/12/9999"},
        {"first": "ayer", "last": "hoy"},
    ):
        page = admin_client.get(PAGE, {"period": "dates", **query})
        assert page.status_code == 200
        assert page.context["form"].errors
        assert "period" not in page.context["form"].errors
    assert admin_client.get(PAGE, {"topic": "9" * 30, "campaign": "x"}).context["form"].errors


def test_the_report_costs_the_same_with_more_of_everything(admin_client):
    topic = make_topic()
    campaign = make_campaign()

    def fill(count, month):
        contents = [make_quote(topics=(topic,)) for _ in range(count)]
        learnings = [make_learning(topics=(topic,), workshop=make_workshop()) for _ in range(count)]
        for number, content in enumerate([*contents, *learnings]):
            accept(content, f"{month}-{number}")
            share(content, campaign=campaign, likes=number)
        send(*contents, month=month)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(PAGE)
        return len(captured)

    fill(2, 1)
    queries()
    few = queries()
    fill(5, 2)
    assert queries() == few


def test_the_whole_team_reads_it_and_nobody_else(client):
    grant_roles()
    client.force_login(make_user(groups=(EDITOR,)))
    assert client.get(PAGE).status_code == 200
    client.force_login(make_user())
    assert client.get(PAGE).status_code in (302, 403)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_everything_can_be_read_and_by_everybody(admin_page):
    quote, learning = make_quote(topics=(make_topic(),)), make_learning()
    accept(quote)
    send(quote, learning)
    share(learning, likes=4, views=90)
    admin_page.set_viewport_size(PHONE)
    admin_page.goto(PAGE)
    admin_page.locator(".impact-chart").first.wait_for()
    assert admin_page.evaluate(WIDE_THINGS) == []
    assert [line for line in violations(admin_page) if "impact" in line] == []
