"""Amounts as steps that are worked out one after the other (算定), each on what the step before has left.

Every value is a pair: at least and at most, because a fact may be missing; at most None means that nobody knows.
With all facts known both are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from kayoi.engines.rulesets.rules.cases import Case, Values
from kayoi.engines.rulesets.rules.conditions import NO_NOTE, Condition, Note
from kayoi.engines.rulesets.rules.lengths import Span, whole_months
from kayoi.engines.rulesets.rules.lists import Rows
from kayoi.engines.rulesets.rules.terms import Term
from kayoi.engines.rulesets.rules.yen import Number, rounded, whole
from kayoi.engines.rulesets.states import Rounding
from kayoi.kit.dates import months_later

Range = tuple[Number, Number | None]
ZERO: Range = (0, 0)
# Columns of a claim: its first month, and for how many months it is.
MONTH, MONTHS = "this.month", "this.months"
# A claim for more months than the calendar has is paid as far as the rule goes, like any other.
MILLENNIUM = 12_000


# Not frozen, for speed, as Found is.
@dataclass(slots=True)
class Worked:
    """One step as it was worked out: what came of it at least and at most, whether it applied (None: not known)."""

    step: "Step"
    least: Number
    most: Number | None
    applied: bool | None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in yen: at least and at most, and the steps that led to it."""

    least: int
    most: int | None
    working: tuple[Worked, ...]

    @property
    def yen(self) -> int | None:
        """The amount; None while it is not certain."""
        return self.least if self.least == self.most else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an amount: applied where its condition holds."""

    when: Condition | None = None
    note: Note = NO_NOTE
    # As it stands in the file: what is shown in words and edited.
    data: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, before: Range, case: Case) -> Range:
        """Return what the step makes of what is there."""
        raise NotImplementedError


def _range(term: Term, case: Case) -> Range:
    """Return a value that may be missing; what is less than nothing is nothing (控除しきれない額は0円)."""
    value = term.value(case)
    if value is None:
        return 0, None
    known = max(value, 0)
    return known, known


@dataclass(frozen=True, slots=True)
class Start(Step):
    """Begin with a value (定額・対象経費)."""

    term: Term | None = None

    def apply(self, before: Range, case: Case) -> Range:
        assert self.term is not None
        return _range(self.term, case)


@dataclass(frozen=True, slots=True)
class Add(Step):
    """Add a value, once or for every row of a list (加算・子ども1人につき), for not more than so many rows."""

    term: Term | None = None
    per: Rows | None = None
    most_rows: int | None = None

    def apply(self, before: Range, case: Case) -> Range:
        assert self.term is not None
        least, most = _range(self.term, case)
        if self.per is not None:
            few, many = self.per.count(case)
            if self.most_rows is not None:
                few, many = min(few, self.most_rows), self.most_rows if many is None else min(many, self.most_rows)
            least, most = (
                least * few,
                Fraction(0) if many == 0 else None if most is None or many is None else most * many,
            )
        return before[0] + least, None if most is None or before[1] is None else before[1] + most


@dataclass(frozen=True, slots=True)
class Subtract(Step):
    """Take a value away, not below zero (控除)."""

    term: Term | None = None

    def apply(self, before: Range, case: Case) -> Range:
        assert self.term is not None
        least, most = _range(self.term, case)
        low = 0 if most is None else max(before[0] - most, 0)
        return low, None if before[1] is None else max(before[1] - least, 0)


@dataclass(frozen=True, slots=True)
class Multiply(Step):
    """Take a part or a multiple of it (補助率)."""

    rate: Fraction = Fraction(1)

    def apply(self, before: Range, case: Case) -> Range:
        least, most = before
        part = whole(least * self.rate)
        return part, part if most == least else None if most is None else whole(most * self.rate)


@dataclass(frozen=True, slots=True)
class WithoutTax(Step):
    """Take out the consumption tax that is contained, in per cent; the fraction of a yen is dropped (税抜き)."""

    percent: int = 10

    def apply(self, before: Range, case: Case) -> Range:
        least, most = before
        return self._without(least), None if most is None else self._without(most)

    def _without(self, value: Number) -> Number:
        # The tax is floored, so what is left is rounded up; a fraction of a yen holds no tax.
        return min(-(-value * 100 // (100 + self.percent)), value)


@dataclass(frozen=True, slots=True)
class Cap(Step):
    """Not more than a value (上限)."""

    term: Term | None = None

    def apply(self, before: Range, case: Case) -> Range:
        assert self.term is not None
        least, most = _range(self.term, case)
        if most is None:
            return min(before[0], least), before[1]
        return min(before[0], least), most if before[1] is None else min(before[1], most)


@dataclass(frozen=True, slots=True)
class Floor(Step):
    """Nothing at all below a value (下限に満たないときは対象外)."""

    term: Term | None = None

    def apply(self, before: Range, case: Case) -> Range:
        assert self.term is not None
        least, most = _range(self.term, case)
        low = before[0] if most is not None and before[0] >= most else 0
        return low, before[1] if before[1] is None or before[1] >= least else 0


@dataclass(frozen=True, slots=True)
class Round(Step):
    """Round to a unit of yen (端数処理)."""

    unit: int = 1
    way: Rounding = Rounding.DOWN

    def apply(self, before: Range, case: Case) -> Range:
        least, most = before
        return rounded(least, self.unit, self.way), None if most is None else rounded(most, self.unit, self.way)


@dataclass(frozen=True, slots=True)
class Monthly(Step):
    """Add what each claim of one or more months gives, for a number of months at most (月額・期間の上限).

    The months run from the first claim; months without a claim extend the time by not more than `gap_months`, without
    limit if None. A claim that reaches over the end counts for the part of it that lies before, by whole months.
    """

    claims: Rows | None = None
    steps: tuple[Step, ...] = ()
    most_months: int = 0
    gap_months: int | None = 0

    def apply(self, before: Range, case: Case) -> Range:
        assert self.claims is not None
        found = self.claims.of(case)
        if found is None or any(row.get(column) is None for row in found[1] for column in (MONTH, MONTHS)):
            return before[0], None
        sure, possible = found
        least, most = before
        for row, part in self.parts(possible):
            low, high = run(self.steps, case.with_row(row))[0]
            is_sure = row in sure
            least += low * part if is_sure else 0
            if len(sure) < len(possible):
                # Claims that may not count take months away from those after them, or leave them.
                part = next(paid for one, paid in self.parts(sure if is_sure else [*sure, row]) if one is row)
            most = None if most is None or high is None else most + high * part
        return least, most

    def parts(self, rows: Sequence[Values]) -> list[tuple[Values, Fraction]]:
        """Return claims, each with the part of it that is paid."""
        return paid_parts(rows, most_months=self.most_months, gap_months=self.gap_months)


def paid_parts(rows: Sequence[Values], *, most_months: int, gap_months: int | None) -> list[tuple[Values, Fraction]]:
    """Return the claims in the order of their months, each with the part of it that is paid.

    Source: 小山市新幹線通勤補助金(36か月、期間があくときは通算12か月まで延長)
    """
    parts: list[tuple[Values, Fraction]] = []
    used, gaps, after = 0, 0, None
    for row in sorted(rows, key=_month):
        month, months = _month(row), max(int(row[MONTHS]), 1)
        if after is not None and month > after:
            gaps += whole_months(Span(after, month))
        # The time that gaps take beyond what extends it is lost.
        lost = 0 if gap_months is None else max(gaps - gap_months, 0)
        left = most_months - used - lost
        taken = max(min(months, left), 0)
        parts.append((row, Fraction(taken, months)))
        used += taken
        after = max(after or month, months_later(month, min(months, MILLENNIUM)))
    return parts


def _month(row: Values) -> date:
    month: date = row[MONTH]
    return month.replace(day=1)


def run(steps: Sequence[Step], case: Case) -> tuple[Range, tuple[Worked, ...]]:
    """Work steps out from nothing, one after the other; where it is not known whether one applies, both ways.

    Source: docs/reference/rulesets.md (Amounts)
    """
    value: Range = ZERO
    working = []
    for step in steps:
        applied = True if step.when is None else step.when.value(case)
        if applied is not False:
            after = step.apply(value, case)
            value = after if applied else hull(value, after)
        working.append(Worked(step, *value, applied))
    return value, tuple(working)


def hull(one: Range, other: Range) -> Range:
    """Return the range that holds both.

    Source: docs/reference/rulesets.md (while a fact is missing an amount is a range)
    """
    return min(one[0], other[0]), None if one[1] is None or other[1] is None else max(one[1], other[1])


def amount(steps: Sequence[Step], case: Case) -> Amount:
    """Return an amount in whole yen; a fraction of a yen that no step rounded is dropped.

    Source: 国等の債権債務等の金額の端数計算に関する法律 2条
    """
    (least, most), working = run(steps, case)
    return Amount(floor(least), None if most is None else floor(most), working)
