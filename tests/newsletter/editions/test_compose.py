"""Building the month's draft."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from cms.core.errors import NotPermittedError
from cms.models import Incident
from newsletter.blocks.stream import item_ids
from newsletter.editions.build_due_editions import build_due_editions, tell_reviewers
from newsletter.editions.compose import NothingClearedError, ThinMonthError, compose_edition
from newsletter.models import Edition, EditionItem
from tests.factories import add_terms, make_consent, make_quote, make_testimony, make_topic, make_user

pytestmark = pytest.mark.django_db
MONTH = dt.date(2031, 5, 1)


def test_the_draft_holds_what_is_cleared_with_the_reason_for_each(recipe, admin):
    water = make_topic("Agua")
    quote, story = make_quote(topics=(water,)), make_testimony()
    hidden = make_quote(consent=make_consent(allows_newsletter=False))
    edition, created = compose_edition(recipe, MONTH, admin)
    assert created
    assert item_ids(edition.body) == [story.item.pk, quote.item.pk]
    reasons = dict(edition.edition_items.values_list("item_id", "reason"))
    assert "«Agua»" in reasons[quote.item.pk]
    assert reasons[story.item.pk]
    assert hidden.item.pk not in reasons
    assert edition.state == Edition.State.DRAFT
    assert edition.send_at == dt.datetime(2031, 5, 28, 14, tzinfo=dt.UTC)


def test_subject_and_preview_line_hold_nobodys_words(recipe, admin):
    make_quote("Secreto a voces", topics=(make_topic("Agua"),))
    edition, _ = compose_edition(recipe, MONTH, admin)
    assert edition.subject == "Mayo: Agua"
    assert edition.subject_in("en") == "May: Agua"


def test_a_month_is_built_once(recipe, admin):
    make_quote()
    first, created = compose_edition(recipe, MONTH, admin)
    again, created_again = compose_edition(recipe, MONTH, admin)
    assert (first, created, created_again) == (again, True, False)


def test_the_next_edition_brings_nothing_this_audience_has_had(recipe, admin):
    make_quote()
    compose_edition(recipe, MONTH, admin)
    with pytest.raises(NothingClearedError):
        compose_edition(recipe, MONTH.replace(month=6), admin)
    Edition.objects.update(state=Edition.State.CANCELLED)
    assert compose_edition(recipe, MONTH.replace(month=6), admin)[1]


def test_what_will_have_expired_by_then_is_not_picked(recipe, admin):
    make_quote(consent=make_consent(expires_on=dt.date(2031, 5, 27)))
    with pytest.raises(NothingClearedError):
        compose_edition(recipe, MONTH, admin)
    make_quote(consent=make_consent(expires_on=dt.date(2031, 5, 28)))
    assert compose_edition(recipe, MONTH, admin)[1]


def test_sensitive_items_only_where_the_recipe_allows_them(recipe, admin):
    from cms.consent.approvals import approve_item
    from cms.models import Item

    quote = make_quote(is_sensitive=True)
    approve_item(quote.item, Item.objects.get(pk=quote.item.pk).content_digest, admin)
    with pytest.raises(NothingClearedError):
        compose_edition(recipe, MONTH, admin)
    recipe.allows_sensitive = True
    recipe.save()
    assert compose_edition(recipe, MONTH, admin)[1]


def test_a_thin_month_makes_a_note_to_staff_and_no_edition(recipe, settings):
    make_testimony()
    with pytest.raises(ThinMonthError, match="Cita"):
        compose_edition(recipe, MONTH)
    now = dt.datetime(2031, 5, 25, tzinfo=dt.UTC)
    build_due_editions(now)
    build_due_editions(now)
    assert not Edition.objects.exists()
    assert not EditionItem.objects.exists()
    incident = Incident.objects.get()
    assert incident.count == 1
    assert "Mes flaco" in incident.sentence


def test_the_note_goes_away_once_there_is_enough(recipe):
    now = dt.datetime(2031, 5, 25, tzinfo=dt.UTC)
    build_due_editions(now)
    make_quote()
    assert len(build_due_editions(now)) == 1
    assert Incident.objects.get().resolved_at


def test_the_clock_builds_on_the_build_day_and_only_once(recipe):
    make_quote()
    make_quote()
    assert not build_due_editions(dt.datetime(2031, 5, 22, tzinfo=dt.UTC))
    built = build_due_editions(dt.datetime(2031, 5, 24, tzinfo=dt.UTC))
    assert [edition.month for edition in built] == [MONTH]
    assert not build_due_editions(dt.datetime(2031, 5, 25, tzinfo=dt.UTC))
    built[0].state = Edition.State.CANCELLED
    built[0].save()
    assert not build_due_editions(dt.datetime(2031, 5, 25, tzinfo=dt.UTC))


def test_reviewers_are_told_once_with_a_link(recipe, mailoutbox):
    reviewer = make_user()
    recipe.reviewers = [reviewer]
    recipe.save()
    make_quote()
    edition, _ = compose_edition(recipe, MONTH)
    assert tell_reviewers() == 1
    assert tell_reviewers() == 0
    [mail] = mailoutbox
    assert mail.to == [reviewer.email]
    assert f"/newsletter/editions/{edition.pk}/" in mail.body
    assert mail.subject.startswith("Para revisar")


def test_only_those_who_may_build(recipe):
    make_quote()
    with pytest.raises(NotPermittedError):
        compose_edition(recipe, MONTH, make_user())


@pytest.mark.django_db(transaction=True)
def test_two_at_once_build_one(recipe, admin):
    make_quote()
    found: list[object] = []
    start = threading.Barrier(2)

    def build() -> None:
        try:
            start.wait()
            found.append(compose_edition(recipe, MONTH, admin)[0].pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert Edition.objects.count() == 1


def test_consent_narrowed_after_building_leaves_the_reason_but_not_the_words(recipe, admin):
    from newsletter.rendering import render_edition

    quote = make_quote("Palabras que ya no")
    edition, _ = compose_edition(recipe, MONTH, admin)
    add_terms(quote.item.consent, allows_newsletter=False)
    assert "Palabras que ya no" not in render_edition(edition, "es").html
