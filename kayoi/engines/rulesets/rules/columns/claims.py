"""Which part of each claim is paid, for many households at once: paid_parts of amounts.py."""

from math import lcm
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.amounts import MONTH, MONTHS
from kayoi.engines.rulesets.rules.columns import calendar
from kayoi.engines.rulesets.rules.columns.bits import Mask, unpack
from kayoi.engines.rulesets.rules.columns.blocks import Found
from kayoi.engines.rulesets.rules.columns.tables import LARGEST, Numbers, Places

Months = npt.NDArray[np.int64]


class Paid(NamedTuple):
    """What is paid of each claim at least and at most, in parts of a denominator; of which households it is known."""

    least: Any
    most: Any
    known: Mask
    denominator: int


class Claims(NamedTuple):
    """Claims of many households: whose, their first months (counted from the year 0), for how many months."""

    owner: Places
    month: Months
    months: Months


def paid(found: Found, most_months: int, gap_months: int | None) -> Paid:
    """Return the part of each claim that is paid; nothing of those of whom it is not known.

    Source: rules/amounts.py (Monthly)
    """
    rows, sure, possible = found
    first, lengths = rows.column(MONTH), rows.column(MONTHS)
    if first is None or lengths is None:
        return Paid(0, 0, rows.told() & (rows.tally(possible) == 0), 1)
    assert isinstance(lengths, Numbers)
    dated = np.ones(rows.count, np.bool_)
    for column in (first, lengths):
        if column.known is not None:
            dated &= unpack(column.known, rows.count)
    known = rows.told() & (rows.tally(possible & ~dated) == 0)
    counted = possible & known[rows.owner]
    month, months = calendar.month_of(first.values), np.maximum(lengths.wide // lengths.denominator, 1)
    claims = Claims(rows.owner, *(np.broadcast_to(values, rows.count).astype(np.int64) for values in (month, months)))
    least = most = taken_months(claims, counted, counted, most_months, gap_months)
    if (counted & ~sure).any():
        # Claims that may not count take months away from those after them, or leave them.
        most = taken_months(claims, counted, sure, most_months, gap_months)
    partly = (least % claims.months > 0) | (most % claims.months > 0)
    common = lcm(*np.unique(claims.months[partly]).tolist())
    kind = object if common * int(claims.months.max(initial=1)) > LARGEST else np.int64
    parts = [taken.astype(kind) * common // claims.months for taken in (np.where(sure, least, 0), most)]
    return Paid(parts[0], parts[1], known, common)


def taken_months(claims: Claims, counted: Mask, moving: Mask, most_months: int, gap_months: int | None) -> Months:
    """Return how many months of each counted claim are paid; those that do not move leave the months to the others.

    The first claims of all households are looked at, then the second ones, and so on.

    Source: rules/amounts.py (paid_parts)
    """
    places = np.flatnonzero(counted)
    order = places[np.lexsort((~moving[places], claims.month[places], claims.owner[places]))]
    begins = np.flatnonzero(np.diff(claims.owner[order], prepend=-1))
    sizes = np.diff(begins, append=len(order))
    taken = np.zeros(len(counted), np.int64)
    used, gaps, after = np.zeros(len(begins), np.int64), np.zeros(len(begins), np.int64), np.full(len(begins), -1)
    for number in range(sizes.max(initial=0)):
        those = np.flatnonzero(sizes > number)
        row = order[begins[those] + number]
        month, months, moves = claims.month[row], claims.months[row], moving[row]
        gap = gaps[those] + np.where(after[those] < 0, 0, np.maximum(month - after[those], 0))
        # The time that gaps take beyond what extends it is lost.
        lost = 0 if gap_months is None else np.maximum(gap - gap_months, 0)
        taken[row] = np.maximum(np.minimum(months, most_months - used[those] - lost), 0)
        used[those] += np.where(moves, taken[row], 0)
        gaps[those] = np.where(moves, gap, gaps[those])
        after[those] = np.where(moves, np.maximum(after[those], month + months), after[those])
    return taken
