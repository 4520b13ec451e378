"""How long free dates among 1,000 houses take, and a board of 100: python -m … ROUNDS; prints the rows."""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

LIMIT_MS, SHOWN, NIGHTS = 200, 100, 3
# The same free periods, each long enough, straight from the table, as owner: the times between a booking and the next.
GAPS = """
SELECT unit_id, free_from, free_until FROM (
    SELECT unit_id, busy_before AS free_from,
           lead(starts_at) OVER (PARTITION BY unit_id ORDER BY starts_at) AS free_until
    FROM reservations_booking
    WHERE unit_id = ANY(%(units)s) AND busy_before > %(first)s AND starts_at < %(until)s
      AND status IN ('held', 'confirmed', 'in_use', 'finished', 'blocked')
) AS gaps WHERE free_until IS NULL OR free_until - free_from >= make_interval(days => %(nights)s)
"""
# The units that are free for one time.
FREE = """
SELECT id FROM reservations_unit u WHERE id = ANY(%(units)s) AND NOT EXISTS (
    SELECT FROM reservations_booking WHERE unit_id = u.id AND busy_before > %(first)s AND starts_at < %(until)s
      AND status IN ('held', 'confirmed', 'in_use', 'finished', 'blocked')
)
"""
BOARD = """
SELECT * FROM reservations_booking
WHERE unit_id = ANY(%(units)s) AND busy_before > %(first)s AND starts_at < %(until)s ORDER BY starts_at
"""


def timed(rounds: int, one: Callable[[], Any], other: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Do both in turn, once before the first round; return the milliseconds of each."""
    spent: tuple[list[float], list[float]] = ([], [])
    for number in range(-1, rounds):
        for do, kept in zip((one, other), spent, strict=True):
            start = time.perf_counter()
            do()
            if number >= 0:
                kept.append((time.perf_counter() - start) * 1000)
    return spent


def search(rounds: int) -> list[str]:
    """Return the rows of the report."""
    import psycopg

    from kayoi.config import database
    from kayoi.engines.reservations import selectors
    from kayoi.engines.reservations.models import Unit
    from kayoi.engines.reservations.rules import Span, midnight
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization
    from kayoi.kit.dates import local_date
    from tests.bench.reservations.sides import AT

    first = local_date(AT)
    until = first + timedelta(days=365)
    wanted = Span(midnight(first + timedelta(days=100)), midnight(first + timedelta(days=100 + NIGHTS)))
    host = database.settings()["HOST"]
    with (
        psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi", autocommit=True) as owner,
        scope.of_organization(Organization.objects.get(slug="ina").pk),
    ):
        owner.execute("ANALYZE reservations_booking")
        units = list(Unit.objects.filter(name__startswith="house").order_by("pk"))
        year = {
            "units": [unit.pk for unit in units], "first": midnight(first), "until": midnight(until), "nights": NIGHTS,
        }  # fmt: skip
        time_of = year | {"first": wanted.starts_at, "until": wanted.ends_before}
        board = year | {"units": year["units"][:SHOWN]}  # type: ignore[index]
        cases: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
            f"free periods of {NIGHTS} nights, {len(units):,} houses × 365 days": (
                lambda: selectors.free_periods(units, first, until, nights=NIGHTS, at=AT),
                lambda: owner.execute(GAPS, year).fetchall(),
            ),
            f"free for one time, {len(units):,} houses": (
                lambda: selectors.free_units(units, wanted, persons=2, at=AT),
                lambda: owner.execute(FREE, time_of).fetchall(),
            ),
            f"nearest to one time, {len(units):,} houses": (
                lambda: selectors.nearest_free(units, wanted, persons=2, at=AT),
                lambda: owner.execute(GAPS, year).fetchall(),
            ),
            f"board of {SHOWN} houses × 365 days": (
                lambda: selectors.calendar(units[:SHOWN], first, until, at=AT),
                lambda: owner.execute(BOARD, board).fetchall(),
            ),
        }
        return [_row(name, *timed(rounds, *both)) for name, both in cases.items()]


def _row(name: str, ours: list[float], theirs: list[float]) -> str:
    ratio = statistics.median(map(float.__truediv__, ours, theirs))
    return (
        f"| {name} | {statistics.median(ours):.1f} | {max(ours):.1f} | {statistics.median(theirs):.1f} | {ratio:.1f} |"
    )


if __name__ == "__main__":
    django.setup()
    sys.stdout.write("\n".join([
        "| search | median ms | slowest ms | SQL alone ms | × |", "|---|---:|---:|---:|---:|",
        *search(int(sys.argv[1])), "",
        f"Limit of the board: {LIMIT_MS} ms. Beside it a query of its own on the same server, as owner, without the "
        "walls: the same gaps (for the nearest too), the same units, the same rows.", "",
    ]))  # fmt: skip
