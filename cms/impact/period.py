"""The days a report is about, and the periods that people ask for by name."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

MONTHS_A_QUARTER = 3
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Its first moment, where this installation is."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        """The moment at which it is over."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """`2026`, `November 2026`, or its first and last day."""
        if self == year_of(self.first):
            return str(self.first.year)
        if self == month_of(self.first):
            return date_format(self.first, "YEAR_MONTH_FORMAT")
        days = [date_format(day, "DATE_FORMAT") for day in dict.fromkeys((self.first, self.last))]
        return " – ".join(days)

    @property
    def months(self) -> list[date]:
        """The first day of each month in it."""
        count = MONTHS_A_YEAR * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        return [_month(self.first.year, self.first.month + number) for number in range(count)]


def month_of(day: date) -> Period:
    return _months(_month(day.year, day.month), 1)


def month_before(day: date) -> Period:
    return _months(_month(day.year, day.month - 1), 1)


def quarter_of(day: date) -> Period:
    begins = (day.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1
    return _months(date(day.year, begins, 1), MONTHS_A_QUARTER)


def year_of(day: date) -> Period:
    return _months(date(day.year, 1, 1), MONTHS_A_YEAR)


def _month(year: int, month: int) -> date:
    """The first day of a month that may be counted beyond its year: the 13th is January, the 0th December."""
    return date(year + (month - 1) // MONTHS_A_YEAR, (month - 1) % MONTHS_A_YEAR + 1, 1)


def _months(first: date, count: int) -> Period:
    last = _month(first.year, first.month + count - 1)
    return Period(first, last.replace(day=monthrange(last.year, last.month)[1]))
