"""What is paid on a refund from the day on which the money was received (加算金): simple interest by days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kayoi.programmes.schemes.rules.recovery.arrears import Rate, late_yen_days


def surcharge_rate(frozen: Mapping[str, Any] | None) -> Rate | None:
    """Return the rate that a demand has kept; None where none is asked. Nothing is too little to be asked.

    Source: 補助金等に係る予算の執行の適正化に関する法律 19条1項 (年10.95パーセント); 町の規則
    """
    return Rate(Decimal(frozen["percent"]), 0, frozen["unit_yen"]) if frozen else None


def held_yen_days(
    received: Iterable[tuple[date, int]], paid: Iterable[tuple[date, int]], *, demanded_yen: int, until: date
) -> int:
    """Return yen times days that money was held which is to come back (積数), up to `until`.

    The day on which it was received and the day on which it is paid back both count; what is paid back counts no more
    from the next day on. Of several payments what was received last comes back first.

    Source: 補助金等適正化法 19条1項 (受領の日から納付の日までの日数、一部の納付のあとは既納額を控除); 同法施行令 9条
    """
    held, rest = [], demanded_yen
    for day, yen in sorted(received, reverse=True):
        # As if it had been due on the day before it was received.
        held.append((day - timedelta(days=1), min(yen, rest)))
        rest -= held[-1][1]
    return late_yen_days(held, paid, after=held[-1][0], until=until) if held else 0
