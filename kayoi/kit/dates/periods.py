"""Periods of months and years (期間の計算)."""

from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates.business_days import business_day_from
from kayoi.kit.states import Labelled

ONE_DAY = timedelta(days=1)


class CountingMethod(Labelled):
    """How the days of a period are counted, a field of each rule that has one (期間の数え方)."""

    CIVIL_CODE = "civil_code", "初日を算入しない(民法140条)"
    DAY_BEFORE = "day_before", "初日を算入する(応当日の前日まで)"


@dataclass(frozen=True)
class Period:
    """A run of days, half-open (期間): from `starts_on`, up to and without `ends_before`; without end if None.

    For a stay, `ends_before` is the day of departure and `days` the number of nights (泊数).
    """

    starts_on: date
    ends_before: date | None = None

    def __post_init__(self) -> None:
        if self.ends_before is not None and self.ends_before <= self.starts_on:
            raise ValueError(f"期間の終わり {self.ends_before:%Y-%m-%d} が始まり {self.starts_on:%Y-%m-%d} 以前です")

    def __contains__(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_before is None or on < self.ends_before)

    @property
    def days(self) -> int | None:
        """The number of days (日数); None without end."""
        return None if self.ends_before is None else (self.ends_before - self.starts_on).days

    @property
    def last_on(self) -> date | None:
        """The last day of the period (末日), as people write it; None without end."""
        return None if self.ends_before is None else last_day(self.ends_before)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether a day lies in both; periods that only touch do not overlap."""
        return (other.ends_before is None or self.starts_on < other.ends_before) and (
            self.ends_before is None or other.starts_on < self.ends_before
        )


def last_day(ends_before: date) -> date:
    """Return the last day of a period (末日) from the day after it, as people write it."""
    return ends_before - ONE_DAY


def _month_of(day: date, months: int) -> tuple[int, int]:
    """Return year and month, so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later (応当日), or the last of that month: 31 January + 1 = 28 February.

    For calendars, reminders and series. When a legal period *ends* is another question: period_end.
    A negative number goes back.
    """
    year, month = _month_of(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _day_after(first: date, months: int) -> date:
    """Return the first day after a period of months that counts `first` as its first day.

    民法143条2項: it ends with the day before the 応当日, or with the month where the month has no such day.
    """
    year, month = _month_of(first, months)
    if first.day > monthrange(year, month)[1]:
        return months_later(date(year, month, 1), 1)
    return date(year, month, first.day)


def period_end(
    start: date,
    *,
    method: CountingMethod,
    years: int = 0,
    months: int = 0,
    days: int = 0,
    carry_over: bool = False,
    also_closed: Container[date] = (),
) -> date:
    """Return the last day of a period that an event on `start` begins (期間の末日, 満了日).

    CIVIL_CODE does not count the day of the event: three years from 2025-06-10 end with 2028-06-10. DAY_BEFORE counts
    it: they end with 2028-06-09. Years and months are counted by the calendar, then days are added.

    From the 1st to the 27th the methods differ by exactly one day. From the 28th on they may differ by up to four, or
    not at all: a period counted from the first of a month ends with a month (28 February 2025 + 1 month: 31 March by
    CIVIL_CODE, 27 March by DAY_BEFORE), and one without 応当日 ends with the month (31 January + 1 month: 28 February
    by both).

    With `carry_over` an end on a day when the office is closed moves to the next business day: for what must be
    handed in by then, not for how long somebody must have lived somewhere.

    Raises ValueError for an empty or negative period.

    Source: 民法140条, 141条, 142条, 143条; 地方自治法4条の2第4項
    """
    if min(years, months, days) < 0 or not (years or months or days):
        raise ValueError("期間は1日以上です")
    first = start + ONE_DAY if method is CountingMethod.CIVIL_CODE else start
    end = _day_after(first, years * 12 + months) + timedelta(days=days) - ONE_DAY
    return business_day_from(end, also_closed=also_closed) if carry_over else end
