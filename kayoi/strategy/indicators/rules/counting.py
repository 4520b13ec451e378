"""Count figures from events; suppress small cells so that no suppressed one can be worked out."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from kayoi.kit.dates import JST, business_days_later
from kayoi.strategy.indicators.states import SMALLEST_CELL


class Asked(NamedTuple):
    """One question as its events tell it: when asked, by which file, first answer, whether it needs one.

    Moments are kept as seconds since 1970: of 100,000 questions only those on the page become moments with a zone.
    """

    engagement_id: int
    organization_id: int
    file_id: int
    asked_seconds: float
    answered_seconds: float | None
    closed: bool
    month: date
    late_from: date
    in_time: bool

    @property
    def asked_at(self) -> datetime:
        """The moment of the question, in Japan."""
        return datetime.fromtimestamp(self.asked_seconds, JST)

    @property
    def answered_at(self) -> datetime | None:
        """The moment of the first answer, in Japan."""
        return None if self.answered_seconds is None else datetime.fromtimestamp(self.answered_seconds, JST)

    def counts_for_rate(self, on: date) -> bool:
        """True when it is known whether the promise was kept: answered, or the time is over."""
        return not self.closed and (self.answered_seconds is not None or on >= self.late_from)


def asked(
    engagement_id: int,
    organization_id: int,
    file_id: int,
    asked_seconds: float,
    asked_on: date,
    answered_seconds: float | None,
    answered_on: date | None,
    closed: bool,
    within_days: int,
) -> Asked:
    """Return a question with what follows from its events: its month, and whether the promise of working days was kept.

    `asked_on` and `answered_on` are the days in Japan. A backdated answer took no time.
    Source: the definitions in kayoi/strategy/indicators/states.py
    """
    month, late_from = _calendar(asked_on, within_days)
    in_time = answered_on is not None and answered_on < late_from
    return Asked(
        engagement_id, organization_id, file_id, asked_seconds, answered_seconds, closed, month, late_from, in_time
    )


@lru_cache(maxsize=4096)  # a year has few days, and 100,000 questions
def _calendar(asked_on: date, within_days: int) -> tuple[date, date]:
    """Return the month, and the first day on which an answer is late."""
    return asked_on.replace(day=1), business_days_later(asked_on, within_days + 1)


def _hours(asked: Asked) -> float:
    assert asked.answered_seconds is not None
    return (asked.answered_seconds - asked.asked_seconds) / 3600


ROWS: dict[str, Callable[[Sequence[Asked], date], list[Asked]]] = {
    "questions": lambda events, on: list(events),
    "askers": lambda events, on: list({event.file_id: event for event in reversed(events)}.values()),
    "answered": lambda events, on: [event for event in events if event.answered_seconds is not None],
    "in_time": lambda events, on: [event for event in events if event.in_time],
    "in_time_rate": lambda events, on: [event for event in events if event.counts_for_rate(on)],
    "response_median": lambda events, on: [event for event in events if event.answered_seconds is not None],
    "waiting": lambda events, on: [event for event in events if event.answered_seconds is None and not event.closed],
}


def rows_behind(key: str, events: Sequence[Asked], *, on: date) -> list[Asked]:
    """Return the events that a figure counts, or its base where the figure is a rate or a median.

    Source: the definitions in kayoi/strategy/indicators/states.py
    """
    return ROWS[key](events, on)


def value(key: str, events: Sequence[Asked], *, on: date) -> float | None:
    """Return a figure; None where there is nothing to divide by or to take the median of.

    Units: pieces, persons, percent, hours. Source: the definitions in kayoi/strategy/indicators/states.py
    """
    rows = rows_behind(key, events, on=on)
    if key == "in_time_rate":
        return 100 * sum(event.in_time for event in rows) / len(rows) if rows else None
    if key == "response_median":
        return median(map(_hours, rows)) if rows else None
    return float(len(rows))


Table = list[list[int]]
Cell = tuple[int, int]


def with_totals(cells: Table) -> Table:
    """Return the table with a column of row totals and a row of column totals.

    Source: arithmetic
    """
    wide = [[*row, sum(row)] for row in cells]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)]] if wide else []


def suppressed(table: Table) -> set[Cell]:
    """Return which cells of a table with totals are not shown (秘匿): 1 to 4, and as many others as needed.

    In a table whose rows and columns add up, a hidden cell can be worked out exactly when it is a bridge of the graph
    whose nodes are the lines of the table and whose edges are the hidden cells. So cells are hidden until each hidden
    one lies on a circle. The cheapest (smallest) cells are taken; totals too, where nothing else is left.
    Source: the theory of complementary suppression in two-dimensional tables (D. Gusfield, SIAM J. Comput. 1988)
    """
    hidden = {
        (row, column)
        for row, line in enumerate(table)
        for column, number in enumerate(line)
        if 0 < number < SMALLEST_CELL
    }
    while bridge := _bridge(hidden):
        hidden |= _cheapest_circle(table, hidden, bridge)
    return hidden


def _bridge(hidden: set[Cell]) -> Cell | None:
    """Return a hidden cell that can be worked out, or None."""
    for cell in sorted(hidden):
        if not _connected(hidden - {cell}, ("row", cell[0]), ("column", cell[1])):
            return cell
    return None


def _connected(hidden: set[Cell], start: tuple[str, int], goal: tuple[str, int]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        side, index = waiting.pop()
        if (side, index) == goal:
            return True
        for row, column in hidden:
            if (row if side == "row" else column) != index:
                continue
            other = ("column", column) if side == "row" else ("row", row)
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _cheapest_circle(table: Table, hidden: set[Cell], bridge: Cell) -> set[Cell]:
    """Return the cells of the rectangle with the smallest sum that puts the bridge on a circle."""
    row, column = bridge
    best: tuple[int, set[Cell]] | None = None
    for other_row in range(len(table)):
        for other_column in range(len(table[0])):
            if other_row == row or other_column == column:
                continue
            corners = {(row, other_column), (other_row, column), (other_row, other_column)} - hidden
            cost = sum(table[r][c] for r, c in corners)
            zeros = sum(table[r][c] == 0 for r, c in corners)  # a hidden zero protects little
            if best is None or (cost + 1000 * zeros) < best[0]:
                best = (cost + 1000 * zeros, corners)
    assert best is not None, "a table with totals has at least two rows and two columns"
    return best[1]
