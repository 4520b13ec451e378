"""National holidays and the days on which a town office works (祝日・開庁日).

Holidays come from jpholiday. The two equinoxes are fixed by the official gazette each February for the next year, and
Parliament may move holidays (2019–2021), so a day more than a year ahead is a forecast.
"""

from collections.abc import Container
from datetime import date, timedelta

import jpholiday

HOLIDAY_LAW_IN_FORCE = date(1948, 7, 20)
SATURDAY = 5
ONE_DAY = timedelta(days=1)


def holiday_name(on: date) -> str | None:
    """Return the name of a national holiday (国民の祝日・振替休日・国民の休日), or None on other days.

    Source: 国民の祝日に関する法律 (昭和23年法律第178号), in force since 1948-07-20
    """
    # jpholiday also names days of the months and years before the law.
    return jpholiday.is_holiday_name(on) if on >= HOLIDAY_LAW_IN_FORCE else None


def is_holiday(on: date) -> bool:
    """Tell whether a day is a national holiday, substitute holidays included (休日)."""
    return holiday_name(on) is not None


def _is_year_end(on: date) -> bool:
    return (on.month == 12 and on.day >= 29) or (on.month == 1 and on.day <= 3)


def is_business_day(on: date, *, also_closed: Container[date] = ()) -> bool:
    """Tell whether a town office works on a day (開庁日).

    Closed are Saturdays, Sundays, national holidays, 29 December to 3 January, and the days in `also_closed`
    (a town's own, such as 慰霊の日).

    Source: 地方自治法4条の2; the days of New Year as nearly all ordinances set them after 行政機関の休日に関する法律1条
    """
    return not (on.weekday() >= SATURDAY or _is_year_end(on) or on in also_closed or is_holiday(on))


def business_day_from(on: date, *, also_closed: Container[date] = ()) -> date:
    """Return the day itself if the office works, otherwise the next day on which it does (休日の翌日).

    Source: 民法142条; 地方自治法4条の2第4項
    """
    while not is_business_day(on, also_closed=also_closed):
        on += ONE_DAY
    return on


def business_days_later(start: date, count: int, *, also_closed: Container[date] = ()) -> date:
    """Return the count-th business day after a day, which itself is not counted (〇営業日後).

    A negative count goes back (3営業日前 = -3). Raises ValueError for 0: is it the day, or the next one that is open?
    """
    if count == 0:
        raise ValueError("0営業日後は定まりません")
    step = ONE_DAY if count > 0 else -ONE_DAY
    on = start
    for _ in range(abs(count)):
        on += step
        while not is_business_day(on, also_closed=also_closed):
            on += step
    return on


def business_days_between(start: date, end: date, *, also_closed: Container[date] = ()) -> int:
    """Return how many business days lie after `start` up to and including `end` (経過営業日数, 初日不算入).

    So business_days_between(day, business_days_later(day, n)) is n. Raises ValueError when `end` is before `start`.
    """
    if end < start:
        raise ValueError(f"終わりの日 {end:%Y-%m-%d} が始まりの日 {start:%Y-%m-%d} より前です")
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_business_day(day, also_closed=also_closed) for day in days)
