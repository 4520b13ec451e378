"""Conditions on lists: members of a household, times lived or worked somewhere, grants received before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import Condition, Leaf, Value, lacking
from kayoi.engines.rulesets.rules.lengths import Length, Span, adds_up, clipped, joined, lasts
from kayoi.engines.rulesets.rules.terms import Term
from kayoi.engines.rulesets.states import ROW, Adding
from kayoi.kit.dates import months_later

# Columns of a row that tells of a time: its first and its last day; without a last day it goes on.
FROM, UNTIL = "this.from", "this.until"
# Periods that still go on reach further than any window.
STILL = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a list for which a condition holds (一覧のうち当てはまる行)."""

    key: str
    where: Condition | None

    def of(self, case: Case) -> tuple[list[Values], list[Values]] | None:
        """Return the rows for which it surely holds, and those for which it may; None where the list is not known."""
        rows: Sequence[Values] | None = case.facts.get(self.key)
        if rows is None:
            return None
        if self.where is None:
            return list(rows), list(rows)
        sure, possible = [], []
        for row in rows:
            value = self.where.value(case.with_row(row))
            if value is not False:
                possible.append(row)
            if value:
                sure.append(row)
        return sure, possible

    def lacks(self, case: Case) -> Iterator[str]:
        """Yield what keeps it from being known of a row that it counts: the list itself where a column is missing."""
        if self.where is None:
            return
        for row in case.facts.get(self.key) or ():
            for key in lacking(self.where, case.with_row(row)):
                yield self.key if key.startswith(ROW) else key

    def count(self, case: Case) -> tuple[int, int | None]:
        """Return how many rows there are at least and at most; None: nobody knows."""
        found = self.of(case)
        return (0, None) if found is None else (len(found[0]), len(found[1]))


@dataclass(eq=False, slots=True)
class ListLeaf(Leaf):
    """A condition on the rows of a list."""

    rows: Rows

    def lacks(self, case: Case) -> Iterator[str]:
        # Without the list, or with it and some of its rows in doubt.
        if case.facts.get(self.rows.key) is None:
            yield from Leaf.lacks(self, case)
        else:
            yield from self.rows.lacks(case)


@dataclass(eq=False, slots=True)
class Count(ListLeaf):
    """How many rows, against a number (○人以上・一度もない)."""

    number: int
    holds: Callable[[Any, Any], bool]

    def test(self, case: Case) -> Value:
        least, most = self.rows.count(case)
        if most is None:
            return None
        if least == most:
            return self.holds(least, self.number)
        answers = {self.holds(count, self.number) for count in range(least, most + 1)}
        return answers.pop() if len(answers) == 1 else None


@dataclass(eq=False, slots=True)
class Every(ListLeaf):
    """A condition on each row of a list (全員が)."""

    def test(self, case: Case) -> Value:
        found = self.rows.of(case)
        if found is None:
            return None
        sure, possible = found
        if len(possible) < len(case.facts[self.rows.key]):
            return False
        return True if len(sure) == len(possible) else None


def spans_of(rows: Sequence[Values]) -> list[Span]:
    """Return the days of rows that tell of a time, as far as their first day is known.

    Source: docs/reference/rulesets.md (a row that tells of a time)
    """
    return [
        Span(row[FROM], STILL if row.get(UNTIL) is None else row[UNTIL] + timedelta(days=1))
        for row in rows
        if row.get(FROM) is not None
    ]


@dataclass(eq=False, slots=True)
class TimesLeaf(ListLeaf):
    """A condition on the times that rows tell of: met by those that surely count, or out of reach of all that may."""

    length: Length
    before: Term

    def test(self, case: Case) -> Value:
        before, found = self.before.value(case), self.rows.of(case)
        if before is None or found is None:
            return None
        sure, possible = spans_of(found[0]), spans_of(found[1])
        least = self.enough(sure, before)
        if len(possible) < len(found[1]):
            # A row without a first day may reach back as far as anybody likes.
            return True if least else None
        most = least if len(sure) == len(possible) else self.enough(possible, before)
        return least if least is most else None

    def lacks(self, case: Case) -> Iterator[str]:
        yield from ListLeaf.lacks(self, case)
        rows = self.rows.of(case)
        if rows is not None:
            yield from (key for key in self.before.needs if case.facts.get(key) is None)
            yield from (self.rows.key for row in rows[1] if row.get(FROM) is None)

    def enough(self, spans: list[Span], before: date) -> Value:
        raise NotImplementedError


@dataclass(eq=False, slots=True)
class AddUp(TimesLeaf):
    """Times inside a window before a day add up to a length (直前10年間に通算5年以上)."""

    window_months: int
    adding: Adding | None

    def enough(self, spans: list[Span], before: date) -> Value:
        window = Span(months_later(before, -self.window_months), before)
        return adds_up(clipped(spans, window), self.length, before=before, adding=self.adding)


@dataclass(eq=False, slots=True)
class Unbroken(TimesLeaf):
    """A time without a gap up to a day, or up to not long before it (直前に連続して1年以上、終わりは3か月前まで)."""

    tolerance: Length
    gap_days: int

    def enough(self, spans: list[Span], before: date) -> Value:
        latest_end = months_later(before, -self.tolerance.months) - timedelta(days=self.tolerance.days)
        runs = joined(clipped(spans, Span(date.min, before)), gap_days=self.gap_days)
        return any(run.stop >= latest_end and lasts(run, self.length) for run in runs)
