"""Conditions on lists: members of a household, times lived or worked somewhere, grants received before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import Condition, Leaf, Value
from kayoi.engines.rulesets.rules.lengths import Length, Span, adds_up, clipped, joined, lasts
from kayoi.engines.rulesets.rules.terms import Term
from kayoi.engines.rulesets.states import Adding
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

    def count(self, case: Case) -> tuple[int, int | None]:
        """Return how many rows there are at least and at most; None: nobody knows."""
        found = self.of(case)
        return (0, None) if found is None else (len(found[0]), len(found[1]))


@dataclass(eq=False, slots=True)
class Count(Leaf):
    """How many rows, against a number (○人以上・一度もない)."""

    rows: Rows
    number: int
    holds: Callable[[Any, Any], bool]

    def test(self, case: Case) -> Value:
        least, most = self.rows.count(case)
        if most is None:
            return None
        answers = {self.holds(count, self.number) for count in range(least, most + 1)}
        return answers.pop() if len(answers) == 1 else None


@dataclass(eq=False, slots=True)
class Every(Leaf):
    """A condition on each row of a list (全員が)."""

    key: str
    condition: Condition

    def test(self, case: Case) -> Value:
        rows: Sequence[Values] | None = case.facts.get(self.key)
        if rows is None:
            return None
        answer: Value = True
        for row in rows:
            value = self.condition.value(case.with_row(row))
            if value is False:
                return False
            if value is None:
                answer = None
        return answer


def spans_of(rows: Sequence[Values]) -> list[Span] | None:
    """Return the days of rows that tell of a time; None where a first day is not known."""
    spans = []
    for row in rows:
        start, last = row.get(FROM), row.get(UNTIL)
        if start is None:
            return None
        spans.append(Span(start, STILL if last is None else last + timedelta(days=1)))
    return spans


@dataclass(eq=False, slots=True)
class TimesLeaf(Leaf):
    """A condition on the times that rows tell of: met by those that surely count, or out of reach of all that may."""

    rows: Rows
    length: Length
    before: Term

    def test(self, case: Case) -> Value:
        before, found = self.before.value(case), self.rows.of(case)
        if before is None or found is None:
            return None
        sure, possible = spans_of(found[0]), spans_of(found[1])
        if sure is None or possible is None:
            return None
        least = self.enough(sure, before)
        most = least if len(sure) == len(possible) else self.enough(possible, before)
        return least if least == most else None

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
