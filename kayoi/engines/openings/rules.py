"""What is free, and where in a free period a stay fits."""

from datetime import date, timedelta
from typing import NamedTuple


class Free(NamedTuple):
    """A time in which something is free: from, until, for how many persons, where (as models.FreePeriod)."""

    starts_on: date
    ends_before: date
    persons: int
    place_code: str = ""


def arrival_within(starts_on: date, ends_before: date, *, wanted: date, nights: int) -> date | None:
    """Return the day of arrival nearest to the wanted one with which a stay fits into a free period (近い到着日).

    `ends_before` is the last possible day of leaving. None where the period is too short.

    Source: docs/decisions/0033-bookings-in-one-constraint.md
    """
    last = ends_before - timedelta(days=nights)
    return None if last < starts_on else min(max(wanted, starts_on), last)
