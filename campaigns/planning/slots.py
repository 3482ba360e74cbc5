"""Weekly slots as instants, in the campaign's own time zone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class Weekly:
    """An hour of the week; Monday is 0."""

    weekday: int
    at: time


def instants(slots: Iterable[Weekly], first: date, last: date, zone: ZoneInfo) -> list[datetime]:
    """When the slots fall between two days, both included, in UTC and in order, each instant once."""
    found = {
        instant(day, slot.at, zone) for day in days(first, last) for slot in slots if slot.weekday == day.weekday()
    }
    return sorted(found)


def days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """`at` on `day` in `zone`, in UTC.

    An hour that daylight saving skips becomes the same wait after the clock jumps; of one that it repeats, the first
    is meant. https://peps.python.org/pep-0495/
    """
    return datetime.combine(day, at, tzinfo=zone).replace(fold=0).astimezone(UTC)
