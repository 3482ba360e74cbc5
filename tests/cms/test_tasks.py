"""The ticks that every installation needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms import tasks
from cms.jobs.heartbeat import is_worker_alive
from cms.models import Incident, Item, Quote
from tests.factories import make_quote
from tests.installation import eventually

pytestmark = pytest.mark.django_db


def test_a_tick_shows_that_a_worker_is_alive():
    assert not is_worker_alive(timezone.now())
    tasks.write_heartbeat.call_local()

    assert is_worker_alive(timezone.now())
    assert not is_worker_alive(timezone.now() + timedelta(minutes=5))


def test_what_is_scheduled_is_published_when_its_time_comes(admin):
    quote = make_quote(live=False)
    quote.go_live_at = timezone.now() + timedelta(hours=1)
    revision = quote.save_revision(user=admin)
    revision.publish(user=admin)
    tasks.publish_scheduled.call_local()
    assert not Quote.objects.get(pk=quote.pk).live

    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    tasks.publish_scheduled.call_local()
    assert Quote.objects.get(pk=quote.pk).live


def due(quote, user):
    """`quote` scheduled for a minute ago."""
    at = timezone.now() - timedelta(minutes=1)
    revision = quote.save_revision(user=user)
    revision.approved_go_live_at = at
    revision.content["go_live_at"] = at.isoformat()
    revision.save()
    return revision


def test_one_that_may_not_be_published_delays_no_other(admin):
    refused, fine = make_quote(live=False), make_quote(live=False)
    Item.objects.filter(pk=refused.item.pk).update(consent=None)
    due(refused, admin)
    due(fine, admin)
    tasks.publish_scheduled.call_local()

    assert Quote.objects.get(pk=fine.pk).live
    assert not Quote.objects.get(pk=refused.pk).live
    assert Incident.objects.get().url
    tasks.publish_scheduled.call_local()
    assert Incident.objects.get().count == 1


@pytest.mark.processes
def test_a_worker_shows_itself_as_soon_as_it_starts(installation):
    process = installation.begin("run_huey")

    eventually(lambda: installation.rows("SELECT worker FROM cms_workerbeat"), "the worker's first beat")
    assert process.poll() is None
