"""Values that a condition compares or an amount begins with: facts, ages, ends of years, sums.

`value` returns None where a fact is missing. `needs` are the keys of the facts it reads.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from kayoi.engines.rulesets.rules.cases import Case
from kayoi.kit.dates import age_on, fiscal_year, fiscal_year_end, months_later


class Term(Protocol):
    """Something with a value."""

    @property
    def needs(self) -> tuple[str, ...]: ...

    def value(self, case: Case) -> Any: ...


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the rule itself."""

    literal: Any
    needs: tuple[str, ...] = ()

    def value(self, case: Case) -> Any:
        return self.literal


@dataclass(frozen=True, slots=True)
class FactTerm:
    """What is known of a fact."""

    key: str

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.key,)

    def value(self, case: Case) -> Any:
        return case.facts.get(self.key)


@dataclass(frozen=True, slots=True)
class Age:
    """The age on a day (満年齢), in years."""

    born_on: Term
    on: Term

    @property
    def needs(self) -> tuple[str, ...]:
        return self.born_on.needs + self.on.needs

    def value(self, case: Case) -> int | None:
        born_on, on = self.born_on.value(case), self.on.value(case)
        if born_on is None or on is None:
            return None
        # A child that is not born yet is younger than any limit.
        return age_on(born_on, on) if born_on <= on else -1


@dataclass(frozen=True, slots=True)
class YearEnd:
    """31 March of the fiscal year of a day (年度末)."""

    of: Term

    @property
    def needs(self) -> tuple[str, ...]:
        return self.of.needs

    def value(self, case: Case) -> date | None:
        day = self.of.value(case)
        return None if day is None else fiscal_year_end(fiscal_year(day))


@dataclass(frozen=True, slots=True)
class YearStart:
    """1 April of the fiscal year of a day (年度始め)."""

    of: Term

    @property
    def needs(self) -> tuple[str, ...]:
        return self.of.needs

    def value(self, case: Case) -> date | None:
        day = self.of.value(case)
        return None if day is None else date(fiscal_year(day), 4, 1)


@dataclass(frozen=True, slots=True)
class Shifted:
    """The same day so many months later, or earlier where negative (応当日); then so many days."""

    of: Term
    months: int
    days: int = 0

    @property
    def needs(self) -> tuple[str, ...]:
        return self.of.needs

    def value(self, case: Case) -> date | None:
        day = self.of.value(case)
        if day is None:
            return None
        later = months_later(day, self.months)
        return date.fromordinal(later.toordinal() + self.days)


@dataclass(frozen=True, slots=True)
class Sum:
    """Several values added up; those with a minus are taken away."""

    plus: tuple[Term, ...]
    minus: tuple[Term, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(key for term in self.plus + self.minus for key in term.needs)

    def value(self, case: Case) -> int | Fraction | None:
        total: int | Fraction = 0
        for sign, terms in ((1, self.plus), (-1, self.minus)):
            for term in terms:
                part = term.value(case)
                if part is None:
                    return None
                total += sign * part
        return total


@dataclass(frozen=True, slots=True)
class Times:
    """One value times another (日額 × 日数)."""

    one: Term
    other: Term

    @property
    def needs(self) -> tuple[str, ...]:
        return self.one.needs + self.other.needs

    def value(self, case: Case) -> int | Fraction | None:
        one, other = self.one.value(case), self.other.value(case)
        return None if one is None or other is None else one * other


@dataclass(frozen=True, slots=True)
class Least:
    """The smaller of several values."""

    of: tuple[Term, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        return tuple(key for term in self.of for key in term.needs)

    def value(self, case: Case) -> Any:
        values = [term.value(case) for term in self.of]
        return None if None in values else min(values)
