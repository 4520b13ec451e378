"""Money for a late refund (延滞): simple interest by days on what has not come back in time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kayoi.programmes.schemes.states.recovery import DAYS_OF_YEAR, Arrears


@dataclass(frozen=True)
class Rate:
    """At which rate: percent a year, nothing below `least_yen`, cut off to `unit_yen`."""

    percent: Decimal
    least_yen: int
    unit_yen: int


def rate_of(frozen: Mapping[str, Any] | None) -> Rate | None:
    """Return the rate that a demand has kept; None where nothing is asked for being late.

    Source: 補助金等に係る予算の執行の適正化に関する法律 19条2項 (年10.95パーセント); 町の規則
    """
    if not frozen or frozen["kind"] == Arrears.NONE:
        return None
    return Rate(Decimal(frozen["percent"]), frozen["least_yen"], frozen["unit_yen"])


def late_yen_days(
    dues: Iterable[tuple[date, int]], paid: Iterable[tuple[date, int]], *, after: date, until: date
) -> int:
    """Return yen times days that were late from the day after `after` up to `until` (積数).

    A day is late for what was due before it and has not been paid before it: the day after the due date is the first,
    the day of the payment the last.

    Source: 補助金等適正化法 19条2項 (納期日の翌日から納付の日までの日数に応じ、その未納付額につき)
    """
    steps = [(max(day, after), yen) for day, yen in dues if day < until]
    steps += [(max(day, after), -yen) for day, yen in paid if day < until]
    total, owed, since = 0, 0, after
    for day, yen in sorted(steps):
        total += max(owed, 0) * (day - since).days
        owed, since = owed + yen, day
    return total + max(owed, 0) * max((until - since).days, 0)


def interest_yen(yen_days: int, rate: Rate | None) -> int:
    """Return what is asked for being late, cut off; a year has 365 days, also a leap year.

    Source: 補助金等適正化法 19条2項; 利率等の表示の年利建て移行に関する法律 25条 (閏年の日も365日の割合)
    """
    if rate is None:
        return 0
    yen = int(yen_days * rate.percent / 100 / DAYS_OF_YEAR)
    yen -= yen % rate.unit_yen
    return yen if yen >= rate.least_yen else 0
