"""Publishing has one rule, whichever door it comes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.registry import action_registry
from wagtail.models import Locale, Workflow

from cms.content.publish_checks import NoConsentError
from cms.content.scheduled_publishing import keep_schedule
from cms.content.translations import translate
from cms.core.errors import CosechaError, WithdrawnError
from cms.models import Incident, Item, Quote
from cms.withdrawal.withdraw import withdraw_item
from tests.factories import make_quote, make_user

pytestmark = pytest.mark.django_db


def by_button(quote: Quote, user: Any, client: Any) -> None:
    url = reverse("wagtailsnippets_cms_quote:edit", args=[quote.pk])
    item = Item.objects.get(translation_key=quote.translation_key)
    data = {"text": "Otra cosa.", "context": "", "voice": item.voice, "action-publish": "1", "item_as_seen": ""}
    data |= {"consent": item.consent_id or "", "contributor": item.contributor_id or ""}
    client.force_login(user)
    client.post(url, data)


def by_workflow(quote: Quote, user: Any, client: Any) -> None:
    quote.save_revision(user=user)
    state = Workflow.objects.get(active=True).start(quote, user)
    try:
        state.current_task_state.approve(user=user)
    except CosechaError:
        return


def by_schedule(quote: Quote, user: Any, client: Any) -> None:
    revision = quote.save_revision(user=user)
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    keep_schedule(timezone.now())


def by_revert(quote: Quote, user: Any, client: Any) -> None:
    try:
        quote.revisions.order_by("pk").first().publish(user=user)
    except CosechaError:
        return


def by_translation(quote: Quote, user: Any, client: Any) -> None:
    try:
        translated = translate(quote, Locale.objects.get(language_code="en"), user)
        translated.latest_revision.publish(user=user)
    except CosechaError:
        return


def by_skipping_permissions(quote: Quote, user: Any, client: Any) -> None:
    """What an import or a script does."""
    try:
        quote.publish(quote.save_revision(), skip_permission_checks=True)
    except CosechaError:
        return


def by_api(quote: Quote, user: Any, client: Any) -> None:
    """What Wagtail's API (v3) does when a snippet is published through it."""
    action = action_registry.get_action_class(Quote, "publish")
    try:
        action(quote.get_latest_revision(), user=user).execute()
    except CosechaError:
        return


DOORS: list[Callable[[Quote, Any, Any], None]] = [
    by_button,
    by_workflow,
    by_schedule,
    by_revert,
    by_translation,
    by_skipping_permissions,
    by_api,
]


def is_out(quote: Quote) -> bool:
    return Quote.objects.filter(translation_key=quote.translation_key, live=True).exists()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_publishes_what_may_be_published_and_refuses_the_rest(door, client):
    reviewer = make_user("revisa", is_superuser=True)
    fine = make_quote("Lo digo y lo firmo.", live=False)
    door(fine, reviewer, client)
    assert is_out(fine)

    without_consent = make_quote("Lo digo sin firmar.", live=False)
    Item.objects.filter(translation_key=without_consent.translation_key).update(consent=None)
    door(without_consent, reviewer, client)
    assert not is_out(without_consent)

    withdrawn = make_quote("Lo dije y me arrepentí.", live=False)
    withdraw_item(withdrawn.item, reviewer)
    door(Quote.objects.get(pk=withdrawn.pk), reviewer, client)
    assert not is_out(withdrawn)


def test_the_registered_action_is_the_one_that_publishing_executes(admin):
    """Wagtail's API asks the registry; buttons and the schedule call `publish`."""
    quote = make_quote(live=False)
    Item.objects.update(consent=None)
    action = action_registry.get_action_class(Quote, "publish")
    for attempt in (
        lambda: action(quote.latest_revision, user=admin).execute(skip_permission_checks=True),
        lambda: quote.latest_revision.publish(user=admin),
    ):
        with pytest.raises(NoConsentError):
            attempt()


def test_a_row_that_is_saved_as_live_past_everything_is_refused_once_withdrawn(admin):
    quote = make_quote(live=False)
    withdraw_item(quote.item, admin)
    quote.live = True
    with pytest.raises(WithdrawnError):
        quote.save()


def test_a_refusal_at_the_scheduled_hour_is_told(admin):
    quote = make_quote(live=False)
    Item.objects.update(consent=None)
    by_schedule(quote, admin, None)
    assert Incident.objects.get().key.startswith("schedule.")


def with_end(end: Any) -> Quote:
    """A quote that was out, and was taken down, with this end on its row and in its revision."""
    quote = make_quote("Vuelve a salir.", live=False)
    quote.expire_at, quote.expired = end, True
    revision = quote.save_revision()
    quote.revisions.exclude(pk=revision.pk).delete()
    Quote.objects.filter(pk=quote.pk).update(expire_at=end, expired=True)
    return Quote.objects.get(pk=quote.pk)


def test_an_end_that_has_passed_takes_nothing_down_again_whichever_door_publishes_it(client):
    reviewer = make_user("revisa", is_superuser=True)
    now = timezone.now().replace(second=0, microsecond=0)
    for door in DOORS:
        quote = with_end(now - timedelta(days=2))
        door(quote, reviewer, client)
        assert is_out(quote), door.__name__
        keep_schedule(timezone.now() + timedelta(minutes=1))
        assert is_out(quote), door.__name__
        published = Quote.objects.get(translation_key=quote.translation_key, live=True)
        assert published.expire_at is published.live_revision.content["expire_at"] is None, door.__name__

        later = with_end(now + timedelta(days=2))
        door(later, reviewer, client)
        row = Quote.objects.get(translation_key=later.translation_key, live=True)
        assert row.expire_at == later.expire_at, door.__name__
        if door is by_button:
            assert client.get("/admin/").content.decode().count("Su fecha de fin había pasado") == 1


def test_what_was_to_be_out_while_nobody_was_at_work_is_told_and_not_published(admin):
    quote = with_end(timezone.now() - timedelta(hours=1))
    revision = quote.latest_revision
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(hours=2))
    keep_schedule(timezone.now())
    assert not is_out(quote)
    assert Incident.objects.get().key.startswith("schedule.")
