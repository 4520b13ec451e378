"""Values that are made from other values, for many households at once: terms.py."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from typing import Any

import numpy as np

from kayoi.engines.rulesets.rules import terms
from kayoi.engines.rulesets.rules.columns import calendar
from kayoi.engines.rulesets.rules.columns.bits import Bits, both_known
from kayoi.engines.rulesets.rules.columns.tables import Column, Days, Numbers

# How the value of a part of a term is found; None: it is known of nobody.
Find = Callable[[terms.Term], Column | None]
OLDEST = calendar.LAST_YEAR


def literal(value: Any) -> Column:
    """Return a number or a day that stands in the rule.

    Source: rules/terms.py (Literal)
    """
    if isinstance(value, date):
        return Days(value.toordinal())
    return Numbers(int(value.numerator), None, abs(value.numerator), value.denominator)


def made(term: terms.Term, find: Find) -> Column | None:
    """Return the value of a term that is made from others; None where one of them is known of nobody.

    Source: rules/terms.py
    """
    match term:
        case terms.Literal():
            return literal(term.literal)
        case terms.Age():
            return _age(find(term.born_on), find(term.on))
        case terms.YearEnd():
            return _day(find(term.of), calendar.year_end)
        case terms.YearStart():
            return _day(find(term.of), calendar.year_start)
        case terms.Shifted():
            return _day(find(term.of), lambda days: calendar.months_later(days, term.months) + term.days)
        case terms.Sum():
            return _sum(_numbers(term.plus, find), _numbers(term.minus, find))
        case terms.Times():
            return _times(_numbers((term.one, term.other), find))
        case terms.Least():
            return _least(_numbers(term.of, find))
    raise TypeError(f"no columns for {term}")


def _age(born_on: Column | None, on: Column | None) -> Numbers | None:
    if born_on is None or on is None:
        return None
    return Numbers(calendar.age(born_on.values, on.values), both_known(born_on.known, on.known), OLDEST)


def _day(of: Column | None, reckon: Callable[[Any], Any]) -> Days | None:
    return None if of is None else Days(reckon(of.values), of.known)


def _numbers(of: Iterable[terms.Term], find: Find) -> list[Numbers] | None:
    """Return numbers with one denominator."""
    found = []
    for term in of:
        column = find(term)
        if column is None:
            return None
        if not isinstance(column, Numbers):
            raise TypeError(f"{term} is not a number")
        found.append(column)
    return Numbers.aligned(found)


def _known(parts: Iterable[Column]) -> Bits | None:
    return reduce(both_known, [part.known for part in parts], None)


def _sum(plus: list[Numbers] | None, minus: list[Numbers] | None) -> Numbers | None:
    if plus is None or minus is None:
        return None
    parts = Numbers.aligned([*plus, *minus])
    signed = (part.wide * (1 if place < len(plus) else -1) for place, part in enumerate(parts))
    most = sum(part.most for part in parts)
    return Numbers(sum(signed), _known(parts), most, parts[0].denominator if parts else 1)


def _times(factors: list[Numbers] | None) -> Numbers | None:
    if factors is None:
        return None
    one, other = factors
    return Numbers(one.wide * other.wide, _known(factors), one.most * other.most, one.denominator * other.denominator)


def _least(of: list[Numbers] | None) -> Numbers | None:
    if of is None:
        return None
    values = reduce(np.minimum, [part.wide for part in of])
    return Numbers(values, _known(of), max(part.most for part in of), of[0].denominator)
