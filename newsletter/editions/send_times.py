"""When an edition is built and sent: the arithmetic of months, hours and time zones, on plain values."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moment_at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which clocks in `zone` first show `hour` on `day`.

    An hour that is skipped that day (clocks go forward) becomes the first moment after the gap; one that comes twice
    (clocks go back) is the first of the two.
    """
    wall = datetime.combine(day, hour)
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(first, zone) == wall:
        return first
    # In a gap, fold=1 gives an instant before the change of offset and fold=0 one after it: bisect between the two.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (before, middle) if _wall(middle, zone) >= wall else (middle, after)
    return after


def exists(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Whether clocks in `zone` ever show `hour` on `day`."""
    return _wall(moment_at(day, hour, zone), zone) == datetime.combine(day, hour)


def day_of(month: date, day: int) -> date:
    """Day number `day` of `month`, or the month's last day where it is shorter."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def send_moment(month: date, day: int, hour: time, zone: ZoneInfo) -> datetime:
    """When that month's edition goes out, in UTC."""
    return moment_at(day_of(month, day), hour, zone)


def build_moment(month: date, day: int, days_before: int, zone: ZoneInfo) -> datetime:
    """The first moment of the day on which that month's draft is built, in UTC."""
    return moment_at(day_of(month, day) - timedelta(days=days_before), time(), zone)


def month_to_build(now: datetime, day: int, hour: time, days_before: int, zone: ZoneInfo) -> date | None:
    """The first day of the month whose draft should be there at `now` and is not yet to be sent."""
    this_month = now.astimezone(zone).date().replace(day=1)
    for month in months_from(this_month, 3):
        if build_moment(month, day, days_before, zone) <= now < send_moment(month, day, hour, zone):
            return month
    return None


def skipped_hours(start: date, day: int, hour: time, zone: ZoneInfo, months: int = 24) -> list[date]:
    """The days within the next `months` on which clocks in `zone` never show `hour`."""
    days = (day_of(month, day) for month in months_from(start.replace(day=1), months))
    return [candidate for candidate in days if candidate >= start and not exists(candidate, hour, zone)]


def months_from(first: date, count: int) -> list[date]:
    """`count` months as their first days, beginning with the one of `first`."""
    start = first.year * 12 + first.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(start, start + count)]


def is_too_late(send_at: datetime, now: datetime, hours: int) -> bool:
    """Whether `now` is later than an edition may go out by itself."""
    return now - send_at > timedelta(hours=hours)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
