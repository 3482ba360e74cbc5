"""What staff do every day asks as much of the database with 500 people and 5,000 items as with 360 items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, Piece
from campaigns.planning.plan_campaign import plan_campaign
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import accept_passage
from cms.models import Item, Kind, PassageKind
from newsletter.editions.approve import approve_and_send_now
from newsletter.editions.compose import compose_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Audience, Edition, EditionItem, Recipe, RecipeSection
from newsletter.sending.start import begin_edition
from tests.archive import Load, counted_load, make_archive, make_consents
from tests.campaigns.factories import make_account, make_campaign
from tests.cms.harvest.reports import SAMPLE
from tests.factories import make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.indexes]
KINDS = (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING)
MONTH = dt.date(2031, 5, 1)
MOST_QUERIES_TO_ACCEPT = 40


@pytest.fixture
def recipe(db):
    audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="red@example.org")
    recipe = Recipe(name="Mensual", audience=audience, day=28)
    recipe.sections = [RecipeSection(kind=kind, count=3, sort_order=number) for number, kind in enumerate(KINDS)]
    recipe.save()
    return recipe


@contextmanager
def undone():
    block = transaction.atomic()
    block._from_testcase = True  # Claims ask for a transaction of their own, and may be inside a test's.
    with block:
        yield
        transaction.set_rollback(True)


def use_before(recipe: Recipe, items: Sequence[Item]) -> None:
    """`items` went to the audience, and were posted by a campaign, long ago."""
    edition, _created = Edition.objects.get_or_create(
        audience=recipe.audience, month=dt.date(2020, 1, 1), state=Edition.State.SENT
    )
    EditionItem.objects.bulk_create(EditionItem(edition=edition, item=item) for item in items)
    campaign = Campaign.objects.filter(name="Antes").first() or make_campaign(name="Antes", accounts=[])
    begins = timezone.now() - timedelta(days=400)
    at = [begins + timedelta(minutes=number) for number in range(len(items))]
    Piece.objects.bulk_create(
        Piece(campaign=campaign, item=item, slot_at=when, scheduled_at=when)
        for item, when in zip(items, at, strict=True)
    )


def daily_work(client, user, recipe: Recipe) -> dict[str, Callable[[], object]]:
    """Each call by its name; what it changes is taken back after it."""
    composed, _created = compose_edition(recipe, MONTH, user)
    approved, _created = compose_edition(recipe, MONTH.replace(month=6), user)
    Edition.objects.filter(pk=approved.pk).update(state=Edition.State.LATE)
    campaign = make_campaign(name="Ahora", accounts=[make_account("sandbox")])
    report = harvest_report(SAMPLE.read_bytes(), "informe.md", user)
    passage = report.passages.filter(kind=PassageKind.LEARNING).order_by("position").last()
    for name in passage.new_topics:
        make_topic(name)

    def open_edition() -> None:
        assert client.get(reverse("newsletter_edition", args=[composed.pk])).status_code == 200

    def approve_and_begin() -> None:
        edition = Edition.objects.get(pk=approved.pk)
        approve_and_send_now(edition, edition_digest(edition), user)
        assert begin_edition(edition.pk, timezone.now())

    def compose() -> None:
        edition, created = compose_edition(recipe, MONTH.replace(month=7), user)
        assert created
        assert edition.edition_items.count() == 3 * len(KINDS)

    def accept() -> None:
        assert accept_passage(type(passage).objects.get(pk=passage.pk), user)

    return {
        "accepting a passage": accept,
        "opening an edition": open_edition,
        "approving an edition and beginning to send it": approve_and_begin,
        "composing an edition": compose,
        "planning a campaign": lambda: plan_campaign(campaign, user).pieces,
    }


def loads_of(calls: dict[str, Callable[[], object]]) -> dict[str, Load]:
    loads = {}
    for name, call in calls.items():
        with undone(), counted_load() as loads[name]:
            assert call() is not False
    return loads


def test_daily_work_loads_no_more_with_a_large_archive(admin_client, admin, recipe):
    topics = [make_topic(), make_topic()]
    people = make_consents(500)

    def add_old(count: int) -> None:
        old = [make_archive(kind, count, topics=topics, consents=people, days_ago=100) for kind in KINDS]
        use_before(recipe, [item for items in old for item in items[::2]])

    for kind in KINDS:
        make_archive(kind, 20, topics=topics)
    add_old(100)
    calls = daily_work(admin_client, admin, recipe)
    loads_of(calls)  # Caches fill: content types, sites, permissions.
    before = loads_of(calls)
    add_old(1600)
    assert Item.objects.count() > 5000
    after = loads_of(calls)
    assert after == before
    assert after["accepting a passage"].queries <= MOST_QUERIES_TO_ACCEPT
