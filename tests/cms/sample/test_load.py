"""A new installation has content with all sorts of consents, and something to do in each app."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.consent.gate import Refusal, Use, clearance
from cms.models import Contributor, Item, Kind, Passage, Report
from cms.sample.content import publish_all
from cms.sample.load import NotEmptyError, load_sample
from tests.factories import make_quote

pytestmark = pytest.mark.django_db


def test_the_sample_shows_every_way_a_consent_can_be_and_nobody_in_it_can_be_reached(sample):
    now, items = timezone.now(), Item.objects.all()
    refusals = {clearance(item, use, now).refusal for item in items for use in Use}
    assert {None, Refusal.EXPIRED, Refusal.USE_NOT_COVERED, Refusal.NOT_APPROVED} == refusals
    assert {item.kind for item in items} == set(Kind)
    assert Report.objects.get().passages.filter(state=Passage.State.PENDING).count() > 20
    assert all(contributor.email.endswith(".example.org") for contributor in Contributor.objects.all())


def test_the_sample_never_mixes_with_somebodys_content(admin):
    make_quote()
    with pytest.raises(NotEmptyError):
        load_sample(admin)
    assert Item.objects.count() == 1


def test_a_sample_that_fails_half_way_leaves_nothing(admin, monkeypatch):
    def breaks(data, publisher):
        yield next(publish_all(data, publisher))
        raise RuntimeError("power cut")

    monkeypatch.setattr("cms.sample.load.publish_all", breaks)
    with pytest.raises(RuntimeError):
        load_sample(admin, say=lambda line: None)
    assert not Item.objects.exists()
    assert not Contributor.objects.exists()


def test_the_command_says_who_is_missing(db):
    with pytest.raises(CommandError, match="nobody"):
        call_command("sample", user="nobody")
