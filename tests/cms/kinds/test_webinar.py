"""A webinar's hour is that of its own time zone wherever it is told, and nobody is invited to one that is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from campaigns.posts.prepare import parts_of
from cms.models import Item, Webinar
from cms.models.kinds.item_contents import is_over
from cms.models.kinds.webinar import time_zones
from cms.public.items.item_urls import address_of
from cms.public.items.summary_line import when
from tests.factories import make_webinar

ZONES = [name for name, _label in time_zones()]


@given(
    day=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    hour=st.times(),
    minutes=st.integers(5, 24 * 60),
    zone=st.sampled_from(ZONES),
)
def test_it_lasts_as_long_as_announced_whatever_its_clocks_do(day, hour, minutes, zone):
    webinar = Webinar(starts_on=day, starts_at=hour, minutes=minutes, time_zone=zone)
    assert webinar.begins.tzinfo == ZoneInfo(zone)
    assert webinar.ends.astimezone(UTC) - webinar.begins.astimezone(UTC) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("zone", "told"),
    [("America/Lima", "hora de Lima (UTC−5)"), ("Asia/Kolkata", "hora de Kolkata (UTC+5:30)"),
     ("Europe/Brussels", "hora de Brussels (UTC+2)"), ("America/La_Paz", "hora de La Paz (UTC−4)")],
)  # fmt: skip
def test_its_hour_is_told_with_whose_hour_it_is(zone, told):
    webinar = Webinar(starts_on=date(2027, 7, 1), starts_at=time(15, 0), time_zone=zone)
    with override("es"):
        assert when(webinar) == f"1 de julio de 2027, 15:00, {told}"


def test_a_time_zone_that_is_none_is_refused():
    with pytest.raises(ValidationError, match="zona horaria"):
        Webinar._meta.get_field("time_zone").clean("Marte/Olimpo", None)


@pytest.mark.django_db
def test_readers_programs_and_posts_are_told_the_hour_as_it_was_announced(client):
    webinar = make_webinar(starts_on=date(2030, 12, 3), starts_at=time(15, 0), time_zone="America/Lima")
    assert "3 de diciembre de 2030, 15:00, hora de Lima (UTC−5)" in client.get(address_of(webinar)).text
    answer = client.get(f"/api/v1/webinars/{webinar.translation_key}").json()
    assert (answer["starts_at"], answer["time_zone"]) == ("2030-12-03T15:00:00-05:00", "America/Lima")
    assert any("hora de Lima" in part for part in parts_of(webinar))


@pytest.mark.django_db
def test_what_is_to_come_and_what_was_are_told_apart(client):
    yesterday = timezone.localdate() - timedelta(days=2)
    make_webinar("Fue", starts_on=yesterday)
    make_webinar("Será")
    for asked, title in (("past", "Fue"), ("upcoming", "Será")):
        assert [one["title"] for one in client.get(f"/api/v1/webinars?when={asked}").json()["items"]] == [title]


@pytest.mark.django_db
def test_nobody_is_invited_to_what_is_over_unless_it_can_be_watched():
    at = datetime(2030, 12, 4, tzinfo=UTC)
    over = make_webinar(starts_on=date(2030, 12, 3))
    make_webinar(starts_on=date(2030, 12, 3), recording="https://example.org/video")
    make_webinar(starts_on=date(2030, 12, 5))
    assert [item.pk for item in Item.objects.filter(is_over(at))] == [over.item.pk]


@pytest.mark.django_db
def test_another_hour_holds_in_every_language(admin, client):
    webinar = make_webinar("Agua", starts_at=time(15, 0))
    english = make_webinar("Water", starts_at=time(15, 0), language="en", translation_of=webinar)
    webinar.starts_at = time(17, 30)
    webinar.save_revision(user=admin).publish(user=admin)
    english.refresh_from_db()
    assert (english.starts_at, english.begins_at) == (time(17, 30), webinar.begins_at)
    assert "17:30, Lima time" in client.get(address_of(english)).text
    form = client.__class__()
    form.force_login(admin)
    page = form.get(f"/admin/snippets/cms/webinar/edit/{english.pk}/").text
    assert 'name="starts_at" value="17:30"' in page
