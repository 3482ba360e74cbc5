"""More people and more words cost no more queries: their lists and pages, and a withdrawal but for what it writes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Piece, Post
from cms.consent.disclosure import recheck_all
from cms.consent.gate import Use, cleared
from cms.models import Item, Receipt
from cms.terms.record import record_terms
from cms.withdrawal.withdraw import effect_of_withdrawing, items_of, withdraw_contributor
from newsletter.models import Audience, Edition
from tests.campaigns.factories import make_campaign
from tests.factories import make_consent, make_contributor, make_organisation, make_quote, now

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 5


def queries(call, *, but=()):
    with CaptureQueriesContext(connection) as captured:
        call()
    return [query["sql"] for query in captured if not query["sql"].startswith(but)]


def person_who_said(count):
    """Somebody with `count` quotes, each live, in one edition, and planned as a post."""
    consent = make_consent()
    items = [make_quote(consent=consent).item for _ in range(count)]
    audience = Audience.objects.create(name="Red", slug=f"red-{count}-{consent.pk}", from_email="a@example.org")
    Edition(audience=audience, month=dt.date(2026, 11, 1), subject="Noviembre", body=[("quotes", items)]).save()
    campaign = make_campaign()
    pieces = Piece.objects.bulk_create(
        Piece(campaign=campaign, item=item, slot_at=now() + dt.timedelta(days=n + 1), scheduled_at=now())
        for n, item in enumerate(items)
    )
    account = campaign.accounts.get()
    Post.objects.bulk_create(Post(piece=piece, account=account) for piece in pieces)
    return consent


@pytest.mark.parametrize("name", ["quote", "contributor", "consent"])
def test_a_list_costs_the_same_with_more_rows(admin_client, name):
    address = reverse(f"wagtailsnippets_cms_{name}:list")

    def fill(count):
        for _ in range(count):
            make_quote(consent=make_consent(make_contributor(organisation=make_organisation())))

    fill(FEW)
    admin_client.get(address)
    few = queries(lambda: admin_client.get(address))
    fill(MANY - FEW)
    assert len(queries(lambda: admin_client.get(address))) == len(few)


def test_a_withdrawal_of_more_items_only_writes_more_rows(admin):
    writes = ("INSERT", "UPDATE")
    withdraw_contributor(person_who_said(1).contributor, admin)
    few, many = person_who_said(FEW), person_who_said(MANY)
    for_few = queries(lambda: withdraw_contributor(few.contributor, admin), but=writes)
    for_many = queries(lambda: withdraw_contributor(many.contributor, admin), but=writes)
    assert len(for_many) == len(for_few), for_many
    # Each has a page, a place in the API, in the edition and among the posts.
    assert Receipt.objects.filter(take_back__contributor=many.contributor).count() == 4 * MANY
    assert not cleared(Item.objects.all(), Use.WEB, now()).filter(consent=many).exists()
    assert not Post.objects.exclude(state=Post.State.CANCELLED).exists()


def test_less_being_allowed_for_more_items_only_writes_more_rows(admin):
    writes = ("INSERT", "UPDATE")
    nothing = {"allows_web": False, "allows_newsletter": False, "allows_social": False}
    record_terms(person_who_said(1), admin, **nothing)
    few, many = person_who_said(FEW), person_who_said(MANY)
    for_few = queries(lambda: record_terms(few, admin, **nothing), but=writes)
    for_many = queries(lambda: record_terms(many, admin, **nothing), but=writes)
    assert len(for_many) == len(for_few), for_many


def test_what_a_withdrawal_would_do_is_found_in_as_many_queries_for_more_items():
    few, many = person_who_said(FEW), person_who_said(MANY)
    for_few = queries(lambda: effect_of_withdrawing(items_of(few.contributor)))
    assert len(queries(lambda: effect_of_withdrawing(items_of(many.contributor)))) == len(for_few)


@pytest.mark.parametrize(
    "page",
    ["wagtailsnippets_cms_contributor:inspect", "wagtailsnippets_cms_consent:inspect", "withdrawals:contributor"],
)
def test_a_persons_page_costs_the_same_with_more_items(admin_client, page):
    def address(consent):
        return reverse(page, args=[consent.pk if "consent" in page else consent.contributor.pk])

    few, many = person_who_said(FEW), person_who_said(MANY)
    admin_client.get(address(few))
    for_few = queries(lambda: admin_client.get(address(few)))
    for_many = queries(lambda: admin_client.get(address(many)))
    assert len(for_many) == len(for_few), for_many


def test_the_verdicts_of_many_items_are_those_of_each():
    items = [make_quote(text).item for text in ("Sí.", "Persona1 habló.", "No.")]
    stored = ("slug", "content_digest", "disclosure_digest", "disclosure_findings", "disclosure_is_clean")
    each = list(Item.objects.order_by("pk").values(*stored))
    recheck_all(items)
    assert list(Item.objects.order_by("pk").values(*stored)) == each
