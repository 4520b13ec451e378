"""Which unit of a pool is given."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kayoi.engines.reservations.rules.spans import Span, Taken

NOTHING = timedelta(0)


def best_fit(free: Mapping[int, Sequence[Taken]], span: Span, busy: datetime) -> int:
    """Return which of the free units of a pool is given (プールから選ぶ施設): the one that leaves the least gaps.

    `free` says for each unit what is taken around the time. First comes the unit with the shortest times shut in
    between its bookings; among those the one that is used most closely already; then the first.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """

    def left_over(unit: int) -> tuple[timedelta, int, int]:
        before = [span.starts_at - one.busy_before for one in free[unit] if one.busy_before <= span.starts_at]
        after = [one.span.starts_at - busy for one in free[unit] if one.span.starts_at >= busy]
        gaps = [min(side) for side in (before, after) if side]
        return sum(gaps, NOTHING), 2 - len(gaps), unit

    return min(free, key=left_over)
