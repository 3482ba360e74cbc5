"""When editions are built and sent, over all time zones."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from newsletter.editions.send_times import (
    build_moment,
    day_of,
    exists,
    is_too_late,
    moment_at,
    month_to_build,
    months_from,
    send_moment,
    skipped_hours,
)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
months = days.map(lambda day: day.replace(day=1))
SECOND = dt.timedelta(seconds=1)


def wall(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@given(days, hours, zones)
def test_the_moment_is_the_first_at_which_the_clock_is_there_or_has_jumped_over(day, hour, zone):
    moment, wanted = moment_at(day, hour, zone), dt.datetime.combine(day, hour)
    assert wall(moment, zone) >= wanted
    assert wall(moment - SECOND, zone) < wanted
    assert exists(day, hour, zone) == (wall(moment, zone) == wanted)


def test_an_hour_skipped_in_madrid_becomes_the_first_after_it():
    madrid = ZoneInfo("Europe/Madrid")
    assert not exists(dt.date(2026, 3, 29), dt.time(2, 30), madrid)
    assert wall(moment_at(dt.date(2026, 3, 29), dt.time(2, 30), madrid), madrid) == dt.datetime(2026, 3, 29, 3)


def test_an_hour_that_comes_twice_is_the_first():
    moment = moment_at(dt.date(2026, 10, 25), dt.time(2, 30), ZoneInfo("Europe/Madrid"))
    assert moment == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_a_day_that_samoa_skipped_becomes_the_next_one():
    apia = ZoneInfo("Pacific/Apia")
    assert wall(moment_at(dt.date(2011, 12, 30), dt.time(9), apia), apia) == dt.datetime(2011, 12, 31)


@given(months, st.integers(1, 31))
def test_a_day_beyond_the_month_is_its_last(month, day):
    found = day_of(month, day)
    assert (found.year, found.month) == (month.year, month.month)
    assert found.day == day or (found + dt.timedelta(days=1)).day == 1


@given(months, st.integers(1, 31), hours, st.integers(0, 25), zones)
def test_a_month_is_built_from_its_build_day_until_its_hour(month, day, hour, before, zone):
    build, send = build_moment(month, day, before, zone), send_moment(month, day, hour, zone)
    assert build <= send
    if build < send:
        assert month_to_build(send - SECOND, day, hour, before, zone) == month
        assert month_to_build(build, day, hour, before, zone) is not None
    assert month_to_build(send, day, hour, before, zone) != month


@given(months, st.integers(1, 40))
def test_months_follow_one_another(first, count):
    found = months_from(first, count)
    assert found[0] == first
    assert all(after == (before + dt.timedelta(days=32)).replace(day=1) for before, after in pairwise(found))


def test_the_form_can_warn_of_skipped_hours():
    skipped = skipped_hours(dt.date(2026, 1, 1), 29, dt.time(2, 30), ZoneInfo("Europe/Madrid"))
    assert skipped == [dt.date(2026, 3, 29)]
    assert not skipped_hours(dt.date(2026, 1, 1), 29, dt.time(2, 30), ZoneInfo("America/Lima"))


def test_an_edition_is_late_only_beyond_its_window():
    at = dt.datetime(2026, 11, 5, 14, tzinfo=dt.UTC)
    assert not is_too_late(at, at + dt.timedelta(hours=6), 6)
    assert is_too_late(at, at + dt.timedelta(hours=6, seconds=1), 6)
