"""Amounts step by step, for many households at once: amounts.py."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kayoi.engines.rulesets.rules import amounts
from kayoi.engines.rulesets.rules.columns.bits import unpack
from kayoi.engines.rulesets.rules.columns.blocks import Block
from kayoi.engines.rulesets.rules.columns.claims import paid
from kayoi.engines.rulesets.rules.columns.money import NOTHING, UNKNOWN, Money, chosen, chosen_money
from kayoi.engines.rulesets.rules.columns.tables import LARGEST, Numbers
from kayoi.engines.rulesets.rules.lists import Rows
from kayoi.engines.rulesets.rules.terms import Term
from kayoi.engines.rulesets.states import Rounding


def run(steps: Sequence[amounts.Step], block: Block) -> Money:
    """Work steps out from nothing, one after the other; where it is not known whether one applies, both ways.

    Source: rules/amounts.py (run)
    """
    value = NOTHING
    for step in steps:
        after = _apply(step, value, block)
        if step.when is not None:
            sure, possible = (unpack(bits, block.count) for bits in block.answer(step.when))
            doubtful = possible & ~sure
            if doubtful.any():
                after = chosen_money(doubtful, value.hull(after), after)
            after = chosen_money(possible, after, value)
        value = after
    return value


def _apply(step: amounts.Step, before: Money, block: Block) -> Money:
    """Return what a step makes of what is there."""
    match step:
        case amounts.Start():
            return _value(step.term, block)
        case amounts.Add():
            return before.plus(_added(step, block))
        case amounts.Subtract():
            return _subtracted(*before.aligned(_value(step.term, block)))
        case amounts.Multiply():
            product = before.times(step.rate.numerator)
            return product._replace(denominator=product.denominator * step.rate.denominator)
        case amounts.WithoutTax():
            return _without_tax(before, step.percent)
        case amounts.Cap():
            return _capped(*before.aligned(_value(step.term, block)))
        case amounts.Floor():
            return _floored(*before.aligned(_value(step.term, block)))
        case amounts.Round():
            return _rounded(before, step.unit, step.way)
        case amounts.Monthly():
            return _with_claims(step, before, block)
    raise TypeError(f"no columns for {step}")


def _value(term: Term | None, block: Block) -> Money:
    """Return a value that may be missing; what is less than nothing is nothing."""
    assert term is not None
    column = block.value(term)
    if column is None:
        return UNKNOWN
    if not isinstance(column, Numbers):
        raise TypeError(f"{term} is not a number")
    values = np.maximum(column.wide, 0)
    known = True if column.known is None else unpack(column.known, block.count)
    return Money(chosen(known, values, 0), values, known, max(column.most, 1), column.denominator)


def _added(step: amounts.Add, block: Block) -> Money:
    value = _value(step.term, block)
    if step.per is None:
        return value
    few, many, listed = _counts(step.per, block)
    if step.most_rows is not None:
        few, many = np.minimum(few, step.most_rows), chosen(listed, np.minimum(many, step.most_rows), step.most_rows)
        listed = True
    size = value.size * max(int(np.max(many, initial=0)), 1)
    wide = value.roomy(size)
    limited = listed & (value.limited | (many == 0))
    return Money(wide.least * few, wide.most * many, limited, size, value.denominator)


def _counts(rows: Rows, block: Block) -> tuple[Any, Any, Any]:
    """Return how many rows there are at least and at most, and where the list is known."""
    found = block.found(rows)
    if found is None:
        return 0, 0, False
    least, most = found.counts()
    listed = found.rows.told()
    return np.where(listed, least, 0).astype(np.int64), most.astype(np.int64), listed


def _subtracted(before: Money, other: Money) -> Money:
    least = chosen(other.limited, np.maximum(before.least - other.most, 0), 0)
    return before._replace(least=least, most=np.maximum(before.most - other.least, 0))


def _without_tax(before: Money, percent: int) -> Money:
    whole, denominator = 100 + percent, before.denominator
    wide = before.roomy(before.size * 100 + whole * denominator)

    def without(value: Any) -> Any:
        return np.minimum(-(-value * 100 // (whole * denominator)) * denominator, value)

    return before._replace(least=without(wide.least), most=without(wide.most))


def _capped(before: Money, limit: Money) -> Money:
    both = np.minimum(before.most, limit.most)
    most = chosen(limit.limited, chosen(before.limited, both, limit.most), before.most)
    size = max(before.size, limit.size)
    return Money(
        np.minimum(before.least, limit.least), most, before.limited | limit.limited, size, before.denominator
    )  # fmt: skip


def _floored(before: Money, limit: Money) -> Money:
    least = chosen(limit.limited & (before.least >= limit.most), before.least, 0)
    return before._replace(least=least, most=np.where(before.most >= limit.least, before.most, 0))


def _rounded(before: Money, unit: int, way: Rounding) -> Money:
    whole = unit * before.denominator
    size = before.size // before.denominator + unit
    wide = before.roomy(max(2 * before.size + whole, size))

    def rounded(value: Any) -> Any:
        match way:
            case Rounding.DOWN:
                return value // whole * unit
            case Rounding.UP:
                return -(-value // whole) * unit
            case Rounding.HALF_UP:
                return (2 * value + whole) // (2 * whole) * unit

    return Money(rounded(wide.least), rounded(wide.most), before.limited, size)


def _with_claims(step: amounts.Monthly, before: Money, block: Block) -> Money:
    assert step.claims is not None
    found = block.found(step.claims)
    if found is None:
        return before._replace(limited=False)
    rows, key = found.rows, (step.claims, step.most_months, step.gap_months)
    claimed = block.once(("paid", *key), lambda: paid(found, *key[1:]))
    each = run(step.steps, rows)
    size = each.size * claimed.denominator * max(rows.longest, 1)
    wide = each.roomy(size)
    least, most = rows.sums(wide.least * claimed.least), rows.sums(wide.most * claimed.most)
    limited = claimed.known & (rows.tally(found.possible & np.logical_not(each.limited)) == 0)
    return before.plus(Money(least, most, limited, size, each.denominator * claimed.denominator))


def whole_yen(money: Money) -> tuple[Any, Any]:
    """Return whole yen, at least and at most; a fraction of a yen that no step rounded is dropped.

    Source: rules/amounts.py (amount)
    """
    if (size := money.size // money.denominator) > LARGEST:
        raise OverflowError(f"amounts up to {size} yen cannot be told for many households at once")
    wide = money.roomy(money.denominator)
    return wide.least // money.denominator, wide.most // money.denominator
