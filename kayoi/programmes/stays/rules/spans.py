"""A stay as days: its nights, days and months, and the parts of it for which different prices hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from kayoi.kit.dates import CountingMethod, months_later, period_end

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """The days on which people arrive and leave (利用の初日と最終日); the same day for a visit without a night."""

    arrives_on: date
    leaves_on: date

    def __post_init__(self) -> None:
        if self.leaves_on < self.arrives_on:
            raise ValueError("利用の最終日が初日より前です")


class MonthPart(NamedTuple):
    """A calendar month, how many days of it a stay takes, and how many it has."""

    month: date
    days: int
    of_days: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is charged by one version of the prices: nights by the day on which they begin, and days."""

    from_on: date
    nights: tuple[date, ...]
    days: tuple[date, ...]


def nights(stay: Stay) -> tuple[date, ...]:
    """Return the nights of a stay, each by the day on which it begins (泊). From the 1st to the 4th: 1st, 2nd, 3rd.

    Source: 観光庁 宿泊旅行統計調査 (宿泊は泊まった夜で数える)
    """
    return _each_day(stay.arrives_on, stay.leaves_on)


def days(stay: Stay) -> tuple[date, ...]:
    """Return the days of a stay, the first and the last included (日). Three nights are four days.

    Source: 奈義町お試し住宅設置条例 5条 (4日以上14日以内), 豊浦町移住体験事業実施要綱 3条 (3日(2泊3日))
    """
    return _each_day(stay.arrives_on, stay.leaves_on + ONE_DAY)


def _each_day(first: date, stop: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range((stop - first).days))


def months_and_days(stay: Stay) -> tuple[int, int]:
    """Return the whole months of a stay from its first day on, and the days beyond them (満○か月と○日).

    The first day counts: from 15 April to 14 July are three months. A month without that day ends with its last:
    from 31 January to 28 February is one month.

    Source: 民法140条ただし書, 143条2項
    """
    months = (stay.leaves_on.year - stay.arrives_on.year) * 12 + stay.leaves_on.month - stay.arrives_on.month + 1
    while months and _last_of(stay.arrives_on, months) > stay.leaves_on:
        months -= 1
    last = _last_of(stay.arrives_on, months) if months else stay.arrives_on - ONE_DAY
    return months, (stay.leaves_on - last).days


def _last_of(first: date, months: int) -> date:
    return period_end(first, method=CountingMethod.DAY_BEFORE, months=months)


def month_parts(counted: Iterable[date]) -> list[MonthPart]:
    """Return how many of some days lie in each calendar month (暦の月ごとの日数, for rent by the day).

    Source: 借地借家の賃料の慣行 (1か月に満たない期間は、その月の日数で日割り)
    """
    found = Counter(day.replace(day=1) for day in counted)
    return [MonthPart(month, found[month], (months_later(month, 1) - month).days) for month in sorted(found)]


def split(stay: Stay, changes: Iterable[date]) -> list[Part]:
    """Return the parts of a stay between the days on which prices change (料金の改定日で分ける).

    The night that begins on 31 March belongs to the old price, 1 April as a day to the new one.

    Source: 使用料条例の一部改正の附則の型 (施行日前の使用に係る使用料は、なお従前の例による)
    """
    inside = sorted({change for change in changes if stay.arrives_on < change <= stay.leaves_on})
    edges: Sequence[date] = [stay.arrives_on, *inside, stay.leaves_on + ONE_DAY]
    return [
        Part(
            first,
            tuple(night for night in nights(stay) if first <= night < stop),
            tuple(day for day in days(stay) if first <= day < stop),
        )
        for first, stop in pairwise(edges)
    ]
