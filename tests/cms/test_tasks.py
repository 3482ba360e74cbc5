"""The ticks that every installation needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms import tasks
from cms.models import Quote
from cms.work import is_worker_alive
from tests.factories import make_quote
from tests.installation import eventually

pytestmark = pytest.mark.django_db


def test_a_tick_shows_that_a_worker_is_alive():
    assert not is_worker_alive(timezone.now())
    tasks.tick.call_local()

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


@pytest.mark.processes
def test_a_worker_shows_itself_as_soon_as_it_starts(installation):
    process = installation.begin("run_huey")

    eventually(lambda: installation.rows("SELECT worker FROM cms_workerbeat"), "the worker's first beat")
    assert process.poll() is None
