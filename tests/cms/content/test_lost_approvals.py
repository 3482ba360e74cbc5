"""What voids an approval from outside is noticed and told at once, and approved again with one click."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from campaigns import networks
from campaigns.models import Account, Campaign, Piece, Post
from campaigns.posts import approved_version, card_image
from campaigns.posts import prepare as post_preparation
from campaigns.posts.approve import approve_post
from cms.admin.home.lost_approvals import count_lost, rows_for
from cms.admin.home.todo import waiting_for
from cms.channels import channels
from cms.consent.approved_version import PARTS, changed_lines, differences, is_look_only
from cms.consent.lost_approvals import mark_stale, mark_unknown
from cms.content.lost_approvals import compare_all, tell_lost_approvals
from cms.models import Approval, ApprovedVersion, Contributor, Hold, Item, Learning, Topic
from cms.withdrawal.withdraw import withdraw_item
from media.models import Brand
from newsletter.editions.approve import approve_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Audience, Edition
from newsletter.rendering import email
from tests.campaigns.factories import Scripted, make_post
from tests.factories import make_learning, make_organisation, make_picture, make_topic, make_user

pytestmark = pytest.mark.django_db


class Another(Scripted):
    name = "another"
    label = "Another"


@pytest.fixture(autouse=True)
def network(monkeypatch):
    scripted = Scripted()
    # A card as small as its colours, for speed.
    monkeypatch.setattr(card_image, "draw_card", lambda _card, _format, theme: dots(theme.accent))
    monkeypatch.setattr(networks, "_networks", {**networks._networks, "scripted": scripted})


@pytest.fixture
def world(settings):
    """An approved edition and an approved post with one quote, and somebody who approves."""
    settings.ITEM_URL_PATTERN = "https://site.example.org/{language}/{kind}/{slug}"
    settings.BASE_URL = "https://cosecha.example.org"
    settings.READER_LANGUAGES = ["es"]  # Each is rendered anew for every cause.
    quote = make_learning("El agua se cuenta", voice="person")
    quote.topics.set([make_topic("Agua")])
    quote.save()
    approver = make_user("revisora", groups=("Revisor",))
    audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="boletin@example.org")
    edition = Edition(
        audience=audience, month=dt.date(2026, 11, 1), subject="Noviembre", body=[("learnings", [quote.item])]
    )
    edition.send_at = timezone.now() + dt.timedelta(days=2)
    edition.save()
    approve_edition(Edition.objects.get(), edition_digest(edition), approver)
    approved_post(quote, approver)
    return quote, approver


def approved_post(content: Any, by: Any) -> None:
    post = make_post(content=content, minutes=600, approved=False)
    approve_post(post, post_preparation.prepare(post).digest, by)


def dots(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


def settle() -> None:
    """What the worker does."""
    while compare_all():
        pass
    tell_lost_approvals()


def approve_all(client: Any, user: Any) -> None:
    """One click for each, on what the page shows."""
    client.force_login(user)
    for row in rows_for(user):
        client.post(reverse("lost_approvals"), {"one": row.reference})


def lost() -> dict[str, list[str]]:
    return {
        channel.name: [difference.part for difference in found.differences]
        for channel in channels()
        for found in channel.lost_approvals()
    }


def brand(**fields: Any) -> None:
    Brand.load()
    row = Brand.objects.get()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def rename_topic() -> None:
    topic = Topic.objects.get()
    topic.name = f"{topic.name} viva"
    topic.save()


def rename_organisation() -> None:
    person = Contributor.objects.get()
    person.organisation = make_organisation("Red")
    person.save()


LATER = timezone.now() + dt.timedelta(days=5)


def save(model: Any, **fields: Any) -> None:
    """Through `save`, as every door does."""
    for row in model.objects.all():
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


# The same for a post alone. None: the approval stands. Empty: it is lost because it cannot go out, whatever differs.
POST_CAUSES: dict[str, tuple[Any, list[str] | None]] = {
    "account's name": (lambda: save(Account, label="Otro nombre"), ["sender"]),
    "account's user name": (lambda: save(Account, handle="otra"), ["sender"]),
    "account's network": (lambda: save(Account, network="another"), ["address", "sender"]),
    "account connected again": (lambda: save(Account, token="other"), None),
    "hashtags": (lambda: save(Campaign, hashtags="#Otra"), ["words"]),
    "campaign's name": (lambda: save(Campaign, name="Otra"), None),
    "campaign's name in addresses": (lambda: save(Campaign, slug="otra"), ["address"]),
    "hour": (lambda: save(Piece, scheduled_at=LATER), ["time"]),
    "words": (lambda: save(Learning, summary="Escuchar antes."), ["words"]),
    "title": (lambda: save(Learning, title="El agua se cuenta bien"), ["words"]),
    "content warning": (lambda: save(Item, content_warning="Duelo"), ["words"]),
    "own text": (lambda: save(Post, text="Duelo. El agua se cuenta. https://site.example.org/x"), ["words", "address"]),
    "image's description": (lambda: save(Post, alt_text="El agua se cuenta, dibujada"), ["words"]),
    "a content warning that the own text lacks": (lambda: save(Item, content_warning="Violencia"), []),
}


def rename_person(quote: Any) -> None:
    person = quote.item.consent.contributor
    person.full_name = "Otra Persona"
    person.save()


# What changes → which parts of the edition and of the post differ by it. Empty: the approval stands.
CAUSES: dict[str, tuple[Any, list[str], list[str]]] = {
    "nothing": (lambda quote, settings, patch: brand(), [], []),
    "accent": (lambda quote, settings, patch: brand(accent_colour="#e8a33e"), ["look"], ["look"]),
    "postal address": (lambda quote, settings, patch: brand(postal_address="Jr. Uno 1"), ["words", "look"], []),
    "brand's name": (lambda quote, settings, patch: brand(name="Killari"), ["words"], ["words"]),
    "topic": (lambda quote, settings, patch: rename_topic(), ["words"], ["words"]),
    "organisation": (lambda quote, settings, patch: rename_organisation(), ["words"], ["words"]),
    "logo": (
        lambda quote, settings, patch: brand(logo=make_picture(Image.new("RGB", (300, 80)), "logo.png")),
        ["words", "picture", "address", "look"],
        [],
    ),
    "where answers go": (lambda quote, settings, patch: save(Audience, reply_to="a@example.org"), ["sender"], []),
    "person": (lambda quote, settings, patch: rename_person(quote), ["words"], ["words"]),
    "sender": (lambda quote, settings, patch: Audience.objects.get().save(), [], []),
    "site": (
        lambda quote, settings, patch: setattr(settings, "ITEM_URL_PATTERN", "https://otro.example.org/{slug}"),
        ["address"],
        ["address"],
    ),
    "base address": (
        lambda quote, settings, patch: (
            setattr(settings, "ITEM_URL_PATTERN", ""),
            setattr(settings, "BASE_URL", "https://nueva.example.org"),
        ),
        ["address"],
        ["address"],
    ),
    "email renderer": (lambda quote, settings, patch: new_email_renderer(patch), ["look"], []),
    "card renderer, same dots": (
        lambda quote, settings, patch: another_card_renderer(patch, "13.0"),
        [],
        [],
    ),
    "card renderer, other dots": (lambda quote, settings, patch: new_card_renderer(patch), [], ["look"]),
}


def new_email_renderer(patch: Any) -> None:
    known = email.html_from
    patch.setattr(email, "html_from", lambda context: known(context).replace("<table", '<table data-release="2"', 1))


def another_card_renderer(patch: Any, version: str) -> None:
    for module in (post_preparation, approved_version):
        patch.setattr(module, "renderer_version", lambda: version)


def new_card_renderer(patch: Any) -> None:
    another_card_renderer(patch, "14.0")
    patch.setattr(card_image, "draw_card", lambda *_args: dots("red"))
    cache.clear()


def test_what_voids_an_approval_is_told_at_once_and_approved_again_with_one_click(world, client, settings, monkeypatch):
    quote, approver = world
    for name, (change, edition_parts, post_parts) in CAUSES.items():
        mail.outbox.clear()
        change(quote, settings, monkeypatch)
        mark_unknown()
        settle()
        expected = {key: parts for key, parts in (("newsletter", edition_parts), ("campaigns", post_parts)) if parts}
        assert lost() == expected, name
        assert len(mail.outbox) == bool(expected), name
        assert Edition.objects.get().state == ("draft" if edition_parts else "approved"), name
        assert Post.objects.get().state == ("draft" if post_parts else "approved"), name
        assert count_lost(approver) == len(expected), name
        settle()
        assert len(mail.outbox) == bool(expected), f"{name}: told once"
        if expected:
            approve_all(client, approver)
            assert lost() == {}, name
            assert Edition.objects.get().state == Post.objects.get().state == "approved", name


def test_what_voids_a_posts_approval_alone_is_told_too(world, client, django_capture_on_commit_callbacks, monkeypatch):
    _quote, approver = world
    monkeypatch.setattr(networks, "_networks", {**networks._networks, "another": Another()})
    Edition.objects.all().delete()
    Approval.objects.filter(content_type__model="edition").delete()
    found, expected = {}, {}
    for name, (cause, parts) in POST_CAUSES.items():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            cause()
        settle()
        found[name] = (lost().get("campaigns"), len(mail.outbox), Post.objects.get().state)
        expected[name] = (parts, int(parts is not None), "approved" if parts is None else "draft")
        approve_all(client, approver)
    assert found == expected


def test_all_at_once_takes_those_whose_look_alone_changed(world, client):
    _quote, approver = world
    other = make_learning("Sin miedo", voice="person")
    other.topics.set([make_topic("Tierra")])
    other.save()
    approved_post(other, approver)
    brand(accent_colour="#111111")
    topic = Topic.objects.get(name="Agua")
    topic.name = "Agua viva"
    topic.save()
    mark_stale()
    settle()
    (told,) = mail.outbox
    assert "Ahora dice:" in told.body
    assert "Agua viva" in told.body
    soon = (timezone.now(), timezone.now() + dt.timedelta(days=30))
    assert {one.state for channel in channels() for one in channel.agenda(*soon)} == {"Aprobación perdida"}
    assert [one.count for one in waiting_for(approver) if one.url == reverse("lost_approvals")] == [3]
    client.force_login(approver)
    page = client.get(reverse("lost_approvals"))
    assert len(page.context["rows"]) == 3
    assert b"Agua viva" in page.content
    assert [row.lost.is_look_only for row in page.context["rows"]] == [False, False, True]
    (campaigns,) = [channel for channel in channels() if channel.name == "campaigns"]
    queries = []
    for keys in (set(Post.objects.values_list("pk", flat=True)[:1]), None):
        with CaptureQueriesContext(connection) as captured:
            campaigns.lost_approvals(keys)
        queries.append(len(captured))
    assert queries[0] == queries[1]
    # A hand that sends more than the page offers approves no more than those.
    client.post(reverse("lost_approvals"), {"all": "1", "look": [row.reference for row in page.context["rows"]]})
    assert sorted(Post.objects.values_list("state", flat=True)) == ["approved", "draft"]
    assert Edition.objects.get().state == "draft"
    for row in page.context["rows"]:
        assert (
            client.get(row.lost.before).status_code == client.get(row.lost.after).status_code == 200
            or row.lost.is_look_only
        )
    # What was seen before it changed once more is not approved.
    brand(accent_colour="#222222")
    client.post(reverse("lost_approvals"), {"one": page.context["rows"][0].reference})
    assert Edition.objects.get().state == "draft"
    client.force_login(make_user(groups=("Editor",)))
    assert client.get(reverse("lost_approvals")).status_code in (302, 403)


def test_messages_of_lost_approvals_wait_with_the_others_where_the_database_is_a_copy(world):
    hold = Hold.objects.create(sign=Hold.Sign.MARKED, made_at=timezone.now())
    brand(accent_colour="#111111")
    mark_stale()
    settle()
    assert (len(lost()), mail.outbox) == (2, [])
    Hold.objects.filter(pk=hold.pk).update(notices_released_at=timezone.now())
    settle()
    assert len(mail.outbox) == 1


def test_nothing_that_was_withdrawn_is_kept_for_comparing(world, admin):
    quote, _approver = world
    brand(accent_colour="#111111")
    mark_stale()
    settle()
    assert ApprovedVersion.objects.count() == 2
    withdraw_item(quote.item, admin)
    assert not ApprovedVersion.objects.exists()
    assert lost() == {}


@pytest.mark.parametrize("model", [Brand, Topic, Audience], ids=lambda model: model.__name__)
def test_a_change_marks_approvals_as_in_doubt(world, model, django_capture_on_commit_callbacks):
    brand()
    with django_capture_on_commit_callbacks(execute=True):
        model.objects.get().save()
    assert Approval.objects.filter(stale_at__isnull=False).count() == 2


lines = st.lists(st.sampled_from(["a", "b", "c"]), max_size=6).map("\n".join)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, lines)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, lines)),
)
def test_differences_name_exactly_the_parts_that_differ(before, after):
    found = differences(before, after)
    assert {one.part for one in found} == {part for part in PARTS if before.get(part, "") != after.get(part, "")}
    others = {part for part in PARTS if part != "look" and before.get(part, "") != after.get(part, "")}
    assert is_look_only(found) == (not others and before.get("look", "") != after.get("look", ""))
    assert differences(before, before) == []


@given(lines, lines)
def test_changed_lines_say_what_came_and_went(before, after):
    gone, come = set(before.splitlines()) - set(after.splitlines()), set(after.splitlines()) - set(before.splitlines())
    pairs = changed_lines(before, after)
    assert gone <= {line for old, _new in pairs for line in old.splitlines()}
    assert come <= {line for _old, new in pairs for line in new.splitlines()}
