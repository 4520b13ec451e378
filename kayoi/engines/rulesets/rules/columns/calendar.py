"""The calendar as tables, so that days are reckoned for many households at once. A day is its ordinal number."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.lengths import Length
from kayoi.kit.dates import CountingMethod

# A month and a day in it as one number: the month (counted from the year 0) times 32, and the day.
MONTH, DAY, YEAR = 5, 31, 12 << 5
# Later than any day that a file may name, or that is reckoned from it (reading_parts.py).
LAST_YEAR = 3500


@cache
def _firsts() -> npt.NDArray[np.int32]:
    """Return the first day of every month since the year 0."""
    months = np.arange("0000-01", f"{LAST_YEAR + 1}-03", dtype="M8[M]").astype("M8[D]")
    return (months - np.datetime64("0001-01-01")).astype(np.int32) + 1


@cache
def _places() -> npt.NDArray[np.int32]:
    """Return for every day its month and its day in the month."""
    firsts = _firsts()
    start = np.searchsorted(firsts, 1)
    lengths = np.diff(firsts[start:])
    month = np.repeat(np.arange(start, len(firsts) - 1, dtype=np.int32), lengths)
    days = np.arange(1, len(month) + 1, dtype=np.int32)
    return np.concatenate([[0], (month << MONTH) + days - firsts[month] + 1]).astype(np.int32)


def _place(days: Any) -> Any:
    return _places().take(days, mode="clip")


def _first(months: Any) -> Any:
    return _firsts().take(months, mode="clip")


def month_of(days: Any) -> Any:
    """Return the month of a day, counted from the year 0.

    Source: kit/dates/periods.py
    """
    return _place(days) >> MONTH


def months_later(days: Any, months: Any) -> Any:
    """Return the same day so many months later, or the last of that month.

    Source: kit/dates/periods.py
    """
    place = _place(days)
    month = (place >> MONTH) + months
    return np.minimum(_first(month) + (place & DAY), _first(month + 1)) - 1


def day_after(first: Any, months: Any) -> Any:
    """Return the first day after so many months that begin with a day; without 応当日 the first of the next month.

    Source: kit/dates/periods.py; 民法143条2項
    """
    place = _place(first)
    month = (place >> MONTH) + months
    return np.minimum(_first(month) + (place & DAY) - 1, _first(month + 1))


def period_end(start: Any, length: Length, method: CountingMethod) -> Any:
    """Return the last day of a period that an event begins.

    Source: kit/dates/periods.py; 民法140条, 143条
    """
    first = start + 1 if method is CountingMethod.CIVIL_CODE else start
    return day_after(first, length.months) + (length.days - 1)


def age(born_on: Any, on: Any) -> Any:
    """Return the age on a day, below 0 before birth.

    Source: kit/dates/ages.py; rules/terms.py (Age)
    """
    return np.maximum((_place(on) - _place(born_on)) // YEAR, -1)


def year_start(days: Any) -> Any:
    """Return 1 April of the fiscal year of a day.

    Source: kit/dates/fiscal_years.py
    """
    return _first(_april(days))


def year_end(days: Any) -> Any:
    """Return 31 March of the fiscal year of a day.

    Source: kit/dates/fiscal_years.py
    """
    return _first(_april(days) + 12) - 1


def _april(days: Any) -> Any:
    return ((_place(days) >> MONTH) - 3) // 12 * 12 + 3


def whole_months(start: Any, stop: Any) -> Any:
    """Return how many whole months lie between two days.

    Source: rules/lengths.py; 民法143条
    """
    months = (_place(stop) >> MONTH) - (_place(start) >> MONTH)
    return months - (day_after(start, months) > stop)


def day_of_year(days: Any) -> Any:
    """Return month and day as one number that grows through the year.

    Source: rules/conditions.py (InSeason)
    """
    return _place(days) % YEAR


def number_of(month: int, day: int) -> int:
    """Return the number of a day of every year.

    Source: rules/conditions.py (InSeason)
    """
    return (month - 1 << MONTH) + day
