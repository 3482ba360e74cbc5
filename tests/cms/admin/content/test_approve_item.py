"""Approval by a second person."""

from __future__ import annotations

import pytest

from cms.consent.approvals import approval_of
from cms.consent.gate import Use, clearance
from cms.models import Item
from tests.factories import make_quote, make_user, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client):
    user = make_user("revisora", groups=("Revisor",))
    client.force_login(user)
    return user


def approve_path(quote):
    return f"/admin/items/{quote.item.pk}/approve/"


def test_a_second_person_approves_exactly_what_was_shown(client, reviewer):
    quote = make_quote("Lo que se aprueba.", is_sensitive=True)
    page = client.get(approve_path(quote))
    assert "Lo que se aprueba." in page.content.decode()
    client.post(approve_path(quote), {"digest": page.context["item"].content_digest})
    item = Item.objects.get()
    assert approval_of(item, item.content_digest).by == reviewer
    assert clearance(item, Use.WEB, now()).is_cleared


def test_what_changed_meanwhile_is_not_approved_and_is_shown_anew(client, reviewer):
    quote = make_quote("Como era.", is_sensitive=True)
    digest = client.get(approve_path(quote)).context["item"].content_digest
    quote.text = "Como es ahora."
    quote.save_revision().publish()
    response = client.post(approve_path(quote), {"digest": digest})
    assert "cambió" in " ".join(str(message) for message in response.context["messages"])
    assert "Como es ahora." in response.content.decode()
    assert approval_of(Item.objects.get(), Item.objects.get().content_digest) is None


def test_the_last_editor_does_not_approve_their_own(client, reviewer):
    quote = make_quote(is_sensitive=True)
    Item.objects.update(written_by=reviewer)
    page = client.get(approve_path(quote))
    assert "alguien más" in page.content.decode()
    client.post(approve_path(quote), {"digest": page.context["item"].content_digest})
    assert not clearance(Item.objects.get(), Use.WEB, now()).is_cleared


def test_a_stranger_does_not_reach_it(client):
    quote = make_quote(is_sensitive=True)
    client.force_login(make_user())
    assert client.get(approve_path(quote)).status_code in (302, 403)
