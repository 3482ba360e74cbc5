"""If these fail, a report is about other days than those that somebody asked for."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from cms.impact.period import Period, month_before, month_of, quarter_of, year_of


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (month_of(date(2028, 2, 10)), date(2028, 2, 1), date(2028, 2, 29)),
        (month_before(date(2027, 1, 31)), date(2026, 12, 1), date(2026, 12, 31)),
        (quarter_of(date(2026, 11, 29)), date(2026, 10, 1), date(2026, 12, 31)),
        (quarter_of(date(2026, 1, 1)), date(2026, 1, 1), date(2026, 3, 31)),
        (year_of(date(2026, 11, 29)), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_named_period_has_its_days(period, first, last):
    assert (period.first, period.last) == (first, last)


def test_a_period_is_called_as_people_call_it():
    with override("es"):
        assert str(year_of(date(2026, 5, 5))) == "2026"
        assert str(month_of(date(2026, 5, 5))) == "mayo de 2026"
        assert str(Period(date(2026, 5, 5), date(2026, 6, 1))) == "5 de mayo de 2026 – 1 de junio de 2026"
        assert str(Period(date(2026, 5, 5), date(2026, 5, 5))) == "5 de mayo de 2026"


def test_a_period_has_each_of_its_months_once():
    months = Period(date(2026, 11, 29), date(2027, 2, 1)).months
    assert months == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


def test_the_last_day_belongs_to_a_period_whole():
    period = Period(date(2026, 5, 5), date(2026, 5, 6))
    assert (period.end - period.start).days == 2
    assert date(2026, 5, 6) in period
    assert date(2026, 5, 7) not in period
